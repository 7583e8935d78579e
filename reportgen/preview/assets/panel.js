// The panel at the side, on a phone a sheet from below: one part of it is shown at a time, with a way back.

import { morph, parsed } from "./morph.js";
import { jump, keepingPlace, numbersOf, target } from "./place.js";

const panel = document.getElementById("panel");
const back = document.getElementById("back");
const LOADED = ["form", "steps"]; // parts whose content is asked for when they are shown
const past = [];
let now = null; // {part, figure} that is shown
let opener = null; // what had the focus before

/** Shows a part; the answer of a number where one is named. */
export async function show(part, { figure, focus = true, step = true } = {}) {
  const here = document.activeElement;
  if (!now) opener = here === document.body ? null : here;
  if (figure !== undefined && !(await fill(figure))) return;
  if (LOADED.includes(part)) renew(part, await load(part));
  if (now && step && (now.part !== part || now.figure !== figure)) past.push({ ...now, scroll: panel.scrollTop });
  now = { part, figure };
  keepingPlace(reveal);
  panel.scrollTop = 0;
  if (here?.matches("data")) here.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  if (focus) panel.querySelector(`#${part} > h2`).focus({ preventScroll: true });
}

/** Closes the panel; the focus goes back to where it came from. */
export function close() {
  if (!now) return;
  const figure = opener?.dataset?.figure;
  now = null;
  past.length = 0;
  keepingPlace(reveal);
  const there = opener?.isConnected ? opener : figure && numbersOf(figure)[0];
  there?.focus({ preventScroll: true });
}

export const isShown = (part) => now?.part === part;

/** The part that a button shows, or nothing where it is shown already. */
export function toggle(part, button) {
  if (isShown(part)) return close();
  past.length = 0;
  now = null;
  button.focus();
  return show(part);
}

/** Puts new markup into a part, as little of it as changed. */
export function renew(part, markup) {
  morph(document.querySelector(`#${part} > .pv-body`), parsed(markup));
}

/** Asks again for what is shown: the file was saved. */
export async function refresh() {
  ask(now?.figure);
  if (now?.part === "answer") await fill(now.figure);
  else if (LOADED.includes(now?.part)) renew(now.part, await load(now.part));
}

/** The markup that an address answers. */
export async function load(address) {
  const said = await fetch(address);
  return said.ok ? said.text() : "<p>现在没有。</p>";
}

/** Shows in the document which number is being answered. */
function ask(figure) {
  for (const number of document.querySelectorAll("data.pv-asked")) number.classList.remove("pv-asked");
  if (figure !== undefined) for (const number of numbersOf(figure)) number.classList.add("pv-asked");
}

async function fill(figure) {
  const said = await fetch(`figure?name=${encodeURIComponent(figure)}`);
  renew("answer", said.ok ? await said.text() : "<p>现在的文件里没有这个数了。</p>");
  return true;
}

function reveal() {
  document.documentElement.classList.toggle("pv-open", now !== null);
  ask(now?.figure);
  back.hidden = past.length === 0;
  for (const part of panel.querySelectorAll(".pv-part")) part.toggleAttribute("data-shown", part.id === now?.part);
  for (const button of document.querySelectorAll(".pv-bar [data-panel]"))
    button.setAttribute("aria-expanded", String(button.dataset.panel === now?.part));
  document.dispatchEvent(new Event("panel"));
}

async function goBack() {
  const last = past.pop();
  await show(last.part, { figure: last.figure, step: false });
  panel.scrollTop = last.scroll;
}

/** What a link leads to: another number's answer, or a place in the document. */
export function follow(link) {
  if (link.dataset.figure !== undefined && link.dataset.nth === undefined) show("answer", { figure: link.dataset.figure });
  else jump(target(link));
}

back.addEventListener("click", goBack);
document.getElementById("close").addEventListener("click", close);
panel.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-figure], a[data-item], a[href^='#']");
  if (!link) return;
  event.preventDefault();
  follow(link);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !now) return;
  event.preventDefault();
  close();
});
