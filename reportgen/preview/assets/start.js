// The start page follows the files: it asks for itself again, and becomes what it gets.

import { morph, parsed } from "./morph.js";

const PAUSE = 2000;

async function renew() {
  if (!document.hidden) {
    const said = await fetch("/").catch(() => null);
    const table = said?.ok && parsed(await said.text()).querySelector("#files");
    if (table) morph(document.getElementById("files"), table);
  }
  setTimeout(renew, PAUSE);
}

setTimeout(renew, PAUSE);
