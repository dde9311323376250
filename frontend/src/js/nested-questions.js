/**
 * Shows the questions that belong to a chosen option and hides the others.
 *
 * A group is `<div class="nested-questions" data-revealed-by="<id of the option's control>">`; for an
 * option of a `select`, the id of the select and `data-revealed-value` with the option's value.
 * The server decides which answers count; hiding them here is a courtesy.
 */
export function revealNestedQuestions(root = document) {
  const groups = [...root.querySelectorAll(".nested-questions[data-revealed-by]")];
  if (groups.length === 0) return;

  const isChosen = (group) => {
    const control = document.getElementById(group.dataset.revealedBy);
    if (!control) return true;
    if ("revealedValue" in group.dataset) return control.value === group.dataset.revealedValue;
    return control.checked;
  };
  const refresh = () => {
    for (const group of groups) group.hidden = !isChosen(group);
  };

  document.addEventListener("change", refresh);
  // A browser that goes back restores the choices after this script has run.
  window.addEventListener("pageshow", refresh);
  refresh();
}
