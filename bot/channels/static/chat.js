// The chat page.  Shows each message once and in order, whatever the network does:
// `seen` is the last number shown; what the debtor writes stays in `unsent` until the
// door has acknowledged it, and is sent again under the same id after a break.

const LIMIT = 2000;
const POLL_SECONDS = 20;
const SOCKET_TRIES = 2;
const SOCKET_AGAIN_MS = 30_000;
const PING_MS = 20_000;
const QUIET_MS = 50_000;

const $ = (id) => document.getElementById(id);
const log = $("log"), banner = $("banner"), typing = $("typing"), quick = $("quick");
const form = $("composer"), text = $("text"), counter = $("counter"), person = $("person");

const unsent = new Map();          // id → {text, element, at}
let seen = 0;
let lastDay = "";
let over = false;                  // the session is no longer ours
let doing = "idle";                // what the bot was doing when last heard of
let notice = "";                   // what the door says about itself
let offline = false;

// ── showing ──────────────────────────────────────────────────────────────────

// The bot speaks of days as they are in China; the page shows the same ones.
const timeZone = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
const calendar = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", weekday: "short", timeZone });

function bubble(who, words, meta) {
  const element = document.createElement("div");
  element.className = who === "person" ? "message bot person" : `message ${who}`;
  const hidden = document.createElement("span");
  hidden.className = "hidden";
  hidden.textContent = { you: "您说：", person: "工作人员说：" }[who] || "机器人说：";
  const body = document.createElement("div");
  body.className = "text";
  body.textContent = words;
  const foot = document.createElement("div");
  foot.className = "meta";
  foot.textContent = meta;
  element.append(hidden, body, foot);
  return element;
}

function firstUnsent() {
  return log.querySelector(".unsent");
}

function showDay(at) {
  const day = calendar.format(at);
  if (day === lastDay) return;
  lastDay = day;
  const line = document.createElement("div");
  line.className = "day";
  line.textContent = day;
  log.insertBefore(line, firstUnsent());
}

function show(message) {
  if (message.seq <= seen) return;
  seen = message.seq;
  const at = new Date(message.at);
  showDay(at);
  const mine = message.from === "you" && unsent.get(message.id);
  if (mine) {
    unsent.delete(message.id);
    remember();
    mine.element.classList.remove("unsent");
    mine.element.querySelector(".text").textContent = message.text;
    mine.element.querySelector(".meta").textContent = clock.format(at);
    log.insertBefore(mine.element, firstUnsent());
  } else {
    const element = bubble(message.from, message.text, clock.format(at));
    element.dataset.seq = message.seq;
    log.insertBefore(element, firstUnsent());
    hideRepeatedTime(element);
  }
  if (message.from === "you") offer([]);
  else if (message.buttons.length) offer(message.buttons);
}

function hideRepeatedTime(element) {
  const before = element.previousElementSibling;
  if (!before || before.className !== element.className) return;
  const [first, second] = [before, element].map((one) => one.querySelector(".meta"));
  first.hidden = first.textContent === second.textContent;
}

function offer(buttons) {
  quick.replaceChildren(...buttons.map(({ title, payload }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = title;
    button.addEventListener("click", () => { say(payload || title); text.focus(); });
    return button;
  }));
}

function news({ messages, state, notice: said }) {
  const low = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  messages.forEach(show);
  doing = state;
  typing.hidden = state !== "typing";
  notice = said;
  tellState();
  if (low && messages.length) toEnd();
}

function tellState() {
  const words = over || (offline ? "网络不太稳定，正在重新连接。您写的内容会在恢复后自动发送。" : notice);
  if (banner.textContent !== words) banner.textContent = words;
  banner.hidden = !words;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

// ── saying ───────────────────────────────────────────────────────────────────

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function remember() {
  const kept = [...unsent].map(([id, { text: words }]) => [id, words]);
  try { sessionStorage.setItem("unsent", JSON.stringify(kept)); } catch { /* private mode */ }
}

function recall() {
  let kept = [];
  try { kept = JSON.parse(sessionStorage.getItem("unsent") || "[]"); } catch { /* none */ }
  for (const [id, words] of kept) place(id, words);
}

function place(id, words) {
  const element = bubble("you", words, "发送中…");
  element.classList.add("unsent");
  unsent.set(id, { text: words, element });
  log.append(element);
}

function say(words) {
  if (over || !words.trim()) return;
  const id = newId();
  place(id, words);
  remember();
  offer([]);
  toEnd();
  post(id);
}

function post(id) {
  const waiting = unsent.get(id);
  if (!waiting || over) return;
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ type: "say", id, text: waiting.text }));
  } else if (polling) {
    postByHttp(id, waiting.text);
  }
}

