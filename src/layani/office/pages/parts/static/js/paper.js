// Typing in papers on a tablet without network: entries wait on the device, sealed, until their officer sends them.
// Each entry is sealed with a key of its own (AES-GCM), that key with the tablet's public key (RSA-OAEP), and the
// private key with the PIN (PBKDF2, AES-GCM): to save needs no PIN, to read does. Without this file the pages work online.
const CACHE = "layani-paper-v1";
const ROUNDS = 600000; // of PBKDF2-SHA-256; OWASP's number of 2023
const PIN_AT_LEAST = 8;
const AES = { name: "AES-GCM", length: 256 };
const RSA = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
const text = new TextEncoder();
const byId = (id) => document.getElementById(id);

// The device's store.
const store = new Promise((done, fail) => {
  const asked = indexedDB.open("layani-paper", 1);
  asked.onupgradeneeded = () => ["keys", "entries", "sent"].forEach((name) => asked.result.createObjectStore(name, { keyPath: "id" }));
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
async function ask(name, mode, what) {
  const work = (await store).transaction(name, mode);
  const asked = what(work.objectStore(name));
  return new Promise((done, fail) => {
    work.oncomplete = () => done(asked.result);
    work.onerror = work.onabort = () => fail(work.error);
  });
}
const all = (name) => ask(name, "readonly", (rows) => rows.getAll());
const put = (name, row) => ask(name, "readwrite", (rows) => rows.put(row));
const drop = (name, id) => ask(name, "readwrite", (rows) => rows.delete(id));
const pair = async () => (await all("keys"))[0];

// Sealing.
const random = (size) => crypto.getRandomValues(new Uint8Array(size));
async function keyOf(pin, salt) {
  const base = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, base, AES, false, ["wrapKey", "unwrapKey"]);
}
async function makeKeys(pin) {
  const made = await crypto.subtle.generateKey(RSA, true, ["wrapKey", "unwrapKey"]);
  const salt = random(16), iv = random(12);
  const secret = await crypto.subtle.wrapKey("pkcs8", made.privateKey, await keyOf(pin, salt), { name: "AES-GCM", iv });
  await put("keys", { id: "pair", open: made.publicKey, secret, salt, iv });
}
async function unlock(pin) {
  const kept = await pair();
  const unsealed = { name: "AES-GCM", iv: kept.iv };
  return crypto.subtle.unwrapKey("pkcs8", kept.secret, await keyOf(pin, kept.salt), unsealed, RSA, false, ["unwrapKey"]);
}
async function seal(id, entry) {
  const own = await crypto.subtle.generateKey(AES, true, ["encrypt"]), iv = random(12);
  const key = await crypto.subtle.wrapKey("raw", own, (await pair()).open, { name: "RSA-OAEP" });
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, own, text.encode(JSON.stringify(entry)));
  await put("entries", { id, key, iv, data });
}
async function unseal(row, secret) {
  const own = await crypto.subtle.unwrapKey("raw", row.key, secret, { name: "RSA-OAEP" }, AES, false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, own, row.data);
  return { id: row.id, ...JSON.parse(new TextDecoder().decode(plain)) };
}

// A form as an entry, and back.
async function fileAsText(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}
function fileAgain(kept) {
  const bytes = Uint8Array.from(atob(kept.data.split(",")[1] || ""), (letter) => letter.charCodeAt(0));
  return new File([bytes], kept.name, { type: kept.type });
}
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "once"]);
async function entryOf(form) {
  const fields = [], files = [];
  for (const [name, value] of new FormData(form)) {
    if (OF_THE_PAGE.has(name)) continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size) files.push([name, { name: value.name, type: value.type, data: await fileAsText(value) }]);
  }
  return { action: form.getAttribute("action"), service: document.querySelector("h1").textContent, fields, files, said: [] };
}
function fill(form, entry) {
  const seen = {};
  for (const [name, value] of entry.fields) {
    if (name === "version") continue;
    const boxes = [...form.elements].filter((one) => one.name === name);
    const choice = boxes.find((one) => one.value === value && (one.type === "radio" || one.type === "checkbox"));
    if (choice) choice.checked = true;
    else if (boxes.length) boxes[(seen[name] = (seen[name] ?? -1) + 1) % boxes.length].value = value;
  }
  for (const [name, kept] of entry.files) {
    const holder = new DataTransfer();
    holder.items.add(fileAgain(kept));
    if (form.elements[name]) form.elements[name].files = holder.files;
  }
}
const numberOf = (entry) => (entry.fields.find(([name]) => name === "paper_number") || ["", ""])[1];

// Sending: signed in as oneself, one after the other; what is not taken stays.
class Stopped extends Error {}
async function token(action) {
  const answer = await fetch(action, { cache: "no-store" });
  if (answer.redirected || !answer.ok) throw new Stopped("signin");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[name=csrfmiddlewaretoken]").value;
}
async function send(entry) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", await token(entry.action));
  form.set("once", entry.id);
  for (const [name, value] of entry.fields) form.append(name, value);
  for (const [name, kept] of entry.files) form.append(name, fileAgain(kept));
  const answer = await fetch(entry.action, { method: "POST", body: form, headers: { Accept: "application/json" } });
  if (answer.redirected) throw new Stopped("signin");
  if (answer.status !== 201 && answer.status !== 422) throw new Stopped("failed");
  const came = await answer.json();
  if (came.number) {
    await put("sent", { id: entry.id, paper: numberOf(entry), number: came.number });
    await drop("entries", entry.id);
    return;
  }
  const said = [...came.problems.map((one) => one.text), ...came.refusals.map((one) => `${one.reason} ${one.remedy}`)];
  const { id, ...rest } = entry;
  await seal(id, { ...rest, said });
}

