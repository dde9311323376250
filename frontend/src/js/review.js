// Pages of the review: keys that lead through the list, and reasons that are written already. The keys of one
// application are Wagtail's own (`w-kbd`), and so is the choice to have none.

// On those, a key is text.
const TYPED_INTO = "input, textarea, select, [contenteditable=true], [role=textbox]";

function wantsKeys() {
  const config = document.getElementById("wagtail-config");
  return config ? JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED !== false : true;
}

const rows = () => [...document.querySelectorAll(".review-queue .title a")];

// To the row after or before the one that has the focus; without one, to the first or the last.
function move(step) {
  const links = rows();
  const present = links.indexOf(document.activeElement);
  const wanted = present < 0 ? (step > 0 ? 0 : links.length - 1) : present + step;
  links[Math.min(Math.max(wanted, 0), links.length - 1)]?.focus();
}

// The row that has the focus, or whose box has it.
const present = () => document.activeElement?.closest(".review-queue tr");

function choose() {
  const box = present()?.querySelector("input[name=scelta]");
  if (!box) return;
  const link = document.activeElement;
  box.click();
  link.focus();
}

// Pressing the box of all turns it over. It is made empty first, because after a reset it still holds its mark
// until that event is over, and this key never means "none".
function chooseAll() {
  const all = document.querySelector("[data-select-all]");
  if (!all) return;
  all.checked = false;
  all.click();
}

const KEYS = {
  x: choose,
  "*": chooseAll,
  "-": () => document.querySelector("[data-bulk-reset]")?.click(),
  e: () => document.querySelector("[data-bulk-go]")?.click(),

  j: () => move(1),
  k: () => move(-1),
  o: () => rows().includes(document.activeElement) && document.activeElement.click(),
};

function onKey(event) {
  const act = KEYS[event.key];
  if (!act || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  // A box is no place for text: its keys are those of its row.
  const typed = event.target.closest(TYPED_INTO);
  if ((typed && typed.type !== "checkbox") || document.querySelector("[role=dialog]:not([aria-hidden=true])")) return;
  event.preventDefault();
  act();
}

// Wagtail's keys rest on any field. On a box to tick, that of the reason works all the same.
function reachReason(event) {
  const reason = document.querySelector("textarea[aria-keyshortcuts]");
  if (!reason || event.key !== reason.getAttribute("aria-keyshortcuts")) return;
  if (!event.target.matches("input[type=checkbox]") || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  reason.focus();
}

// The boxes of the list: all at once, none, and how many there are.
function aboutBoxes() {
  const boxes = [...document.querySelectorAll("input[name=scelta]")];
  const all = document.querySelector("[data-select-all]");
  if (all) all.hidden = false;
  const chosen = boxes.filter((box) => box.checked).length;
  if (all) all.checked = chosen > 0 && chosen === boxes.length;
  for (const go of document.querySelectorAll("[data-bulk-go]")) {
    go.dataset.label ??= go.textContent.trim();
    go.textContent = chosen ? `${go.dataset.label} (${chosen})` : go.dataset.label;
  }
}

// A job under way is read again until it has ended; then the page is, with its rows, unless it stays: to read it
// again would stop a file that is on its way, and forget what was chosen in the form.
const AGAIN_AFTER = 1500;

async function follow(state, stays = false) {
  while (state.dataset.progress === "running") {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    if (document.hidden) continue;
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok) continue;
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = read.querySelector("[data-progress]");
    if (!fresh) return;
    const isOver = fresh.dataset.progress !== "running";
    if (isOver && !stays) return location.reload();
    state.replaceChildren(...fresh.childNodes);
    if (isOver) state.dataset.progress = "ended";
  }
}

// The text goes where the reason is typed: below what is there, because that is nobody's to delete.
function useReason(button) {
  const field = document.getElementById("id_reason");
  const text = document.getElementById(button.dataset.earlierReason).textContent.trim();
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n${text}` : text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// The list stands in it, and is drawn anew in it when it is filtered: what is empty now may hold rows then.
const hasList = document.getElementById("listing-results") !== null;

if (hasList && wantsKeys()) document.addEventListener("keydown", onKey);
if (document.querySelector("textarea[aria-keyshortcuts]") && wantsKeys()) document.addEventListener("keydown", reachReason);
for (const button of document.querySelectorAll("[data-earlier-reason]")) {
  button.hidden = false;
  button.addEventListener("click", () => useReason(button));
}
if (hasList) {
  aboutBoxes();
  // After a reset the boxes are empty only once the event is over.
  for (const name of ["change", "reset"]) document.addEventListener(name, () => setTimeout(aboutBoxes));
  document.addEventListener("w-swap:success", aboutBoxes);
}
for (const state of document.querySelectorAll("[data-progress=running]")) follow(state);
// A press that sends a file leaves the page where it is, and begins what is followed on it.
document.querySelector("form[data-begins-progress]")?.addEventListener("submit", () => {
  for (const state of document.querySelectorAll("[data-progress=ended]")) {
    state.dataset.progress = "running";
    follow(state, true);
  }
});