async function postByHttp(id, words) {
  try {
    const answer = await fetch("/api/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id, text: words }),
    });
    if (answer.ok) return acknowledged(id);
    const body = await answer.json().catch(() => ({ error: {} }));
    const after = Number(answer.headers.get("Retry-After")) || null;
    refused(id, answer.status, body.error, after);
  } catch {
    setOffline(true);
  }
}

function acknowledged(id) {
  const waiting = unsent.get(id);
  if (waiting) waiting.element.querySelector(".meta").textContent = "已发送";
}

function refused(id, status, error, after) {
  const waiting = unsent.get(id);
  if (error?.code === "no_session") return end(error.message);
  if (!waiting) return;
  waiting.element.querySelector(".meta").textContent = error?.message || "没有发送成功，稍后自动重试";
  if (after || status >= 500 || !error?.code) {
    setTimeout(() => post(id), (after || 5) * 1000);
  } else {
    unsent.delete(id);
    remember();
  }
}

function end(words) {
  over = words || "会话已过期，请重新打开短信里的链接。";
  for (const control of [text, $("send"), person]) control.disabled = true;
  offer([]);
  tellState();
}

// ── the way to the door: a WebSocket, else plain requests ────────────────────

let socket = null, failures = 0, polling = false, heard = 0;

function setOffline(value) {
  offline = value;
  tellState();
}

function connect() {
  if (over) return;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = socket = new WebSocket(`${scheme}://${location.host}/ws`);
  opened.addEventListener("open", () => {
    failures = 0;
    heard = Date.now();
    polling = false;
    setOffline(false);
    opened.send(JSON.stringify({ type: "hello", after: seen }));
    for (const id of unsent.keys()) post(id);
  });
  opened.addEventListener("message", ({ data }) => {
    heard = Date.now();
    hear(JSON.parse(data));
  });
  opened.addEventListener("close", () => {
    if (socket === opened) lost();
  });
}

function hear(frame) {
  if (frame.type === "news") news(frame);
  else if (frame.type === "ack") acknowledged(frame.id);
  else if (frame.type === "error") refused(frame.id, 0, frame.error, frame.retry_after);
}

function lost() {
  socket = null;
  if (over) return;
  failures += 1;
  typing.hidden = true;
  if (failures <= SOCKET_TRIES) {
    setOffline(true);
    setTimeout(connect, 400 * 2 ** failures * (0.5 + Math.random()));
  } else {
    setTimeout(connect, SOCKET_AGAIN_MS);
    if (!polling) poll();
  }
}

async function poll() {
  polling = true;
  let pause = 1000;
  let first = true;
  while (polling && !over) {
    try {
      const wait = first ? 0 : POLL_SECONDS;
      const answer = await fetch(`/api/messages?after=${seen}&wait=${wait}&state=${doing}`, { cache: "no-store" });
      const body = await answer.json();
      if (answer.status === 401) return end(body.error.message);
      if (!answer.ok) throw new Error(String(answer.status));
      setOffline(false);
      news(body);
      if (first) for (const id of unsent.keys()) post(id);
      first = false;
      pause = 1000;
    } catch {
      setOffline(true);
      first = true;
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, 15_000);
    }
  }
}

setInterval(() => {
  if (socket?.readyState !== WebSocket.OPEN) return;
  // A dead network leaves a socket "open": no word for long means it is gone.
  if (Date.now() - heard > QUIET_MS) return socket.close();
  socket.send(JSON.stringify({ type: "ping" }));
}, PING_MS);

addEventListener("online", () => { if (!socket && !over) { failures = 0; connect(); } });
addEventListener("offline", () => setOffline(true));

// ── the composer ─────────────────────────────────────────────────────────────

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight * 0.3)}px`;
  const length = [...text.value].length;
  counter.hidden = length <= LIMIT * 0.9;
  counter.textContent = length > LIMIT
    ? `这条消息有${length}字，一次最多${LIMIT}字，请删减一些或分几次发送。`
    : `${length}/${LIMIT}`;
  return length <= LIMIT;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!fit() || !text.value.trim()) return;
  say(text.value);
  text.value = "";
  fit();
});

text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  // Enter also ends a word of the input method; only a free Enter sends.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  form.requestSubmit();
});

person.addEventListener("click", () => say("转人工"));

recall();
connect();
