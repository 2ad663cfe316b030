// Everything has arrived, or its person has left: nothing that was typed stays in this tab. See form.js and decision 0081.
for (const name of Object.keys(sessionStorage)) if (name.startsWith("layani-form")) sessionStorage.removeItem(name);
