// The desk: what is typed into fields is tried as one types, and written when the reader says so.
// One change of lines (a row added, removed, 无) or any number of changed fields wait at a time; the server judges both.

import { load, renew, show } from "./panel.js";

const desk = document.getElementById("desk");
const panel = document.getElementById("panel");
const effect = desk.querySelector(".pv-effect");
const FIELD = "[data-keys]";
const LONGEST = 1 << 20; // bytes of what one request can carry
const SOON = 300; // milliseconds without a key until what was typed is tried
const fields = new Set(); // that say something else than the file
let line = null; // {change, node}: the change of lines that waits
let tried = ""; // what was tried last, and told
let waiting = 0;
let last = null; // the field that had the focus last

export const isBusy = () => fields.size > 0 || line !== null;

/** Fields that nobody typed into say what the file says. */
export function settle() {
  for (const field of panel.querySelectorAll(FIELD)) if (!fields.has(field) && !field.dataset.added) field.value = field.dataset.old;
}

const place = (node) => JSON.parse(node.closest("[data-row], [data-keys]").dataset.row ?? node.dataset.keys);
const fileOf = (node) => node.closest("[data-file]").dataset.file;

function changes() {
  if (line) return [line.change()].filter(Boolean);
  return [...fields].map((field) => ({
    do: "replace", file: fileOf(field), keys: JSON.parse(field.dataset.keys), old: field.dataset.old, new: field.value.trim(),
  }));
}

async function post(address, body) {
  const headers = { "X-Token": document.querySelector("meta[name=token]").content };
  try {
    const said = await fetch(address, { method: "POST", headers, body });
    return { ok: said.ok, ...(await said.json()) };
  } catch {
    return { ok: false, markup: "<p>连接断了，没有写；改的还在，接上再试。</p>" };
  }
}

function tell(markup, kind = "") {
  effect.innerHTML = markup;
  desk.dataset.kind = kind;
  desk.hidden = false;
}

function close() {
  desk.hidden = true;
  tried = "";
}

/** Tells what the waiting changes would do; returns whether they were tried already. */
async function attempt() {
  clearTimeout(waiting);
  const wanted = changes();
  if (!wanted.length) return close();
  const edit = JSON.stringify(wanted);
  if (new Blob([edit]).size > LONGEST) return tell("<p>一次改的太多了：先放弃一些，或在文件里改。</p>", "bad");
  if (edit === tried) return;
  desk.setAttribute("aria-busy", "true");
  const said = await post("try", edit);
  desk.removeAttribute("aria-busy");
  if (JSON.stringify(changes()) !== edit) return; // somebody typed on
  tried = edit;
  tell(said.markup, said.ok && !said.wrong ? "" : "bad");
}

async function save() {
  const wanted = changes();
  if (!wanted.length) return;
  const edit = JSON.stringify(wanted);
  if (edit !== tried) return attempt();
  const said = await post("write", edit);
  if (!said.ok) return tell(said.markup, "bad");
  const filled = [...fields].filter((field) => field.matches("[data-empty]")).at(-1);
  const here = document.activeElement;
  for (const field of fields) field.dataset.old = field.value.trim();
  forget();
  if (filled && (here === filled || desk.contains(here))) next(filled);
}

