// A form page without network: what was typed stays in this tab, and a file that is too large is refused before it is sent.
// Why it is so, and what a shared phone means for it: decision 0081. Without this file the page works as it always did.
const KEPT_FOR = 60 * 60 * 1000; // milliseconds; whoever comes back later finds what the office has
const IDENTITY = /(\d[\s.-]?){16}/; // a NIK or the number of a family card, however it is spaced
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "version", "slip", "shown"]);
const PREFIX = "layani-form";
const note = document.getElementById("kept");
const form = document.querySelector("form[data-keep]");
const key = PREFIX + location.pathname;
const say = (words) => { note.textContent = words; note.hidden = !words; };

// What is typed, without files, identity numbers and what belongs to the page.
function typed() {
  const found = [];
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && !OF_THE_PAGE.has(name) && !IDENTITY.test(value)) found.push([name, value]);
  return found;
}
function keep() {
  const entry = { who: form.dataset.keep, has: form.dataset.has, at: Date.now(), fields: typed() };
  try { sessionStorage.setItem(key, JSON.stringify(entry)); } catch { /* No room, or forbidden: nothing is kept. */ }
}
function read(name) {
  try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
}
const stands = (entry) => entry && entry.who === form.dataset.keep && Date.now() - entry.at < KEPT_FOR;

// What has not arrived: the office's own answers on this page are still those of before.
function notArrived() {
  const entry = read(key);
  if (stands(entry) && entry.has === form.dataset.has && !document.querySelector(".ds-error-summary")) return entry.fields;
  sessionStorage.removeItem(key);
  return [];
}
// Another person's, another hour's, and what has led on to this page.
function forget() {
  const from = document.referrer && new URL(document.referrer).pathname;
  for (const name of Object.keys(sessionStorage))
    if (name.startsWith(PREFIX) && name !== key && (!stands(read(name)) || name === PREFIX + from)) sessionStorage.removeItem(name);
}

// Returns whether anything on the page became another.
function fillIn(fields) {
  let changed = false;
  const names = new Set(fields.map(([name]) => name));
  for (const box of form.elements) {
    if (!names.has(box.name)) continue;
    const values = fields.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box.type === "checkbox" || box.type === "radio") {
      const checked = values.includes(box.value);
      changed = changed || checked !== box.checked;
      box.checked = checked;
    } else if (box.type !== "file" && box.type !== "hidden" && box.type !== "submit") {
      changed = changed || box.value !== values[0];
      box.value = values[0];
    }
  }
  return changed;
}

const comma = document.documentElement.lang === "en" ? "." : ",";
const size = (bytes) => `${(Math.ceil(bytes / 100000) / 10).toFixed(1).replace(".", comma)} MB`;
function tooLarge(box) {
  const file = box.files[0], most = Number(box.dataset.most);
  if (!file || !most || file.size <= most) return "";
  return note.dataset.large.replace("{size}", size(file.size)).replace("{most}", size(most));
}

if (form && note) {
  forget();
  if (fillIn(notArrived())) say(note.dataset.again);
  addEventListener("offline", () => say(note.dataset.offline));
  addEventListener("online", () => say(note.dataset.online));
  if (!navigator.onLine) say(note.dataset.offline);
  form.addEventListener("change", (event) => { if (event.target.type === "file") say(tooLarge(event.target)); });
  form.addEventListener("submit", (event) => {
    const large = [...form.querySelectorAll("input[type=file]")].find(tooLarge);
    if (large) {
      event.preventDefault();
      say(tooLarge(large));
      large.focus();
      return;
    }
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    say(note.dataset.offline);
    note.scrollIntoView({ block: "nearest" });
  });
}
