// What is not shown stands in the address, behind the place: #d12&hide=number,sides. A copied address shows the same.
const boxes = [...document.querySelectorAll("fieldset input")];
const parts = () => decodeURIComponent(location.hash.slice(1)).split("&hide=");

function take() {
  const [place, hidden = ""] = parts();
  for (const box of boxes) box.checked = !hidden.split(",").includes(box.id.slice(5));
  const found = place && document.getElementById(place);
  if (!found) return;
  for (let at = found.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  found.scrollIntoView();
}

function keep(place) {
  const hidden = boxes.filter((box) => !box.checked).map((box) => box.id.slice(5)).join(",");
  history.replaceState(null, "", `#${place}${hidden && `&hide=${hidden}`}`);
}

take();
for (const box of boxes) box.addEventListener("change", () => keep(parts()[0]));
addEventListener("hashchange", () => {
  const [place, hidden] = parts();
  if (hidden === undefined) keep(place);
  take();
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => (each.open = true)));

// On a narrow screen filter and contents are folded: why the totals changed comes first.
const side = document.querySelector("details.side");
const wide = matchMedia("(width >= 64rem)");
const fold = () => side && (side.open = wide.matches);
wide.addEventListener("change", fold);
fold();
