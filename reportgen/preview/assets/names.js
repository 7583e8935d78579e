// Fields that ask for a code, a unit, a project: the names to choose from, and what is typed in words.

const panel = document.getElementById("panel");
const known = new Map(); // key → promise of text → what it is called

function keyOf(field) {
  if (!field.matches?.("input[data-keys]") || field.inputMode === "decimal") return "";
  return JSON.parse(field.dataset.keys).findLast((one) => typeof one === "string") ?? "";
}

/** The list of a key, made when it is first asked for; nothing where every text will do. */
async function offered(key) {
  const said = await fetch(`names?key=${encodeURIComponent(key)}`).catch(() => null);
  const names = new Map(said?.ok ? await said.json() : []);
  const list = Object.assign(document.createElement("datalist"), { id: `names-${key}` });
  for (const [value, label] of names) list.append(Object.assign(document.createElement("option"), { value, label: label || value }));
  if (names.size) document.body.append(list);
  return names;
}

panel.addEventListener("focusin", async ({ target }) => {
  const key = keyOf(target);
  if (!key) return;
  if (!known.has(key)) known.set(key, offered(key));
  if ((await known.get(key)).size) target.setAttribute("list", `names-${key}`);
});

panel.addEventListener("input", async ({ target }) => {
  const names = known.get(keyOf(target));
  if (!names) return;
  const called = (await names).get(target.value.trim()) ?? "";
  let words = target.parentElement.querySelector(".pv-called");
  if (!words && called) target.after((words = Object.assign(document.createElement("small"), { className: "pv-called" })));
  if (words) words.textContent = called;
});
