// In the page editor: leads from what the checks found to its place, and counts it beside "Controlli".

// What is written into; where there is nothing of it, what is pressed, such as the plus of an empty stream.
const WRITTEN = "input:not([type=hidden]):not([disabled]), textarea, select, [contenteditable=true]";
const PRESSED = "button:not([disabled])";
const MARKER = ":w:";

// The element of a path of Wagtail's, or of as much of it as there is. What is drawn only when somebody asks for it is asked for.
function elementAt(place) {
  let found = null;
  for (const step of place.split(".")) {
    const find = () => (found ?? document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
    if (!find()) found?.querySelector("[data-builder-waiting]")?.dispatchEvent(new Event("beforematch"));
    if (!find()) break;
    found = find();
  }
  return found;
}

function open(element) {
  const panel = element.closest("[role=tabpanel]");
  if (panel?.hidden) document.querySelector(`[role=tab][aria-controls="${panel.id}"]`)?.click();
  // Folded blocks and groups around it, the outermost first.
  const around = [];
  for (let one = element.closest("[data-panel]"); one; one = one.parentElement.closest("[data-panel]")) {
    around.unshift(one);
  }
  for (const one of around) {
    one.querySelector("[data-panel-toggle][aria-expanded=false]")?.click();
  }
}

function isVisible(element) {
  return element.getClientRects().length > 0;
}

// A tab or a block that was just opened is there only a moment later.
function whenVisible(element, act, attempts = 40) {
  if (isVisible(element) || attempts === 0) act();
  else setTimeout(() => whenVisible(element, act, attempts - 1), 25);
}

function land(element) {
  const controls = [WRITTEN, PRESSED].flatMap((kind) => [...element.querySelectorAll(kind)]);
  const control = controls.find((one) => isVisible(one) && !one.closest(".w-field__comment-button"));
  if (!control) element.tabIndex = -1;
  const target = control ?? element;
  target.focus({ preventScroll: true });
  // A tab that opens still grows, and a smooth movement would end where its field stood before.
  setTimeout(() => target.scrollIntoView({ behavior: "instant", block: "center" }), 100);
  element.classList.add("finding-here");
  setTimeout(() => element.classList.remove("finding-here"), 3000);
}

function go(place) {
  const element = elementAt(place);
  if (!element) return false;
  open(element);
  whenVisible(element, () => land(element));
  return true;
}

// The number beside "Controlli" is what Wagtail's own checker found; ours stand in the same panel.
function count() {
  const counter = document.querySelector('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]');
  const panel = document.querySelector("[data-findings-panel]");
  if (!counter || !panel) return;
  const rows = document.querySelectorAll("[data-checks-panel] [data-content-checker-row]").length;
  const total = String(rows + Number(panel.dataset.findingsPanel));
  if (counter.textContent.trim() !== total) counter.textContent = total;
  if (counter.hidden !== (total === "0")) counter.hidden = total === "0";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-finding-place]");
  if (link && !event.ctrlKey && !event.metaKey && go(link.dataset.findingPlace)) event.preventDefault();
});

function start() {
  const box = document.querySelector("[data-findings-box]");
  const form = document.querySelector("form[data-edit-form]");
  if (box && form) {
    form.before(box);
    box.focus();
  }
  const place = location.hash.startsWith(`#${MARKER}`)
    ? new URLSearchParams(location.hash.slice(MARKER.length + 1)).get("contentpath")
    : "";
  // Blocks and tabs are made by scripts of Wagtail that run at the same time.
  if (place) setTimeout(() => go(place), 300);
  const side = document.querySelector("[data-form-side]");
  const toggles = document.querySelector('[data-side-panel-toggle="checks"]');
  if (side && toggles) {
    const observer = new MutationObserver(count);
    observer.observe(side, { childList: true, subtree: true });
    observer.observe(toggles, { childList: true, subtree: true, characterData: true });
    count();
  }
}

if (document.readyState === "complete") start();
else window.addEventListener("load", start);
