// New markup into an old tree: what stays keeps its node, and with it focus, selection, scroll and open details.
// Children are matched by id, rows by what they are called, all others by tag and position.

const NAMES = "th, .code, .label";
const MARKS = ["pv-asked", "pv-changed", "pv-target"]; // come and go while a node stays
const TOLD = "data, p, h1, h2, h3, h4, h5, h6";

/** Makes the children of `old` those of `fresh`; returns the numbers and paragraphs that read differently now. */
export function morph(old, fresh) {
  const changed = new Set();
  children(old, fresh, changed);
  return changed;
}

/** Makes elements of `root` those of a patch: of each its place, by numbers of children, and its markup. */
export function patched(root, patch, ready) {
  const changed = new Set();
  for (const [place, markup] of patch) {
    const fresh = ready(parsed(markup));
    if (place.length) update(place.reduce((at, number) => at.children[number], root), fresh.firstElementChild, changed);
    else children(root, fresh, changed);
  }
  return changed;
}

/** The nodes of some markup, not yet in the document. */
export function parsed(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

function children(old, fresh, changed) {
  const [olds, news] = [[...old.childNodes], [...fresh.childNodes]];
  const most = Math.min(olds.length, news.length);
  let head = 0, tail = 0;
  while (head < most && olds[head].isEqualNode(news[head])) head += 1;
  while (tail < most - head && olds.at(-1 - tail).isEqualNode(news.at(-1 - tail))) tail += 1;
  const after = olds[olds.length - tail] ?? null;
  const pairs = paired(olds.slice(head, olds.length - tail), news.slice(head, news.length - tail));
  let at = nextKept(old.childNodes[head] ?? null, pairs.gone);
  for (const node of pairs.gone) node.remove();
  for (const [kept, node] of pairs.both) {
    const there = kept ?? node;
    if (there === at) at = at.nextSibling;
    else old.insertBefore(there, at ?? after);
    if (kept) update(kept, node, changed);
    else tell(node, changed);
  }
}

/** Each new node with the old one that becomes it, and the old ones that become none. */
function paired(olds, news) {
  const byKey = new Map();
  for (const node of olds) byKey.set(key(node), [...(byKey.get(key(node)) ?? []), node]);
  const both = news.map((node) => [byKey.get(key(node))?.shift() ?? null, node]);
  return { both, gone: new Set([...byKey.values()].flat()) };
}

function nextKept(node, gone) {
  while (node && gone.has(node)) node = node.nextSibling;
  return node;
}

function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.data.trim() ? "text" : node; // space is not worth moving anything
  if (node.localName === "tr") return `tr ${[...node.querySelectorAll(NAMES)].map((cell) => cell.textContent)}`;
  const byPlace = node.localName === "td" || node.localName === "th"; // their ids move with their row
  const kind = [...node.classList].find((name) => !MARKS.includes(name)) ?? "";
  return node.id && !byPlace ? `#${node.id}` : `${node.localName} ${byPlace ? "" : kind}`;
}

function update(old, fresh, changed) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data;
  } else if (old.localName !== fresh.localName) {
    old.replaceWith(fresh);
  } else {
    if (old.matches(TOLD) && old.textContent !== fresh.textContent) changed.add(old);
    attributes(old, fresh);
    children(old, fresh, changed);
  }
}

function attributes(old, fresh) {
  const marks = old.closest("#article") ? [...old.classList].filter((name) => name.startsWith("pv-")) : [];
  const kept = (name) => name === "open" && old.localName === "details"; // the reader's own choice
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !kept(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && !kept(name)) old.setAttribute(name, value);
  if (marks.length) old.classList.add(...marks); // they go by themselves
}

function tell(node, changed) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.matches(TOLD)) changed.add(node);
  for (const inside of node.querySelectorAll("data")) changed.add(inside);
}
