// When a question or a step is shown: to which applicants, and after which answers to the choices that stand above it.
import { kinds } from "./choices.js";
import { above, childAt, conditionOf, refresh } from "./outline.js";
import { say } from "./words.js";

function write(child, { kinds: wanted = [], answers = [] }) {
  const condition = { ...(wanted.length && { kinds: wanted }), ...(answers.length && { answers }) };
  const field = child.block.childBlocks.only_if;
  field.setState(Object.keys(condition).length ? JSON.stringify(condition) : "");
  // Wagtail saves by itself what it is told of.
  child.element.querySelector(`[name="${field.prefix}"]`)?.dispatchEvent(new Event("change", { bubbles: true }));
  refresh();
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// A list of boxes under a legend; `changed` is told the values that are ticked.
function boxes(legend, choices, ticked, changed) {
  const inputs = [...choices].map(([value]) => element("input", { type: "checkbox", value, checked: ticked.includes(value) }));
  const rows = [...choices].map(([, label], index) => element("label", {}, inputs[index], ` ${label || say("untitled")}`));
  const group = element("fieldset", {}, element("legend", { textContent: legend }), ...rows);
  group.addEventListener("change", (event) => {
    event.stopPropagation();
    changed(inputs.filter((input) => input.checked).map((input) => input.value));
  });
  return group;
}

function remover(words, act) {
  const button = element("button", { type: "button", className: "button button-small button-secondary", textContent: words });
  button.addEventListener("click", act);
  return button;
}

// As much of a label as a list shows.
const LONGEST = 60;
const short = (label) => (label.length > LONGEST ? `${label.slice(0, LONGEST).trimEnd()}…` : label) || say("untitled");

function draw(child, panel) {
  const condition = conditionOf(child);
  const answers = condition.answers ?? [];
  const choices = above(child);
  const again = (changed, focus = "select, input") => {
    write(child, changed);
    draw(child, panel);
    panel.querySelector(focus)?.focus();
  };
  const without = (answer) => ({ ...condition, answers: answers.filter((one) => one !== answer) });
  panel.replaceChildren(element("p", { textContent: say("condition_always") }));
  if (kinds().length) {
    const change = (wanted) => {
      condition.kinds = wanted;
      write(child, condition);
    };
    panel.append(boxes(say("condition_kinds"), kinds(), condition.kinds ?? [], change));
  }
  for (const answer of answers) {
    const choice = choices.find((one) => one.id === answer.question);
    if (!choice) {
      const words = element("p", { className: "error-message", textContent: say("condition_gone") });
      panel.append(words, remover(say("condition_remove_gone"), () => again(without(answer))));
      continue;
    }
    const { number, label, options: offered } = choice;
    const change = (options) => {
      answer.options = options;
      write(child, condition);
    };
    const group = boxes(say("condition_answer", { number, question: short(label) }), offered, answer.options, change);
    group.append(remover(say("condition_remove", { number }), () => again(without(answer))));
    panel.append(group);
  }
  const offered = choices.filter((one) => !answers.some((answer) => answer.question === one.id));
  if (!choices.length) panel.append(element("p", { textContent: say("condition_no_choice") }));
  if (!offered.length) return;
  const select = element("select", {}, new Option(say("condition_add"), ""));
  select.setAttribute("aria-label", say("condition_add"));
  for (const { id, number, label } of offered) select.append(new Option(`${number}. ${short(label)}`, id));
  select.addEventListener("change", (event) => {
    event.stopPropagation();
    const added = { question: select.value, options: [] };
    again({ ...condition, answers: [...answers, added] }, "fieldset:last-of-type input");
  });
  panel.append(select);
}

/** Opens or closes what edits a condition, if its button was pressed. */
export function toggleCondition(event) {
  const button = event.target.closest?.("[data-only-if-edit]");
  if (!button) return;
  const panel = button.parentElement.querySelector(".builder-condition");
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) draw(childAt(button), panel);
}
