// What stands beside the parts of the document: files of single tables, the current section in the contents, numbers
// of charts; beside places of the budget file, ways to get there. Without scripts the page has none of it.

import { article, numbersIn } from "./place.js";

const root = document.documentElement;
const PLACE = /^(.+\.(?:ya?ml|j2|md|csv|tsv|txt)):(\d+)(?::(\d+))?$/;
const FILES = [["docx", "Word"], ["xlsx", "Excel"]];

/** Gives tables that have none their links; they come last in the table's box, where no patch counts them. */
export function equip() {
  for (const table of article.querySelectorAll("main .table:not(figure *)")) {
    if (table.lastElementChild.matches(".pv-files")) continue;
    const name = table.querySelector(".scroll").getAttribute("aria-label");
    const links = FILES.map(([format, words]) => {
      const link = document.createElement("a");
      Object.assign(link, { href: `download/${format}?table=${table.id}`, download: "", textContent: words });
      link.setAttribute("aria-label", `${name}：${words} 文件`);
      return link;
    });
    const box = document.createElement("p");
    box.className = "pv-files";
    box.append(...links);
    table.append(box);
  }
  current();
}

/** The number of a chart that was clicked: the nearest printed one, told by its place among those that read the same. */
export function ofChart(node, { clientX, clientY }) {
  const figure = node.closest("figure.chart");
  if (!figure || !node.closest("svg")) return null;
  const numbers = numbersIn(figure.dataset.was ? document.getElementById(figure.dataset.was) : figure); // on paper, those of the page
  const labels = [...figure.querySelectorAll("svg text")].filter((label) => numbers.some((number) => number.textContent === label.textContent));
  const away = (label) => {
    const box = label.getBoundingClientRect();
    return Math.hypot((box.top + box.bottom) / 2 - clientY, ((box.left + box.right) / 2 - clientX) / 10); // bars are long
  };
  const nearest = labels.sort((a, b) => away(a) - away(b))[0];
  if (!nearest) return null;
  const alike = [...figure.querySelectorAll("svg text")].filter((label) => label.textContent === nearest.textContent);
  return numbers.filter((number) => number.textContent === nearest.textContent)[alike.indexOf(nearest)] ?? null;
}

/** Ways to a place of a file: its words to copy, the editor. */
function reach(code) {
  const found = PLACE.exec(code.textContent);
  if (!found || code.nextElementSibling?.matches(".pv-reach")) return;
  const [, file, line, column = "1"] = found;
  const whole = /^([A-Za-z]:|[/\\])/.test(file) ? file : `${root.dataset.folder ?? ""}/${file}`;
  const box = document.createElement("span");
  box.className = "pv-reach";
  const copy = Object.assign(document.createElement("button"), { type: "button", textContent: "复制" });
  copy.setAttribute("aria-label", `复制 ${code.textContent}`);
  copy.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(code.textContent);
    copy.textContent = "已复制";
    setTimeout(() => (copy.textContent = "复制"), 1500);
  });
  box.append(copy);
  if (root.dataset.folder) {
    const link = Object.assign(document.createElement("a"), { textContent: "VS Code" });
    link.href = encodeURI(`vscode://file/${whole.replaceAll("\\", "/").replace(/^\//, "")}:${line}:${column}`);
    link.setAttribute("aria-label", `在 VS Code 里打开 ${code.textContent}`);
    box.append(link);
  }
  code.after(box);
}

const panel = document.getElementById("panel");
new MutationObserver(() => panel.querySelectorAll("code").forEach(reach)).observe(panel, { childList: true, subtree: true });
panel.querySelectorAll("code").forEach(reach);

/** Marks in the contents where the reader is. */
function current() {
  const links = [...article.querySelectorAll("nav a[href^='#']")];
  const limit = document.querySelector(".pv-top").getBoundingClientRect().bottom + 80;
  let [from, to] = [0, links.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (document.getElementById(links[middle].hash.slice(1))?.getBoundingClientRect().top > limit) to = middle;
    else from = middle + 1;
  }
  const here = links[from - 1] ?? null;
  for (const link of document.querySelectorAll(":is(#article nav, #contents) a[aria-current]"))
    if (link.hash !== here?.hash) link.removeAttribute("aria-current");
  if (!here) return;
  for (const link of [here, ...document.querySelectorAll(`#contents a[href="${CSS.escape(here.hash).replace("\\#", "#")}"]`)]) link.setAttribute("aria-current", "location");
  const nav = here.closest("nav");
  const [box, room] = [here.getBoundingClientRect(), nav.getBoundingClientRect()];
  if (box.height && (box.top < room.top || box.bottom > room.bottom)) nav.scrollTop += box.top - room.top - room.height / 3;
}

let waiting = false;
document.addEventListener("scroll", () => {
  if (waiting || article.hidden) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    current();
  });
}, { passive: true });
