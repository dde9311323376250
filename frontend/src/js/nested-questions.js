/**
 * Shows the questions that belong to a chosen option and hides the others.
 *
 * A group is `<div class="nested-questions" data-revealed-by="<id of the option's control>">`; for an
 * option of a `select`, the id of the select and `data-revealed-value` with the option's value.
 * A branch nobody chose yet comes in a `template` with the same attributes, so that without a script it is
 * not in the page at all: it is put in place when its option is chosen, and then treated as any group.
 * The server decides which answers count; hiding them here is a courtesy.
 */
export function revealNestedQuestions(root = document) {
  const isChosen = (element) => {
    const control = document.getElementById(element.dataset.revealedBy);
    if (!control) return true;
    if ("revealedValue" in element.dataset) return control.value === element.dataset.revealedValue;
    return control.checked;
  };
  const chosenTemplate = () =>
    [...root.querySelectorAll("template[data-revealed-by]")].find(
      (template) => document.getElementById(template.dataset.revealedBy) && isChosen(template),
    );
  const refresh = () => {
    // An opened branch may hold a template whose option is chosen already.
    for (let template = chosenTemplate(); template; template = chosenTemplate()) {
      template.replaceWith(template.content.cloneNode(true));
      document.dispatchEvent(new CustomEvent("questions-added"));
    }
    for (const group of root.querySelectorAll(".nested-questions[data-revealed-by]")) {
      group.hidden = !isChosen(group);
    }
  };

  if (!root.querySelector("[data-revealed-by]")) return;
  document.addEventListener("change", refresh);
  // A browser that goes back restores the choices after this script has run.
  window.addEventListener("pageshow", refresh);
  refresh();
}