// The page with the list.
function element(name, words, more = {}) {
  return Object.assign(document.createElement(name), { textContent: words, ...more });
}
function line(entry, words, again) {
  const item = element("li", ""), box = element("div", ""), buttons = element("span", "", { className: "row" });
  box.append(element("b", `${numberOf(entry) || "–"} · ${entry.service}`));
  for (const one of entry.said) box.append(element("span", one, { className: "hint" }));
  buttons.append(element("a", words.edit, { href: `${entry.action}#edit=${entry.id}` }));
  if (entry.said.length) {
    const away = element("button", words.discard, { type: "button", className: "ds-button" });
    away.dataset.variant = "tertiary";
    away.onclick = async () => { if (confirm(words.sure)) { await drop("entries", entry.id); await again(); } };
    buttons.append(away);
  }
  item.append(box, buttons);
  return item;
}
async function keepPages() {
  const paths = [location.pathname, ...[...document.querySelectorAll("a[data-form]")].map((one) => one.getAttribute("href"))];
  const parts = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href || one.src);
  const cache = await caches.open(CACHE);
  for (const path of [...paths, ...parts]) {
    const answer = await fetch(path, { cache: "no-store" });
    if (answer.ok && !answer.redirected) await cache.put(path, answer);
  }
}
async function list(section) {
  const words = section.dataset, say = (said) => { byId("t-said").textContent = said; };
  let secret = null;
  async function show() {
    const rows = await all("entries"), ready = Boolean(await pair());
    byId("t-setup").hidden = ready;
    byId("t-open").hidden = !ready || Boolean(secret);
    byId("t-list").hidden = !secret;
    byId("t-count").textContent = `${words.waits} ${rows.length}`;
    byId("t-sent").replaceChildren(...(await all("sent")).map((one) => element("li", `${one.paper} → ${one.number}`)));
    if (!secret) return;
    const open = await Promise.all(rows.map((row) => unseal(row, secret)));
    open.sort((one, other) => numberOf(one).localeCompare(numberOf(other), "en", { numeric: true }));
    byId("t-entries").replaceChildren(...open.map((one) => line(one, words, show)));
    byId("t-send").disabled = !open.length;
    return open;
  }
  byId("t-make").onclick = async () => {
    const pin = byId("t-new").value;
    if (pin.length < PIN_AT_LEAST) return say(words.short);
    await makeKeys(pin);
    secret = await unlock(pin);
    byId("t-new").value = "";
    await show();
    say(words.ready);
  };
  byId("t-unlock").onclick = async () => {
    try { secret = await unlock(byId("t-pin").value); } catch { return say(words.wrong); }
    byId("t-pin").value = "";
    say("");
    await show();
  };
  byId("t-send").onclick = async () => {
    say(words.sending);
    let told = words.done;
    try {
      for (const entry of await show()) await send(entry);
    } catch (fault) {
      told = fault instanceof Stopped ? words[fault.message] : words.offline;
    }
    const left = await show();
    say(told === words.done && !left.length ? words.all : told);
  };
  await show();
  section.hidden = false;
  await navigator.serviceWorker.register("/counter/paper/worker.js");
  if (navigator.onLine) try { await keepPages(); } catch { /* The network went meanwhile; what was kept before stays. */ }
  section.dataset.kept = "yes";
}

// The page with the form.
async function keep(section) {
  const form = byId("paper-form"), words = section.dataset, say = (said) => { byId("k-said").textContent = said; };
  let id = new URLSearchParams(location.hash.slice(1)).get("edit");
  const ready = Boolean(await pair());
  byId("k-save").hidden = !ready || Boolean(id);
  byId("k-none").hidden = ready;
  byId("k-edit").hidden = !ready || !id;
  byId("k-unlock").onclick = async () => {
    const row = (await all("entries")).find((one) => one.id === id);
    if (!row) return say(words.gone);
    let secret;
    try { secret = await unlock(byId("k-pin").value); } catch { return say(words.wrong); }
    fill(form, await unseal(row, secret));
    byId("k-edit").hidden = true;
    byId("k-save").hidden = false;
    say(words.open);
  };
  byId("k-save").onclick = async () => {
    try { await seal(id || crypto.randomUUID(), await entryOf(form)); } catch (fault) { return say(`${words.failed} ${fault.name}`); }
    id = null;
    form.reset();
    history.replaceState(null, "", location.pathname);
    say(words.saved);
  };
  section.hidden = false;
}

if (byId("tablet") && "serviceWorker" in navigator) await list(byId("tablet"));
if (byId("keep") && "indexedDB" in window) await keep(byId("keep"));
