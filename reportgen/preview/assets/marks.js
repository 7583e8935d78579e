// The changes in the page itself: the document that carries both sides is asked for when somebody wants to see it.

import { equip } from "./beside.js";
import { morph, parsed } from "./morph.js";
import { reachable } from "./numbers.js";
import { load } from "./panel.js";
import { article, keepingPlace } from "./place.js";
import { paged } from "./view.js";

const root = document.documentElement;
const button = document.getElementById("marks");

/** Whether changes are to be shown: then the article is not that of the state. */
export const areWanted = () => button.getAttribute("aria-pressed") === "true";

/** Shows the marks where they are wanted and known. */
export async function renewed() {
  button.disabled = root.hasAttribute("data-pending") || !document.querySelector("#changes .pv-changes");
  if (!areWanted() || button.disabled) return;
  const version = root.dataset.version;
  const markup = await load("revised");
  if (areWanted() && version === root.dataset.version) become(markup);
}

function become(markup) {
  keepingPlace(() => morph(article, reachable(parsed(markup))));
  equip();
  paged();
}

renewed();
button.addEventListener("click", async () => {
  button.setAttribute("aria-pressed", String(!areWanted()));
  if (areWanted()) return renewed();
  const state = await (await fetch("state")).json();
  if (!areWanted()) become(state.article);
});
