/** Shows the buttons that copy a text, which without a script would do nothing, and says aloud that it is copied. */
export function enableCopyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role='status']");
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", async () => {
      const done = await copy(source);
      status.textContent = "";
      // A text that stays as it was is not read aloud a second time.
      window.setTimeout(() => {
        status.textContent = done ? button.dataset.copied : button.dataset.notCopied;
      }, 50);
    });
  }
}

/** Whether it was copied; where it could not be, the text is left selected. */
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // No secure connection, or no permission.
    window.getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
