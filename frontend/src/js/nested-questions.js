/**
 * Shows the questions that belong to what was chosen and hides the others.
 *
 * A branch is `<div class="nested-questions" data-revealed-by="<id of the option's control>">`; for an
 * option of a `select`, the id of the select and `data-revealed-value` with the option's value.
 * A question (or a step, where all stand on one page) that depends on earlier answers has `data-only-if`: names
 * of controls with their values, `q-a:o1,o2 q-b:yes`, of each of which one must be chosen where it is asked.
 * What nobody opened yet comes in a `template` with the same attributes, so that without a script it is
 * not in the page at all: it is put in place when it is asked, and then treated as any group.
 * The server decides which answers count; hiding them here is a courtesy.
 */
const DEPENDING = "[data-revealed-by], [data-only-if]";

const isHidden = (element) => Boolean(element.closest("[hidden]"));

const isOpened = (element) => {
  const control = document.getElementById(element.dataset.revealedBy);
  if (!control) return !element.matches("template");
  if ("revealedValue" in element.dataset) return control.value === element.dataset.revealedValue;
  return control.checked;
};

const isAsked = (element) =>
  element.dataset.onlyIf.split(" ").every((condition) => {
    const [name, values] = condition.split(":");
    const wanted = values.split(",");
    return [...document.getElementsByName(name)].some(
      (control) => (control.type === "radio" || control.type === "checkbox" ? control.checked : true) && wanted.includes(control.value) && !isHidden(control),
    );
  });

const isWanted = (element) => ("onlyIf" in element.dataset ? isAsked(element) : isOpened(element));

export function revealNestedQuestions(root = document) {
  // From top to bottom: what a question depends on stands above it, and was decided before.
  const decide = () => {
    for (const group of root.querySelectorAll(DEPENDING)) {
      const wanted = isWanted(group);
      if (!group.matches("template")) group.hidden = !wanted;
      else if (wanted) return group;
    }
    return null;
  };
  const refresh = () => {
    // What was opened may hold a template whose answer is chosen already.
    for (let template = decide(); template; template = decide()) {
      template.replaceWith(template.content.cloneNode(true));
      document.dispatchEvent(new CustomEvent("questions-added"));
    }
  };

  if (!root.querySelector(DEPENDING)) return;
  document.addEventListener("change", refresh);
  // A browser that goes back restores the choices after this script has run.
  window.addEventListener("pageshow", refresh);
  refresh();
}
