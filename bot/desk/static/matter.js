// The counter-offer, computed by the desk while it is typed; and no decision sent twice.

const form = document.querySelector("form[data-quote]");

function lines(shown) {
  const told = [];
  if (shown.terms) {
    const t = shown.terms;
    const down = t.down === "0.00" ? "" : `首付 ${t.down_shown}，其余`;
    const head = shown.ok ? "" : "最接近的可行方案：";
    told.push(`${head}${down}${t.periods} 期，每期 ${t.monthly_shown}，最后一期 ${t.last_shown}，首期 ${t.start_shown}，${t.end_shown}还完，合计 ${t.total_shown}`);
  }
  for (const text of shown.impossible) told.push(`不能办理：${text}`);
  for (const text of shown.outside) told.push(`超出范围：${text}（上限 ${shown.limit} 期，每期不低于 ${shown.floor}），提交后由另一位主管复核`);
  return told;
}

function show(told, problem) {
  const box = document.getElementById("quote");
  box.replaceChildren(...told.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  }));
  box.classList.toggle("problem", problem);
}

async function quote(changed) {
  const fields = new FormData(form);
  // The one that is typed computes the other.
  const other = { periods: "monthly", monthly: "periods" }[changed];
  if (other) form.elements[other].value = "";
  if (!form.elements.periods.value && !form.elements.monthly.value) return show([], false);
  const asked = new URLSearchParams();
  for (const name of ["periods", "monthly", "down", "day"]) {
    if (name !== other && fields.get(name)) asked.set(name, fields.get(name));
  }
  const answer = await fetch(`${form.dataset.quote}?${asked}`, { headers: { Accept: "application/json" } });
  const shown = await answer.json();
  if (!answer.ok) return show([shown.error.message], true);
  show(lines(shown), !shown.ok);
  if (shown.ok && other === "monthly") form.elements.monthly.placeholder = shown.terms.monthly;
  if (shown.ok && other === "periods") form.elements.periods.placeholder = String(shown.terms.periods);
}

if (form) {
  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (!["periods", "monthly", "down", "day"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => quote(event.target.name).catch(() => show(["没有连上，请稍后再试。"], true)), 250);
  });
  if (form.elements.periods.value || form.elements.monthly.value) quote("").catch(() => {});
}

for (const one of document.querySelectorAll("form[method=post]")) {
  one.addEventListener("submit", () => {
    // After this event, so that the button's own name is still sent.
    setTimeout(() => one.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
}
// Coming back by the browser's own "back" finds the buttons usable again.
addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach((b) => { b.disabled = false; }));

const said = document.querySelector(".said");
if (said) said.scrollTop = said.scrollHeight;
