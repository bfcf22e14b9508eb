// A conversation held by a person: news every two seconds, and what may not be said.

const EVERY_MS = 2000;
const NAMES = { debtor: "客户", bot: "机器人", person: "人工" };
const STATES = { blocked: " · 已拦下", queued: " · 待发送", failed: " · 发送失败" };
const $ = (id) => document.getElementById(id);
const said = $("said"), held = $("held"), composer = $("composer");

let seen = Math.max(0, ...[...said.children].map((one) => Number(one.dataset.seq)));

function line(message) {
  const item = document.createElement("li");
  item.className = message.from + (message.status === "blocked" ? " blocked" : "");
  item.dataset.seq = message.seq;
  const by = document.createElement("span");
  by.className = "by";
  by.textContent = `${NAMES[message.from]} · ${message.at}${STATES[message.status] || ""}`;
  item.append(by, message.text);
  return item;
}

async function look() {
  const answer = await fetch(`${said.dataset.news}?after=${seen}`, { cache: "no-store" });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return;
  const news = await answer.json();
  const low = said.scrollHeight - said.scrollTop - said.clientHeight < 120;
  for (const message of news.messages) {
    if (message.seq <= seen) continue;
    seen = message.seq;
    said.append(line(message));
  }
  if (low && news.messages.length) said.scrollTop = said.scrollHeight;
  $("verified").textContent = news.verified ? "身份已核对" : "身份未核对";
  $("verified").classList.toggle("good", news.verified);
  // Somebody else took the conversation, or it was handed back elsewhere.
  if (news.by !== said.dataset.by) location.reload();
}

function tell(obstacles) {
  held.hidden = !obstacles.length;
  held.replaceChildren(...obstacles.flatMap(({ rule, quote, why, advice }) => {
    const first = document.createElement("p");
    if (quote) {
      const mark = document.createElement("mark");
      mark.textContent = quote;
      first.append("没有发送：", mark, ` ${why}`);
    } else first.append(`没有发送：${why || rule}`);
    if (!advice) return [first];
    const second = document.createElement("p");
    second.className = "advice";
    second.textContent = `可以这样说：${advice}`;
    return [first, second];
  }));
}

let id = "";
const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

async function send() {
  const text = $("text");
  if (!text.value.trim()) return;
  id ||= newId();
  const fields = new URLSearchParams(new FormData(composer));
  fields.set("id", id);
  const answer = await fetch(composer.action, { method: "POST", body: fields });
  const told = await answer.json();
  if (answer.ok) {
    text.value = "";
    id = "";
    tell([]);
    await look();
  } else if (told.obstacles) {
    id = "";
    tell(told.obstacles);
  } else {
    tell([{ rule: "", quote: "", why: told.error?.message || "请稍后再试。", advice: "" }]);
  }
}

composer?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = composer.querySelector("button");
  button.disabled = true;
  // The same id is sent again, so that a message is never said twice.
  send().catch(() => tell([{ rule: "", quote: "", why: "没有连上，请再按一次发送。", advice: "" }]))
    .finally(() => { button.disabled = false; $("text").focus(); });
});
$("text")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

said.scrollTop = said.scrollHeight;
setInterval(() => look().catch(() => {}), EVERY_MS);
