// The live page: everything here comes on top of a page that is complete without it.

import { equip } from "./beside.js";
import { isEditable, texts } from "./desk.js";
import { follow } from "./live.js";
import { listen, reachable } from "./numbers.js";
import { show, toggle } from "./panel.js";
import { article, jump, keepingPlace, numbersOf, sheets, target } from "./place.js";
import "./marks.js";
import "./names.js";
import "./search.js";

const root = document.documentElement;
const above = document.querySelector(".pv-top");

root.classList.add("pv-alive");
reachable(article);
equip();
for (const part of [article, sheets]) {
  listen(part, (number) => show("answer", { figure: number.dataset.figure }));
  if (isEditable()) texts(part);
}
contents();
follow();
asked();

new ResizeObserver(() => {
  const height = `${above.offsetHeight}px`;
  if (root.style.getPropertyValue("--pv-top") !== height) keepingPlace(() => root.style.setProperty("--pv-top", height));
}).observe(above);

above.addEventListener("click", (event) => {
  const button = event.target.closest("[data-panel]");
  if (button) {
    event.preventDefault();
    if (button.dataset.panel === "contents") contents();
    toggle(button.dataset.panel, button);
  }
  if (event.target.closest(".pv-menu a")) event.target.closest(".pv-menu").open = false;
});
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".pv-menu");
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".pv-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.getElementById("rebuild").addEventListener("click", () => {
  const token = document.querySelector("meta[name=token]").content;
  fetch("rebuild", { method: "POST", headers: { "X-Token": token } });
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  jump(target(event.target));
});

sheets.addEventListener("click", (event) => { // the contents on paper; by keyboard there is the panel of contents
  const entry = event.target.closest("[data-to]");
  if (entry) jump(target({ dataset: {}, hash: `#${entry.dataset.to}` }));
});

for (const button of above.querySelectorAll("a[data-panel]")) {
  button.setAttribute("role", "button");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    button.click();
  });
}

/** The contents of the panel are those of the page. */
function contents() {
  const list = article.querySelector("nav > ol");
  document.querySelector("#contents > .pv-body").replaceChildren(...(list ? [list.cloneNode(true)] : []));
}

/** The number that the address asks for, as `?figure=支出`: its answer, and its first place. */
function asked() {
  const figure = new URLSearchParams(location.search).get("figure");
  if (figure === null) return;
  show("answer", { figure });
  numbersOf(figure)[0]?.scrollIntoView({ block: "center", behavior: "instant" });
}
