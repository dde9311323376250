/**
 * Opens the short meaning of a term beside it, in place of going to its page. Without a script, or where the browser
 * knows no popovers, the term is a link.
 */
const MARGIN = 8;
const GAP = 4;

export function openGlossaryNotes() {
  if (!("popover" in HTMLElement.prototype)) return;
  for (const [number, link] of [...document.querySelectorAll(".glossary-term[data-meaning]")].entries()) {
    if (!link.dataset.meaning) continue;
    // It opens something and leads nowhere.
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    // A press beside an open popover closes it before the click is told of.
    let wasOpen = false;
    link.addEventListener("pointerdown", () => {
      wasOpen = link.getAttribute("aria-expanded") === "true";
    });
    link.addEventListener("click", (event) => {
      // With a key held down, the browser's own way of opening a link.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (!wasOpen) toggle(link, number);
      wasOpen = false;
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      toggle(link, number);
    });
  }
}

function toggle(link, number) {
  const note = noteOf(link, number);
  if (note.matches(":popover-open")) {
    note.hidePopover();
    return;
  }
  note.showPopover({ source: link });
  place(link, note);
}

/** Behind its term, where the next press of Tab goes. Made when it is asked for: nothing reads it before. */
function noteOf(link, number) {
  const there = link.nextElementSibling;
  if (there?.classList.contains("glossary-note")) return there;
  const note = document.createElement("span");
  note.className = "glossary-note";
  note.id = `significato-${number}`;
  note.setAttribute("popover", "auto");
  // Its name and text are read when it opens: the focus goes into it, and back to the term with Escape.
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", link.dataset.title);
  note.tabIndex = -1;
  note.autofocus = true;
  const title = document.createElement("strong");
  title.textContent = link.dataset.title;
  const more = document.createElement("a");
  more.className = "glossary-more";
  more.href = link.href;
  more.textContent = link.dataset.more;
  note.append(title, ` ${link.dataset.meaning} `, more);
  link.after(note);
  link.setAttribute("aria-controls", note.id);
  note.addEventListener("toggle", (event) => {
    link.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  return note;
}

/** Under the term, or above it where there is no room; never over the edge of the screen. */
function place(link, note) {
  const rects = link.getClientRects();
  const term = rects[rects.length - 1];
  const { width, height } = note.getBoundingClientRect();
  const right = document.documentElement.clientWidth - width - MARGIN;
  const below = term.bottom + GAP;
  const fits = below + height + MARGIN <= window.innerHeight;
  note.style.left = `${Math.max(MARGIN, Math.min(term.left, right))}px`;
  note.style.top = `${fits ? below : Math.max(MARGIN, term.top - height - GAP)}px`;
}
