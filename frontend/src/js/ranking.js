/**
 * Adds to each option of a ranking (`[data-ranking]`) two buttons that move it up and down. The lists of places stay:
 * they are what is sent, and the options stand in their order. Without this script the lists alone do it.
 */
export function orderByButtons(root = document) {
  for (const list of root.querySelectorAll("[data-ranking]")) {
    if (!list.dataset.ordering) new Ranking(list);
  }
}

class Ranking {
  constructor(list) {
    list.dataset.ordering = "true";
    this.list = list;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    list.after(this.status);
    for (const entry of list.children) {
      const buttons = document.createElement("span");
      buttons.className = "ranking-buttons";
      buttons.append(this.button(entry, -1, "↑", list.dataset.up), this.button(entry, 1, "↓", list.dataset.down));
      entry.append(buttons);
      control(entry).addEventListener("change", () => this.sort());
    }
    this.sort();
  }

  button(entry, step, sign, words) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ranking-button";
    button.textContent = sign;
    button.setAttribute("aria-label", `${words}: ${name(entry)}`);
    button.addEventListener("click", () => this.move(entry, step, button));
    return button;
  }

  move(entry, step, button) {
    const entries = [...this.list.children];
    const place = entries.indexOf(entry) + step;
    if (place >= 0 && place < entries.length) {
      if (step < 0) entries[place].before(entry);
      else entries[place].after(entry);
      this.number();
      button.focus();
    }
    const { moved } = this.list.dataset;
    const now = [...this.list.children].indexOf(entry) + 1;
    this.status.textContent = moved
      .replace("{item}", name(entry))
      .replace("{place}", now)
      .replace("{count}", entries.length);
  }

  /** Gives the places in the order in which the options stand, as far as there are any. */
  number() {
    [...this.list.children].forEach((entry, at) => {
      const select = control(entry);
      select.selectedIndex = at + 1 < select.options.length ? at + 1 : 0;
    });
    control(this.list).dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Puts the options in the order of their places, those without one last. */
  sort() {
    const focused = document.activeElement;
    const place = (entry) => control(entry).selectedIndex || Number.POSITIVE_INFINITY;
    const entries = [...this.list.children].sort((one, other) => place(one) - place(other) || 0);
    if (entries.some((entry, at) => entry !== this.list.children[at])) this.list.append(...entries);
    if (this.list.contains(focused)) focused.focus();
  }
}

function control(entry) {
  return entry.querySelector("select");
}

function name(entry) {
  return entry.querySelector("label").textContent.trim();
}