/** Goes to the empty place behind a field, or to the first. */
function next(field) {
  const empty = [...panel.querySelectorAll("[data-shown] [data-empty]")].filter((one) => one !== field);
  const behind = empty.find((one) => !field || field.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const there = behind ?? empty[0];
  for (let around = there?.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  there?.focus();
}

function forget() {
  fields.clear();
  line?.node?.remove();
  line = null;
  close();
}

function drop() {
  const all = [...fields];
  forget();
  for (const field of all) field.value = field.dataset.old;
}

/** Begins a change of lines, unless others wait. */
function begin(next) {
  if (isBusy()) return tell("<p>先保存或放弃上一处改动。</p>", "bad");
  line = next;
  next.node?.querySelector("input, textarea")?.focus();
  attempt();
}

const DO = {
  remove: (button) => begin({ change: () => ({ do: "remove", file: fileOf(button), keys: place(button) }) }),
  none: (button) => begin({ change: () => ({ do: "none", file: fileOf(button), keys: place(button) }) }),
  add(button) {
    const row = button.closest(".pv-row");
    const keys = place(row);
    const node = row.cloneNode(true);
    node.removeAttribute("data-row");
    node.classList.add("pv-added");
    node.querySelectorAll(".pv-rowtools").forEach((tools) => tools.remove());
    for (const field of node.querySelectorAll(FIELD)) {
      field.dataset.added = "1";
      field.value = field.inputMode === "decimal" ? "" : field.dataset.old;
    }
    row.after(node);
    const values = () => [...node.querySelectorAll(FIELD)].map((field) => [JSON.parse(field.dataset.keys).slice(keys.length), field.value.trim()]);
    const full = () => values().every(([, value]) => value);
    begin({ node, change: () => full() && { do: "add", file: fileOf(row), keys, values: values() } });
  },
  enter(button) {
    const keys = place(button);
    const node = document.createElement("div");
    node.className = "pv-row pv-added";
    const key = button.dataset.key;
    node.innerHTML = '<label class="pv-field"><span>名称</span><input data-added="1" autocomplete="off"></label><label class="pv-field"><span>内容</span><textarea rows="2" data-added="1"></textarea></label>';
    const [name, text] = node.querySelectorAll("input, textarea");
    if (key) [name.value, name.readOnly] = [key, true];
    button.closest("p").before(node);
    begin({ node, change: () => name.value.trim() && text.value.trim() && { do: "enter", file: fileOf(button), keys, key: name.value.trim(), new: text.value.trim() } });
    (key ? text : name).focus();
  },
  async rewrite(button) {
    const keys = place(button);
    const { text } = await (await fetch(`lines?key=${encodeURIComponent(keys[0])}`)).json();
    const node = document.createElement("div");
    node.className = "pv-row pv-added";
    node.innerHTML = '<textarea rows="14" data-added="1" class="pv-lines" aria-label="原文" spellcheck="false" wrap="off"></textarea>';
    const box = node.firstElementChild;
    box.value = text;
    button.closest("p").before(node);
    begin({ node, change: () => box.value !== text && { do: "rewrite", file: fileOf(button), keys, old: text, new: box.value } });
  },
  next: () => next(last?.isConnected ? last : null),
  save,
  drop,
};

panel.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches(FIELD) && !field.dataset.added) {
    if (line) {
      field.value = field.dataset.old;
      return tell("<p>先保存或放弃上一处改动。</p>", "bad");
    }
    if (field.value.trim() === field.dataset.old) fields.delete(field);
    else fields.add(field);
  }
  clearTimeout(waiting);
  waiting = setTimeout(attempt, SOON);
});
panel.addEventListener("focusin", ({ target }) => {
  if (target.matches(FIELD)) last = target;
  if (target.matches("[data-empty]")) target.select();
});
panel.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const field = event.target.closest(".pv-file input, .pv-file textarea");
  if (event.key === "Enter" && field && (field.localName === "input" || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save();
  } else if (event.key === "Escape" && isBusy()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    drop();
  }
}, true);
panel.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) return DO[button.dataset.do](button);
  const step = event.target.closest("button[data-restore]");
  if (step) await turn(`restore?number=${step.dataset.restore}`, "已经是那样了。");
});

/** Undoes or does again; says so where there is nothing. */
async function turn(address, nothing) {
  if (isBusy()) return drop();
  const said = await post(address);
  const status = document.getElementById("status");
  if (!said.ok) {
    if (!document.documentElement.classList.contains("pv-open")) await show("steps", { focus: false });
    tell(said.markup, "bad");
  } else if (!said.done) status.textContent = nothing;
}

for (const [id, key, nothing] of [["undo", "z", "没有可以撤销的了"], ["redo", "y", "没有可以重做的了"]]) {
  const button = document.getElementById(id);
  button?.addEventListener("click", () => turn(id, nothing));
  document.addEventListener("keydown", (event) => {
    if (!button || event.target.matches("input, textarea") || event.key.toLowerCase() !== key || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    turn(id, nothing);
  });
}

window.addEventListener("beforeunload", (event) => isBusy() && event.preventDefault());

/** A text of the page that the file may say: a double click on it, or a click on 【待填】. */
export function texts(root) {
  const ask = async (node) => {
    const words = node.textContent.slice(0, 2000);
    renew("text", await load(`text?words=${encodeURIComponent(words)}`));
    settle();
    await show("text", { focus: false });
    panel.querySelector(`#text ${FIELD}`)?.focus();
  };
  const block = (event) => event.target.closest("p, td, th, h1, h2, h3, h4, h5, h6");
  root.addEventListener("dblclick", (event) => block(event) && !event.target.closest("data") && ask(block(event)));
  root.addEventListener("click", (event) => {
    const words = block(event)?.textContent ?? "";
    if (words.includes("【待填") && !event.target.closest("data, a") && getSelection().isCollapsed) ask(block(event));
  });
}

export const isEditable = () => document.documentElement.hasAttribute("data-editable");
