// The changes in the page itself: the document that carries both sides comes with the list of changes, in a template.

import { morph, parsed } from "./morph.js";
import { reachable } from "./numbers.js";
import { article, keepingPlace } from "./place.js";
import { paged } from "./view.js";

const button = document.getElementById("marks");
let plain = null; // the markup without marks

const wanted = () => button.getAttribute("aria-pressed") === "true";
const revised = () => !document.documentElement.hasAttribute("data-pending") && document.getElementById("revised");

/** What is to be shown: the article, or the one with the marks where those are wanted and known. */
export function marked(markup) {
  plain = markup;
  button.disabled = !revised();
  return wanted() && revised() ? revised().content.cloneNode(true) : parsed(markup);
}

button.disabled = !revised();
button.addEventListener("click", () => {
  plain ??= article.innerHTML;
  button.setAttribute("aria-pressed", String(!wanted()));
  keepingPlace(() => morph(article, reachable(marked(plain))));
  paged();
});
