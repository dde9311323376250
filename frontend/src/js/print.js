/** Shows the print buttons, which without a script would do nothing. */
export function enablePrintButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => window.print());
  }
}
