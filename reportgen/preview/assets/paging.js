// The article on sheets of paper, as the Word file has it: cover, contents, then blocks one after another, tables and
// long paragraphs split. What stays together and what begins a page is read from the styles that hold in print.

import { cutParagraph, cutTable } from "./cutting.js";

const CLOSER = ["", ".9", ".8", ".7", ".6", ".53", ""]; // shares of the usual pitch; at last as it was
const HEADINGS = "h2, h3, h4, h5, h6";
const LEAVES = `h1, ${HEADINGS}, p, .table, figure`;

/** Fills `room` with sheets; the article has to be rendered with its styles of print. */
export function laidOut(article, room) {
  const says = (name) => Number(getComputedStyle(room).getPropertyValue(name));
  const paper = { room, flow: null, turned: false, numbered: false };
  const every = leaves(article);
  const front = every.filter(({ node }) => node.closest(".front"));
  const title = says("--cover") ? every.filter(({ node }) => node.closest("header")) : [];
  for (const leaf of front) place(leaf, paper);
  if (title.length) {
    begin(paper, false, "opening");
    for (const leaf of title) paper.flow.append(copy(leaf));
  }
  Object.assign(paper, { flow: null, numbered: true });
  for (const leaf of every) if (!front.includes(leaf) && !title.includes(leaf)) place(leaf, paper);
  listContents(paper, says("--contents"), says("--numbered"));
}

/** The contents, before the sheets with numbers: words and page of each heading and titled table. */
function listContents(paper, levels, numbered) {
  const entries = listed(paper.room).filter(({ level }) => level <= levels);
  if (!entries.length) return;
  const body = [...paper.room.querySelectorAll(".sheet:has(> .folio)")];
  const line = (markup, name) => Object.assign(document.createElement("div"), { className: name, innerHTML: markup });
  const lines = entries.map(({ level, node, words }) => {
    const entry = line("<span></span><i></i><span></span>", `entry entry${level}`);
    entry.dataset.to = node.dataset.was ?? "";
    entry.firstChild.textContent = words;
    if (numbered) entry.lastChild.textContent = node.closest(".sheet").dataset.number;
    return entry;
  });
  const before = [...paper.room.children];
  for (const closer of CLOSER) { // contents that run over by a little are set closer
    for (const sheet of [...paper.room.children]) if (!before.includes(sheet)) sheet.remove();
    Object.assign(paper, { flow: null, turned: false, numbered: false });
    for (const node of [line("目\u3000录", "contents-head"), ...lines]) place({ node, whole: true, turned: false, closer }, paper);
    if (paper.room.children.length === before.length + 1) break;
  }
  paper.room.append(...body);
}

/** The headings and titled tables of the numbered sheets; a table is one level below the heading before it. */
function listed(room) {
  const found = [];
  let level = 0;
  for (const node of room.querySelectorAll(`.sheet:has(> .folio) :is(${HEADINGS}, .table:not(.pv-rest):has(.title))`)) {
    if (node.matches(HEADINGS)) level = Number(node.ariaLevel ?? node.localName[1]) - 1;
    const title = node.querySelector(":scope .title") ?? node;
    found.push({ level: level + Number(title !== node), node, words: title.textContent.trim() });
  }
  return found;
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

/** Takes another sheet; those of findings, cover and contents have no number. */
function begin(paper, turned, kind = "") {
  const sheet = document.createElement("div");
  sheet.className = `sheet ${turned ? "turned" : kind}`.trim();
  const flow = document.createElement("div");
  flow.className = "flow";
  sheet.append(flow);
  if (paper.numbered) {
    const number = paper.room.querySelectorAll(".folio").length + 1;
    sheet.dataset.number = String(number);
    const folio = document.createElement("p");
    folio.className = `folio ${number % 2 ? "odd" : "even"}`;
    folio.textContent = `— ${number} —`;
    sheet.append(folio);
  }
  paper.room.append(sheet);
  Object.assign(paper, { flow, turned });
}

function fits(node, flow) {
  return node.getBoundingClientRect().bottom <= flow.getBoundingClientRect().bottom + 1;
}

/** A copy whose ids are its own, so that none is in the page twice; `data-was` keeps what they were. */
function copy({ node, holds, closer }) {
  const twin = node.cloneNode(true);
  if (closer) twin.style.setProperty("--closer", closer);
  if (holds) twin.dataset.holds = "1";
  const section = node.closest("section[id]");
  if (node.matches("h1, h2, h3, h4, h5, h6") && section) twin.dataset.was = section.id;
  for (const inside of [twin, ...twin.querySelectorAll("[id], [headers], [aria-labelledby], [aria-describedby]")]) own(inside);
  for (const box of twin.querySelectorAll(".scroll")) for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  for (const folded of twin.querySelectorAll("details, .pv-files")) folded.remove();
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
