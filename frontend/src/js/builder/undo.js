// The last thing done to the form can be taken back: a bar says what it was; Ctrl+Z outside of a field does the same.
import { say } from "./words.js";

let last = null;
let undoing = false;
let bar = null;

function build() {
  bar = document.createElement("div");
  bar.className = "builder-undo";
  bar.hidden = true;
  bar.innerHTML = '<span role="status"></span> <button type="button" class="button button-small button-secondary"></button>';
  bar.querySelector("button").addEventListener("click", undo);
  document.querySelector("form[data-edit-form]").append(bar);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
    if (!last || typing || event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undo();
  });
}

function tell(sentence, offers) {
  if (!bar) build();
  bar.hidden = false;
  bar.querySelector("span").textContent = sentence;
  const button = bar.querySelector("button");
  button.textContent = say("undo");
  button.hidden = !offers;
}

/** Remembers what was done; `back` undoes it, null where nothing is to be undone: only the sentence is said then.
 * Whatever is done while undoing is not remembered. */
export function done(sentence, back) {
  if (undoing) return;
  last = back;
  tell(sentence, back !== null);
}

export function quietly(act) {
  const before = undoing;
  undoing = true;
  try {
    return act();
  } finally {
    undoing = before;
  }
}

function undo() {
  const back = last;
  last = null;
  if (!back) return;
  quietly(back);
  tell(say("undone"), false);
}
