// The search box: results in the panel as one types, Enter goes to the first, the arrow key down into the list.

import { follow, isShown, renew, show } from "./panel.js";

const box = document.getElementById("query");
const first = () => document.querySelector("#search > .pv-body a");
let waiting = 0;
let asked = "";

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
box.addEventListener("keydown", async (event) => {
  if (event.isComposing || !["Enter", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  clearTimeout(waiting);
  await search();
  if (event.key === "ArrowDown") first()?.focus();
  else if (first()) follow(first());
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, textarea")) return;
  event.preventDefault();
  box.focus();
});

/** Fills the panel with what is found; the focus stays in the box. */
async function search() {
  const words = box.value.trim();
  if (!words || (words === asked && isShown("search"))) return;
  const said = await fetch(`search?q=${encodeURIComponent(words)}`);
  const found = await said.text();
  if (words !== box.value.trim()) return; // somebody typed on
  asked = words;
  renew("search", found);
  if (!isShown("search")) await show("search", { focus: false });
}
