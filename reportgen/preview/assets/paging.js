// The article on sheets of paper, as it will print: blocks one after another, tables and long paragraphs split.
// What stays together and what begins a page is read from the styles that hold in print.

import { cutParagraph, cutTable } from "./cutting.js";

const LEAVES = "h1, h2, h3, h4, h5, h6, p, .table, figure";

/** Fills `room` with sheets; the article has to be rendered with its styles of print. */
export function laidOut(article, room) {
  const paper = { room, flow: null, turned: false };
  for (const leaf of leaves(article)) place(leaf, paper);
}

/** The blocks in their order: `starts` a page, stands on a `turned` page, `holds` on to what follows. */
function leaves(article) {
  const found = [];
  let starts = false;
  const visit = (node) => {
    const style = getComputedStyle(node);
    if (style.display === "none" || node.matches("nav")) return;
    starts ||= style.breakBefore === "page";
    if (!node.matches(LEAVES)) {
      for (const child of node.children) visit(child);
      starts ||= style.breakAfter === "page";
      return;
    }
    found.push({ node, starts, turned: style.page === "landscape", holds: style.breakAfter === "avoid", whole: style.breakInside === "avoid" });
    starts = false;
  };
  for (const part of article.querySelectorAll(":scope > .front, :scope > header, :scope > main")) visit(part);
  return found;
}

function place(leaf, paper) {
  if (!paper.flow || leaf.starts || leaf.turned !== paper.turned) begin(paper, leaf.turned);
  let node = copy(leaf);
  paper.flow.append(node);
  while (!fits(node, paper.flow)) {
    const alone = paper.flow.firstElementChild === node;
    const rest = leaf.whole && !alone ? null : cut(node, paper.flow, alone);
    if (!rest && alone) return; // nothing can be done: it is higher than a sheet
    if (rest) {
      begin(paper, leaf.turned);
      node = rest;
    } else {
      const along = headsBefore(node);
      begin(paper, leaf.turned);
      paper.flow.append(...along);
    }
    paper.flow.append(node);
    paper.flow.firstElementChild.style.marginTop = "0";
  }
}

/** What goes on the next sheet, if it can be cut; a paragraph that starts a sheet and still does not fit is cut too. */
function cut(node, flow, alone) {
  const bottom = flow.getBoundingClientRect().bottom;
  if (node.matches(".table")) return cutTable(node, bottom, alone);
  return node.matches("p") ? cutParagraph(node, bottom) : null;
}

/** The headings just before a block, which go where it goes, unless they are all that is on the sheet. */
function headsBefore(node) {
  const along = [];
  for (let before = node.previousElementSibling; before?.dataset.holds; before = before.previousElementSibling) along.unshift(before);
  node.remove();
  return along[0] && !along[0].previousElementSibling ? [] : along;
}

function begin(paper, turned) {
  const sheet = document.createElement("div");
  const number = paper.room.children.length + 1;
  sheet.className = turned ? "sheet turned" : "sheet";
  sheet.dataset.number = String(number);
  const flow = document.createElement("div");
  flow.className = "flow";
  const folio = document.createElement("p");
  folio.className = `folio ${number % 2 ? "odd" : "even"}`;
  folio.textContent = `— ${number} —`;
  sheet.append(flow, folio);
  paper.room.append(sheet);
  Object.assign(paper, { flow, turned });
}

function fits(node, flow) {
  return node.getBoundingClientRect().bottom <= flow.getBoundingClientRect().bottom + 1;
}

/** A copy whose ids are its own, so that none is in the page twice; `data-was` keeps what they were. */
function copy({ node, holds }) {
  const twin = node.cloneNode(true);
  if (holds) twin.dataset.holds = "1";
  const section = node.closest("section[id]");
  if (node.matches("h1, h2, h3, h4, h5, h6") && section) twin.dataset.was = section.id;
  for (const inside of [twin, ...twin.querySelectorAll("[id], [headers], [aria-labelledby], [aria-describedby]")]) own(inside);
  for (const box of twin.querySelectorAll(".scroll")) for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  for (const folded of twin.querySelectorAll("details")) folded.remove();
  return twin;
}

function own(node) {
  const renamed = (ids) => ids.split(" ").map((id) => `sheet-${id}`).join(" ");
  if (node.id) {
    node.dataset.was ??= node.id;
    node.id = renamed(node.id);
  }
  for (const name of ["headers", "aria-labelledby", "aria-describedby"])
    if (node.hasAttribute(name)) node.setAttribute(name, renamed(node.getAttribute(name)));
}
