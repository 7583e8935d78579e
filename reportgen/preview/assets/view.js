// Reading view or A4 view. Switching keeps the place.

import { laidOut } from "./paging.js";
import { article, goTo, keepingPlace, placeNow, sheets } from "./place.js";

const root = document.documentElement;
const buttons = document.querySelectorAll("[data-view]");

/** Lays the sheets out again where they are shown: the article changed. */
export function paged() {
  if (sheets.hidden) return;
  const place = placeNow();
  lay();
  goTo(place);
}

/** Makes the sheets as wide as there is room. Scaled, not zoomed: lines of less than a pixel would move what is laid out. */
export function fitted() {
  if (sheets.hidden) return;
  keepingPlace(() => {
    sheets.removeAttribute("style");
    const room = sheets.clientWidth;
    const widest = Math.max(...[...sheets.children].map((sheet) => sheet.offsetWidth));
    const scale = Math.min(1, (room - (room > 700 ? 48 : 12)) / widest);
    if (scale === 1) return;
    const height = sheets.offsetHeight;
    const style = { width: `${room / scale}px`, marginBottom: `${height * (scale - 1)}px`, transform: `scale(${scale})` };
    Object.assign(sheets.style, style);
  });
}

function lay() {
  sheets.removeAttribute("style");
  sheets.hidden = false;
  root.classList.add("pv-paper");
  printOnScreen(true);
  article.hidden = false;
  sheets.replaceChildren();
  laidOut(article, sheets);
  article.hidden = true;
  fitted();
}

function turn(view) {
  const place = placeNow();
  if (view === "paper") lay();
  else {
    printOnScreen(false);
    root.classList.remove("pv-paper");
    article.hidden = false;
    sheets.hidden = true;
    sheets.replaceChildren();
  }
  goTo(place);
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
}

/** What the document's style says of print holds on the screen too, or no longer. */
function printOnScreen(on) {
  const [from, to] = on ? ["print", "print, screen"] : ["print, screen", "print"];
  for (const rule of document.getElementById("look").sheet.cssRules)
    if (rule instanceof CSSMediaRule && rule.media.mediaText === from) rule.media.mediaText = to;
}

for (const button of buttons) button.addEventListener("click", () => turn(button.dataset.view));
window.addEventListener("resize", fitted);
document.addEventListener("panel", fitted);
