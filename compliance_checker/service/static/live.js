import { listen, make } from "/static/dom.js";

const callId = document.getElementById("live").dataset.call;
const status = document.getElementById("link");
const turns = document.getElementById("turns");
const warnings = document.getElementById("warnings");
const calm = document.getElementById("calm");
const count = document.getElementById("count");
const latest = document.getElementById("latest");
const title = document.title;
let found = 0;

const atEnd = () => turns.scrollHeight - turns.scrollTop - turns.clientHeight < 40;
const toEnd = () => { turns.scrollTop = turns.scrollHeight; latest.hidden = true; };

turns.addEventListener("scroll", () => { if (atEnd()) latest.hidden = true; });
latest.addEventListener("click", toEnd);

// Offsets count characters, not the half characters of JavaScript's strings.
function marked(text, findings) {
  const characters = Array.from(text);
  const spans = findings
    .filter((one) => one.start !== null && one.end > one.start)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const nodes = [];
  let at = 0;
  for (const { start, end, severity } of spans) {
    const from = Math.max(start, at);
    if (from >= end) continue;
    nodes.push(document.createTextNode(characters.slice(at, from).join("")));
    nodes.push(make("mark", severity, characters.slice(from, end).join("")));
    at = end;
  }
  nodes.push(document.createTextNode(characters.slice(at).join("")));
  return nodes;
}

function showTurn(event) {
  const follow = atEnd();
  const here = event.findings.filter((one) => one.number === event.number);
  const line = make("li", `${event.role}${here.length ? " found" : ""}`);
  line.id = `turn-${event.number}`;
  line.tabIndex = -1;
  line.append(make("span", "who", [event.time, event.speaker].filter(Boolean).join(" ")));
  line.append(...marked(event.text, here));
  turns.append(line);
  if (follow) toEnd(); else latest.hidden = false;
  event.findings.forEach(warn);
}

function warn(one) {
  const card = make("article", `warning ${one.severity}`);
  card.tabIndex = 0;
  card.dataset.turn = one.number;
  const head = make("p");
  const review = one.status === "needs_review" ? ` · ${one.status_name}` : "";
  head.append(make("span", "tag", one.severity_name + review));
  head.append(make("strong", "", `${one.code} ${one.name}`));
  const place = one.number ? ` 第 ${one.number} 句 ${one.time}` : " 整通";
  head.append(make("span", "soft", place));
  card.append(head);
  if (one.suggestion) {
    const advice = make("p", "advice");
    advice.append(make("b", "", "可以这样说"), one.suggestion);
    card.append(advice);
  }
  card.append(make("p", "", one.text ? `“${one.text}”` : one.title));
  const details = make("details");
  details.append(make("summary", "", "依据与理由"));
  details.append(make("p", "", `${one.title}（${one.rule}）`));
  for (const line of [...one.basis, one.reasons.join("；")]) {
    if (line) details.append(make("p", "", line));
  }
  card.append(details);
  warnings.prepend(card);
  calm.hidden = true;
  found += 1;
  count.textContent = `提醒 ${found} 条`;
  document.title = `(${found}) ${title}`;
}

function showTarget(card) {
  const line = document.getElementById(`turn-${card.dataset.turn}`);
  if (!line) return;
  turns.querySelectorAll(".target").forEach((one) => one.classList.remove("target"));
  line.classList.add("target");
  line.scrollIntoView({ block: "center" });
  line.focus();
}

function closed(event, source) {
  source.close();
  event.findings.forEach(warn);
  const line = make("li", "soft", `通话结束：${event.outcome}，${event.score} 分`);
  turns.append(line);
  toEnd();
  status.textContent = "通话已结束";
}

function begin() {
  turns.replaceChildren();
  warnings.replaceChildren();
  calm.hidden = false;
  found = 0;
  count.textContent = "";
  document.title = title;
}

warnings.addEventListener("click", (event) => {
  const card = event.target.closest(".warning");
  if (card && !event.target.closest("details")) showTarget(card);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const cards = [...warnings.querySelectorAll(".warning")];
  const at = cards.indexOf(document.activeElement?.closest?.(".warning"));
  const key = event.key.toLowerCase();
  if (key === "j" && cards.length) cards[Math.min(at + 1, cards.length - 1)].focus();
  if (key === "k" && cards.length) cards[Math.max(at - 1, 0)].focus();
  if (event.key === "Enter" && document.activeElement === cards[at]) showTarget(cards[at]);
});

listen(`/v1/live-events?call_id=${encodeURIComponent(callId)}`, status, (event, source) => {
  if (event.type === "opened") begin();
  if (event.type === "turn") showTurn(event);
  if (event.type === "closed") closed(event, source);
}, begin);
