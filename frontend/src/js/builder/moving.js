// A question goes to another step, with all that it opens and with its number for the answers that were given.
import { breaking, broken, named, numberOf, steps } from "./outline.js";
import { done, quietly } from "./undo.js";
import { say } from "./words.js";

const streamOf = (step) => step.block.childBlocks.questions;

function carry(child, target, index) {
  const state = child.getState();
  return quietly(() => {
    child.sequence.deleteBlock(child.index);
    return target.insert(state, index, { collapsed: true });
  });
}

export function moveTo(child, step) {
  const { sequence: source, index } = child;
  const target = streamOf(step);
  const [name, before] = [named(child), broken()];
  let moved = carry(child, target, target.children.length);
  moved.toggleElement.focus();
  done(say("moved_to", { name, step: numberOf(step) }) + breaking(before), () => {
    moved = carry(moved, source, index);
    moved.toggleElement.focus();
  });
}

/** Adds the button to the header of a question. */
export function offerMove(child) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--icon text-replace white";
  button.dataset.streamfieldAction = "MOVE_TO_STEP";
  button.title = say("move");
  button.innerHTML = '<svg class="icon icon-redirect" aria-hidden="true"><use href="#icon-redirect"></use></svg>';
  const controls = child.actionsContainerElement;
  controls.insertBefore(button, controls.querySelector('[data-streamfield-action="DUPLICATE"]'));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    ask(child);
  });
}

function ask(child) {
  const dialog = document.createElement("dialog");
  dialog.className = "builder-move";
  dialog.setAttribute("aria-labelledby", "builder-move-title");
  // No form of its own: it would stand inside the page's.
  dialog.innerHTML =
    '<h2 id="builder-move-title"></h2><ul></ul><button type="button" class="button button-secondary" data-close></button>';
  dialog.querySelector("h2").textContent = say("move_where", { name: named(child) });
  dialog.querySelector("[data-close]").textContent = say("cancel");
  const offered = steps().filter((step) => streamOf(step) !== child.sequence);
  for (const step of offered) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = say("step", { number: numberOf(step), title: named(step) });
    button.addEventListener("click", () => {
      dialog.close();
      moveTo(child, step);
    });
    row.append(button);
    dialog.querySelector("ul").append(row);
  }
  if (!offered.length) dialog.querySelector("ul").outerHTML = `<p>${say("no_other_step")}</p>`;
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
