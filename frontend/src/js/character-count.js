/**
 * Counts along under a text that has a limit (`data-limit`), as the server does: characters, and a line end is one;
 * blanks at the ends are none.
 * What is written is also read aloud, once the typing pauses.
 */
const PAUSE = 1000;

export function countCharacters(root = document) {
  for (const control of root.querySelectorAll("[data-limit]")) {
    if (control.dataset.counting) continue;
    control.dataset.counting = "true";
    const shown = document.createElement("p");
    shown.className = "character-count";
    shown.setAttribute("aria-hidden", "true");
    const aloud = document.createElement("p");
    aloud.className = "visually-hidden";
    aloud.setAttribute("aria-live", "polite");
    control.after(shown, aloud);
    let timer;
    const refresh = () => {
      const said = words(control);
      shown.textContent = said;
      shown.classList.toggle("character-count-over", isOver(control));
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        aloud.textContent = said;
      }, PAUSE);
    };
    control.addEventListener("input", refresh);
    shown.textContent = words(control);
    shown.classList.toggle("character-count-over", isOver(control));
  }
}

function count(control) {
  return [...control.value.trim()].length;
}

function isOver(control) {
  return count(control) > Number(control.dataset.limit);
}

function words(control) {
  const limit = Number(control.dataset.limit);
  const text = isOver(control) ? control.dataset.over : control.dataset.counted;
  return text
    .replace("{count}", count(control))
    .replace("{limit}", limit)
    .replace("{over}", count(control) - limit);
}
