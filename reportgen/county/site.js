// The search of the index. What it knows is DEPARTMENTS, from data.js: a list for each row, its name first.
"use strict";
{
  const form = document.querySelector("form"), status = document.querySelector(".status");
  const rows = [...document.querySelectorAll("tbody tr")];
  const words = document.getElementById("words"), year = document.getElementById("year"), kind = document.getElementById("kind");
  const plain = text => text.normalize("NFKC").toLowerCase();
  const known = DEPARTMENTS.map(texts => texts.map(plain));

  // What is said below the name of a department: the words that were found and are not in it.
  const said = (row, texts) => {
    const old = row.querySelector(".hit");
    if (old) old.remove();
    if (!texts.length) return;
    const hit = document.createElement("span");
    hit.className = "hit";
    hit.textContent = texts.slice(0, 3).join("、") + (texts.length > 3 ? " 等" : "");
    row.cells[0].append(hit);
  };

  const show = () => {
    const asked = plain(words.value).split(/\s+/).filter(Boolean);
    let departments = 0, documents = 0;
    rows.forEach((row, at) => {
      const found = asked.every(word => known[at].some(text => text.includes(word)));
      const others = asked.filter(word => !known[at][0].includes(word));
      said(row, found && others.length ? DEPARTMENTS[at].slice(1).filter((_, i) => others.some(word => known[at][i + 1].includes(word))) : []);
      let shown = 0;
      for (const link of row.querySelectorAll(".document")) {
        const of = link.closest("td").dataset.year;
        link.hidden = (year.value && of !== year.value) || (kind.value && link.dataset.kind !== kind.value);
        shown += link.hidden ? 0 : 1;
      }
      row.hidden = !found || !shown;
      if (!row.hidden) { departments += 1; documents += shown; }
    });
    for (const cell of document.querySelectorAll("[data-year]")) cell.hidden = Boolean(year.value) && cell.dataset.year !== year.value;
    status.textContent = `${departments}个部门，${documents}份文件`;
    document.querySelector(".nothing").hidden = departments > 0;
    const scroll = document.querySelector(".scroll");
    if (scroll) scroll.hidden = departments === 0;
  };

  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", show);
  show(); // a browser that comes back keeps what was typed
}
