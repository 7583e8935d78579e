// Where the reader is in the document, and how to get elsewhere: in the article, or on its sheets in the A4 view.

const ITEMS = "h1, h2, h3, h4, h5, h6, p.body, p.note, .table, figure.chart";
const LINES = ":is(h1, h2, h3, h4, h5, h6, p.body, p.note, figure.chart, tr):not(details *)"; // one below the other
const NUMBERS = "data[data-figure]:not(del *, .deleted *, .pv-again *)";

export const article = document.getElementById("article");
export const sheets = document.getElementById("sheets");
export const shown = () => (sheets.hidden ? article : sheets);
const top = () => document.querySelector(".pv-top").getBoundingClientRect().bottom;

/** The items of the document in reading order, as the server counts them. */
export function items(root = shown()) {
  const own = (node) => !node.parentElement.closest(".table, figure.chart, .front") && !node.matches(".pv-rest");
  return [...root.querySelectorAll(ITEMS)].filter((node) => own(node) && said(node));
}

/** What a line says now; nothing where all of it is crossed out. */
function said(node) {
  if (node.matches(".table, figure")) return !node.querySelector("tr.deleted") || Boolean(node.querySelector("tbody tr:not(.deleted)"));
  const gone = [...node.querySelectorAll("del")].reduce((length, del) => length + del.textContent.trim().length, 0);
  return node.textContent.trim().length > gone;
}

/** The numbers of a part in the order of the page. */
export const numbersIn = (root) => [...root.querySelectorAll(NUMBERS)];

/** Those of a name. */
export const numbersOf = (name, root = shown()) => numbersIn(root).filter((number) => number.dataset.figure === name);

/** Does something to the page while what stands at the top of the window stays there. */
export function keepingPlace(action) {
  const seen = window.scrollY > 0 ? linesBelow(top()).map((line) => [line, line.getBoundingClientRect()]) : [];
  const result = action();
  const still = seen.find(([line, box]) => box.height && line.isConnected && line.getClientRects().length);
  if (still) window.scrollBy({ top: still[0].getBoundingClientRect().top - still[1].top, behavior: "instant" });
  return result;
}

/** The first lines that end below a height of the window. */
function linesBelow(limit) {
  const lines = [...shown().querySelectorAll(LINES)];
  let [from, to] = [0, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (lines[middle].getBoundingClientRect().bottom > limit) to = middle;
    else from = middle + 1;
  }
  return lines.slice(from, from + 50);
}

/** The item at the top of the window, by its number and how much of it is above. */
export function placeNow() {
  const limit = top();
  const at = items().findIndex((item) => item.getBoundingClientRect().bottom > limit);
  const box = items()[at]?.getBoundingClientRect();
  return { at, part: box ? Math.max(0, limit - box.top) / (box.height || 1) : 0, start: window.scrollY === 0 };
}

/** Scrolls to where `placeNow` was, in whatever is shown now. */
export function goTo({ at, part, start }) {
  const box = items()[at]?.getBoundingClientRect();
  const by = box ? box.top + box.height * part - top() : 0;
  if (start) window.scrollTo({ top: 0, behavior: "instant" });
  else window.scrollBy({ top: by, behavior: "instant" });
}

/** What a link of the panel means: a number, an item, or an id. */
export function target(link) {
  const { figure, nth, item } = link.dataset;
  if (figure !== undefined && nth !== undefined) return numbersOf(figure)[Number(nth)];
  if (item !== undefined) return items()[Number(item)];
  return withId(decodeURIComponent(link.hash.slice(1)));
}

function withId(id) {
  if (id === "main") return items()[0];
  return sheets.hidden ? document.getElementById(id) : sheets.querySelector(`[data-was="${CSS.escape(id)}"]`);
}

/** Brings an element into sight, and shows for a moment which it is. */
export function jump(node) {
  if (!node) return;
  for (let around = node.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  const tall = node.getBoundingClientRect().height > window.innerHeight / 2;
  node.scrollIntoView({ block: tall ? "start" : "center", inline: "nearest", behavior: "instant" });
  if (!node.hasAttribute("tabindex")) node.tabIndex = -1;
  node.focus({ preventScroll: true });
  mark([node], "pv-target");
}

/** Gives elements a class for two seconds. */
export function mark(nodes, name) {
  for (const node of nodes) node.classList.add(name);
  setTimeout(() => nodes.forEach((node) => node.classList.remove(name)), 2000);
}
