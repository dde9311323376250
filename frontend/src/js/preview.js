/**
 * Keeps what was chosen in the preview of a form while the editor types and the preview is drawn anew, so that
 * the branch that is being written stays open. Only choices, in this tab alone, and gone with it.
 */
const KEY = "preview-of-form";
const form = document.querySelector("[data-preview-form]");

const choices = () =>
  [...form.querySelectorAll("input[type=radio]:checked, input[type=checkbox]:checked")].map((one) => [one.name, one.value]);

const lists = () => [...form.querySelectorAll("select[name]")].filter((one) => one.value).map((one) => [one.name, one.value]);

const page = () => form.dataset.previewForm;

const choose = ([name, value]) => {
  const named = [...document.getElementsByName(name)];
  const select = named.find((one) => one.tagName === "SELECT");
  if (select) {
    if (select.value === value || ![...select.options].some((option) => option.value === value)) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  const control = named.find((one) => one.value === value);
  if (control && !control.checked) control.click();
};

const restore = () => {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  // In the order of the page: a choice may open the question of the next one.
  if (kept.page === page()) for (const one of kept.chosen) choose(one);
};

if (form) {
  try {
    restore();
    document.addEventListener("change", () => {
      sessionStorage.setItem(KEY, JSON.stringify({ page: page(), chosen: [...choices(), ...lists()] }));
    });
  } catch {
    // A browser that keeps nothing: the branch is opened again by hand.
  }
}
