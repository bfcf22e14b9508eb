import { listen, make } from "/static/dom.js";

const body = document.getElementById("rows");
const empty = document.getElementById("empty");

function row(call) {
  const line = make("tr", call.open ? call.severity : "ended");
  const link = make("a", "", call.call_id);
  link.href = `/live/${encodeURIComponent(call.call_id)}`;
  const first = make("td");
  first.append(link);
  line.append(first);
  for (const value of [call.status, call.collector, call.team, call.turns, call.findings, call.severity_name]) {
    line.append(make("td", "", String(value)));
  }
  return line;
}

listen("/v1/board-events", document.getElementById("link"), (calls) => {
  // Keep the keyboard where it is when the list is written again.
  const focused = document.activeElement?.closest("#rows a")?.textContent;
  body.replaceChildren(...calls.map(row));
  empty.hidden = calls.length > 0;
  for (const link of body.querySelectorAll("a")) {
    if (link.textContent === focused) link.focus();
  }
});
