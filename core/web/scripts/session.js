// The server closes a tab's connection at the first message after its session's end: the way to log in, and back.
const Native = window.WebSocket;
const leave = () => {
  const wanted = window.location.pathname + window.location.search;
  window.location.assign("/login?next=" + encodeURIComponent(wanted));
};
const ask = async () => {
  try {
    const answer = await fetch("/_stcore/health", { credentials: "same-origin", cache: "no-store" });
    if (answer.status === 401) leave();
  } catch (_) {
    // The server is away: the front end says so itself, and tries again.
  }
};
window.WebSocket = class WebSocket extends Native {
  constructor(...given) {
    super(...given);
    this.addEventListener("close", ask);
  }
};
