// Blocks cut where a sheet ends: tables between rows, with their head again on the next sheet, paragraphs between lines.

const LEAST = 2; // lines of a paragraph on either sheet; of three lines browsers leave two

/** Cuts a table; returns what goes on, or null where not even a row fits. `must`: one row stays in any case. */
export function cutTable(box, bottom, must) {
  const table = box.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...(body?.rows ?? [])];
  const over = rows.findIndex((row) => row.getBoundingClientRect().bottom > bottom + 1);
  let keep = over < 0 ? rows.length - 1 : over; // the rows fit, the notes do not: the last row goes with them
  const joined = joins(rows);
  while (keep > 0 && joined[keep]) keep -= 1;
  if (keep <= 0) keep = must ? Math.max(1, over) : 0;
  if (keep <= 0 || keep >= rows.length) return null;
  fixWidths(table);
  const rest = box.cloneNode(true);
  rest.classList.add("pv-rest");
  rest.querySelector("caption")?.remove();
  rest.querySelector("thead")?.classList.add("pv-again");
  delete rest.dataset.was;
  [...rest.querySelector("tbody").rows].slice(0, keep).forEach((row) => row.remove());
  rows.slice(keep).forEach((row) => row.remove());
  for (const note of box.querySelectorAll(":scope > .note")) note.remove();
  renamed(rest);
  return rest;
}

/** Gives the part that goes on, and the head in it, ids of their own. */
function renamed(rest) {
  rest.id += "+";
  const heads = new Set([...rest.querySelectorAll("thead [id]")].map((head) => head.id));
  for (const head of rest.querySelectorAll("thead [id]")) head.id += "+";
  for (const cell of rest.querySelectorAll("[headers]"))
    cell.setAttribute("headers", cell.getAttribute("headers").split(" ").map((id) => (heads.has(id) ? `${id}+` : id)).join(" "));
}

/** Of each row whether a cell reaches into it from above. */
function joins(rows) {
  const joined = rows.map(() => false);
  rows.forEach((row, at) => {
    for (const cell of row.cells) for (let i = 1; i < cell.rowSpan && at + i < rows.length; i += 1) joined[at + i] = true;
  });
  return joined;
}

/** Keeps the columns as wide as they are while all rows are there. */
function fixWidths(table) {
  if (table.dataset.fixed) return;
  const columns = Math.max(...[...table.rows].slice(0, 1).map((row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0)));
  const probe = table.tBodies[0].insertRow();
  const cells = Array.from({ length: columns }, () => probe.insertCell());
  for (const cell of cells) cell.style.cssText = "padding:0;border:0;height:0";
  const widths = cells.map((cell) => cell.getBoundingClientRect().width);
  probe.remove();
  table.querySelector("colgroup")?.remove();
  const group = document.createElement("colgroup");
  for (const width of widths) group.append(Object.assign(document.createElement("col"), { style: `width:${width}px` }));
  (table.caption ?? null) ? table.caption.after(group) : table.prepend(group);
  table.style.tableLayout = "fixed";
  table.dataset.fixed = "1";
}

/** Cuts a paragraph between two lines; returns the rest, or null where too little fits or is left. */
export function cutParagraph(paragraph, bottom) {
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  const pitch = parseFloat(getComputedStyle(paragraph).lineHeight) || whole.getBoundingClientRect().height;
  const box = paragraph.getBoundingClientRect();
  const lines = Math.round(box.height / pitch);
  const fit = Math.min(Math.floor((bottom + 1 - box.top) / pitch), Math.max(lines - LEAST, LEAST));
  if (fit < LEAST) return null;
  const end = lineEnd(paragraph, box.top + fit * pitch);
  if (!end) return null;
  const range = document.createRange();
  range.setStart(...end);
  range.setEndAfter(paragraph.lastChild);
  const rest = paragraph.cloneNode(false);
  rest.append(range.extractContents());
  rest.classList.add("pv-rest");
  rest.style.textIndent = "0";
  return rest;
}

/** The first place in the text that is drawn below `limit`; before a number, never within one. */
function lineEnd(paragraph, limit) {
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text; (text = texts.nextNode()); )
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.height || (box.top + box.bottom) / 2 < limit) continue;
      const number = text.parentElement.closest("data");
      return number ? [number.parentNode, [...number.parentNode.childNodes].indexOf(number)] : [text, at];
    }
  return null;
}
