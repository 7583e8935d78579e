// Every number answers: by a click, or by Enter where the focus is. One stop of the Tab key for each table and paragraph;
// arrow keys go from number to number within. Nothing listens at a number itself.

import { ofChart } from "./beside.js";

const NUMBER = "data[data-figure]:not(del *, .deleted *)";
const BLOCK = "table, p, h1, h2, h3, h4, h5, h6";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Makes the numbers of a tree reachable: the first of each block by Tab. */
export function reachable(root) {
  let last = null;
  for (const number of root.querySelectorAll(NUMBER)) {
    const block = number.closest(BLOCK);
    const sign = number.nextSibling;
    if (sign?.nodeType === Node.TEXT_NODE && sign.data.startsWith("%")) { // one with its number
      number.append("%");
      sign.data = sign.data.slice(1);
    }
    number.setAttribute("role", "button");
    number.setAttribute("tabindex", block === last ? "-1" : "0");
    last = block;
  }
  return root;
}

/** Tells `answer` which number was asked. */
export function listen(root, answer) {
  root.addEventListener("click", (event) => {
    const number = event.target.closest(NUMBER) ?? ofCell(event.target) ?? ofChart(event.target, event);
    if (number && getSelection().isCollapsed) ask(number, answer);
  });
  root.addEventListener("keydown", (event) => {
    const number = event.target.closest?.(NUMBER);
    if (!number || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") ask(number, answer);
    else if (STEPS[event.key]) step(number, ...STEPS[event.key]);
    else return;
    event.preventDefault();
  });
  root.addEventListener("focusin", (event) => event.target.matches(NUMBER) && stopAt(event.target));
}

/** The number of a cell that holds nothing else. */
function ofCell(node) {
  const numbers = node.closest("td")?.querySelectorAll(NUMBER) ?? [];
  return numbers.length === 1 ? numbers[0] : null;
}

/** Makes a number the one that Tab comes to in its block. */
export function stopAt(number) {
  for (const other of number.closest(BLOCK).querySelectorAll(`${NUMBER}[tabindex="0"]`)) other.tabIndex = -1;
  number.tabIndex = 0;
}

function ask(number, answer) {
  number.focus({ preventScroll: true }); // that of a chart is folded away
  answer(number);
}

function step(number, across, down) {
  const all = [...number.closest(BLOCK).querySelectorAll(NUMBER)];
  const next = across ? all[all.indexOf(number) + across] : nearest(number, all, down);
  next?.focus();
}

/** The number above or below: in the nearest line, the nearest in it. */
function nearest(number, all, down) {
  const from = number.getBoundingClientRect();
  const away = (box) => [Math.round((box.top - from.top) * down), Math.abs(box.right - from.right)];
  const far = all.map((other) => [other, ...away(other.getBoundingClientRect())]).filter(([, lines]) => lines > 2);
  return far.sort((a, b) => a[1] - b[1] || a[2] - b[2])[0]?.[0];
}
