// The inbox by keyboard: J and K move, Enter opens (a link does that by itself), / finds.

const links = [...document.querySelectorAll("#queue a")];

function move(step) {
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q").select();
  }
});

document.getElementById("kind").addEventListener("change", (event) => event.target.form.requestSubmit());
