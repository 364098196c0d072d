// The terminal of this page is beside the page, whatever that is called from outside.
const terminal = document.getElementById("terminal");
const socket = new URL("ws", location.href);
socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
socket.search = "";
terminal.dataset.sessionWebsocketUrl = socket.href;
document.getElementById("again").addEventListener("click", () => location.reload());

// The keys belong to the terminal as soon as it stands there, and once the line is gone, to the
// way back.
new MutationObserver(() => {
  const to = document.body.classList.contains("-closed") ? "#again" : ".xterm-helper-textarea";
  document.querySelector(to)?.focus();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

// The terminal counts its columns when it begins, by the font that is there then.
addEventListener("load", async () => {
  await document.fonts.load('16px "Roboto Mono"').catch(() => {});
  const theirs = document.createElement("script");
  theirs.src = terminal.dataset.script;
  theirs.addEventListener("load", () => window.onload(new Event("load")));
  document.head.append(theirs);
});
