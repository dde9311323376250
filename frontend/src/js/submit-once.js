/**
 * Ignores a second press on the same form while the first is under way, and says that it is.
 * The server is safe against repeats by itself; the pressed button stays enabled so that its value
 * is sent. A form opts out with `data-submit-many`.
 */
export function preventDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "submitMany" in form.dataset) return;
    if (form.dataset.submitting) {
      event.preventDefault();
      return;
    }
    form.dataset.submitting = "true";
    event.submitter?.setAttribute("aria-disabled", "true");
    form.setAttribute("aria-busy", "true");
  });

  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-submitting]")) {
      delete form.dataset.submitting;
      form.removeAttribute("aria-busy");
      form.querySelector("[aria-disabled='true']")?.removeAttribute("aria-disabled");
    }
  });
}
