// Following the file: the server tells that something is new, the page becomes it, and says how long that took.

import { equip } from "./beside.js";
import { isBusy, settle } from "./desk.js";
import { areWanted, renewed } from "./marks.js";
import { morph, parsed, patched } from "./morph.js";
import { listen } from "./news.js";
import { reachable, stopAt } from "./numbers.js";
import { refresh, renew } from "./panel.js";
import { article, keepingPlace, mark } from "./place.js";
import { paged } from "./view.js";

const status = document.getElementById("status");
const look = document.getElementById("look");
const banner = document.getElementById("banner");
const root = document.documentElement;
let version = root.dataset.version;
let painted = root.dataset.at; // of which save the time was told
let busy = false;
let latest = null;

/** Listens until the tab is closed. */
export function follow() {
  listen(
    (news) => {
      latest = news;
      catchUp();
    },
    () => tell("连接断了，正在重连", "lost"),
  );
}

/** One at a time; what came meanwhile afterwards, at once. */
async function catchUp() {
  if (busy) return;
  busy = true;
  try {
    while (latest) {
      const { version: next, at } = latest;
      latest = null;
      if (String(next) !== version) await become(at);
      else told();
    }
  } catch {
    tell("连接断了，正在重连", "lost");
  } finally {
    busy = false;
  }
}

async function become(at) {
  const shown = areWanted() ? 0 : version; // with changes marked the article is another one
  let state = await (await fetch(`state?since=${shown}`)).json();
  try {
    showArticle(state);
  } catch { // somebody else changed the page
    state = await (await fetch("state")).json();
    showArticle(state);
  }
  version = root.dataset.version = String(state.version);
  if (String(at) !== painted) {
    painted = String(at);
    requestAnimationFrame(() => setTimeout(() => {
      status.dataset.took = ((performance.timeOrigin + performance.now() - at) / 1000).toFixed(2);
      told(state.pending);
    }));
  }
  showBeside(state);
  await renewed();
  if (!isBusy()) {
    await refresh();
    settle();
  }
  told(state.pending);
}

/** What is not the document: only what is another comes along. */
function showBeside(state) {
  if (state.title !== undefined) document.title = document.querySelector(".pv-title").textContent = state.title;
  root.toggleAttribute("data-pending", state.pending); // what was found before stays, dimmed, until it is known anew
  for (const name of ["findings", "changes"]) if (state[name] !== undefined) renew(name, state[name]);
  if (state.findings !== undefined) count("findings", ".findings > li", "#findings .finding-error .findings > li");
  if (state.changes !== undefined) count("changes", ".pv-changes > li");
  if (state.banner !== undefined) morph(banner, parsed(state.banner));
  status.dataset.wrong = banner.querySelector(".pv-broken") ? "1" : "";
}

/** The new article into the old one, the numbers and paragraphs that changed marked for a moment. */
function showArticle({ article: whole, patch, css }) {
  if (css !== undefined && look.textContent.trim() !== css.trim()) look.textContent = css;
  const changed = keepingPlace(() => (whole === undefined ? patched(article, patch, reachable) : morph(article, reachable(parsed(whole)))));
  if (css === undefined && patch?.length === 0) return;
  const at = document.activeElement;
  if (at?.matches("data[role]")) stopAt(at);
  equip();
  mark([...changed].filter((node) => node.isConnected), "pv-changed");
  paged();
}

function count(name, items, bad) {
  const badge = document.getElementById(`count-${name}`);
  badge.textContent = document.querySelectorAll(`#${name} ${items}`).length || "";
  badge.toggleAttribute("data-bad", Boolean(bad && document.querySelector(bad)));
}

function told(pending = false) {
  if (status.dataset.wrong) return tell("现在的文件用不了", "wrong");
  const took = status.dataset.took ? ` · ${status.dataset.took}秒` : "";
  return tell(`${pending ? "正在核查" : "已是最新"}${took}`, "");
}

function tell(words, kind) {
  if (status.textContent !== words) status.textContent = words;
  status.dataset.kind = kind;
}
