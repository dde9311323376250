/** Moves the focus to the error summary, so that keyboard and screen reader users meet it first. */
export function enhanceErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}
