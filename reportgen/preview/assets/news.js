// One stream for all tabs of a document: a browser opens six connections to a server, and a seventh tab would wait
// for ever. The tab that has the lock listens and tells the others; a tab that nobody looks at leaves it to them, and
// catches up when it is looked at again. Where there are no locks, as beyond this computer, every tab listens itself.

const LOST = "lost";
const ASK = "?";

/** Calls `heard({version, at})` whenever something is new, and `lost()` when the stream broke; it mends itself. */
export function listen(heard, lost) {
  const channel = new BroadcastChannel(`preview ${location.pathname}`);
  let last = null; // what the stream told last, in the tab that has it
  let close = null; // ends the stream, in the tab that has it
  let waiting = null;

  const take = (news) => (news === LOST ? lost() : heard(news));
  const tell = (news) => {
    last = news;
    take(news);
    channel.postMessage(news);
  };

  channel.addEventListener("message", ({ data }) => {
    if (data !== ASK) take(data);
    else if (close && last) channel.postMessage(last);
  });

  const stream = () => new Promise((done) => {
    if (document.hidden) return done();
    const events = new EventSource("events");
    events.addEventListener("update", (event) => tell(JSON.parse(event.data)));
    events.addEventListener("error", () => tell(LOST));
    close = () => {
      events.close();
      close = null;
      done();
    };
  });

  const turn = () => {
    if (document.hidden) {
      waiting?.abort();
      waiting = null;
      close?.();
    } else if (!waiting) {
      waiting = new AbortController();
      channel.postMessage(ASK);
      if (navigator.locks) navigator.locks.request(channel.name, { signal: waiting.signal }, stream).catch(() => {});
      else stream();
    }
  };

  document.addEventListener("visibilitychange", turn);
  turn();
}
