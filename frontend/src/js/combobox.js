/**
 * Makes a long list searchable (`select[data-combobox]`): a text field whose list shows what fits, after the ARIA
 * pattern of an editable combobox with list autocomplete. What is typed is what is sent, so the server knows names.
 * Without this script the list stays a list.
 */
// Screen readers are told how many were found once the typing pauses.
const PAUSE = 800;
const SHOWN = 200;

export function searchLists(root = document) {
  for (const select of root.querySelectorAll("select[data-combobox]")) new Combobox(select);
}

class Combobox {
  constructor(select) {
    this.words = { ...select.dataset };
    this.groups = read(select);
    this.input = textField(select);
    this.list = document.createElement("div");
    this.list.className = "combobox-list";
    this.list.id = `${select.id}_list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.list);
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("aria-live", "polite");
    this.active = -1;
    this.input.setAttribute("aria-controls", this.list.id);
    const box = document.createElement("div");
    box.className = "combobox";
    const hint = document.createElement("p");
    hint.className = "form-text";
    hint.id = `${select.id}_hint`;
    hint.textContent = this.words.combobox;
    describe(this.input, hint.id);
    select.replaceWith(box);
    box.append(hint, this.input, this.list, this.status);
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("click", () => this.open({ whole: this.isChosen() }));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.leave());
    // The field keeps the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role='option']");
      if (option) this.choose(option.textContent);
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role='option']")];
  }

  isChosen() {
    return this.groups.some((group) => group.labels.includes(this.input.value));
  }

  /** Shows what fits what is typed; everything if nothing is, or if `whole`. */
  open({ whole = false } = {}) {
    const typed = plain(whole ? "" : this.input.value);
    this.list.replaceChildren();
    let found = 0;
    for (const { name, labels, always } of this.groups) {
      const fitting = labels.filter((label) => fits(label, typed)).slice(0, SHOWN);
      found += always ? 0 : fitting.length;
      // Who finds nothing may be from elsewhere.
      const shown = always ? labels : fitting;
      if (shown.length) this.list.append(this.section(name, shown));
    }
    this.options.forEach((option, place) => {
      option.id = `${this.list.id}_${place}`;
    });
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(-1);
    this.tell(found);
  }

  section(name, labels) {
    const part = document.createElement("div");
    if (name) {
      const title = document.createElement("div");
      title.className = "combobox-group";
      title.textContent = name;
      title.setAttribute("aria-hidden", "true");
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", name);
      part.append(title);
    } else part.setAttribute("role", "presentation");
    for (const label of labels) {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(label === this.input.value));
      option.textContent = label;
      part.append(option);
    }
    return part;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
    window.clearTimeout(this.timer);
  }

  leave() {
    this.close();
    // A name that can only mean one is written out, so that one sees what is sent.
    const typed = plain(this.input.value);
    const same = this.groups.flatMap(({ labels }) => labels).filter((label) => names(label).includes(typed));
    if (typed && same.length === 1) this.input.value = same[0];
  }

  choose(label) {
    this.input.value = label;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  activate(place) {
    const { options } = this;
    this.active = place;
    options.forEach((option, at) => {
      option.classList.toggle("active", at === place);
    });
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    }
  }

  pressed(event) {
    const { options } = this;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.open({ whole: this.isChosen() });
      const count = this.options.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From the field the first comes below, and the last above.
      const from = this.active < 0 && step < 0 ? count : this.active;
      if (count && !event.altKey) this.activate((from + step + count) % count);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(options[this.active].textContent);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Escape" && this.input.value) this.input.value = "";
    else if (event.key === "Tab" && isOpen && this.active >= 0) this.choose(options[this.active].textContent);
  }

  tell(found) {
    const { foundOne, foundNone, found: foundMany } = this.words;
    const said = found === 0 ? foundNone : found === 1 ? foundOne : foundMany.replace("{count}", found);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.status.textContent = said;
    }, PAUSE);
  }
}

/** The options of a list, by group; the last one is offered whatever is typed where the list says so. */
function read(select) {
  const groups = [];
  for (const child of select.children) {
    if (child.tagName === "OPTGROUP") {
      groups.push({ name: child.label, labels: [...child.children].map((option) => option.text) });
    } else if (child.value) {
      const open = groups.at(-1);
      if (open && !open.name) open.labels.push(child.text);
      else groups.push({ name: "", labels: [child.text] });
    }
  }
  const last = "lastAlways" in select.dataset ? groups.at(-1) : undefined;
  const other = last && !last.name ? last.labels.pop() : undefined;
  if (last && !last.labels.length) groups.pop();
  if (other) groups.push({ name: "", labels: [other], always: true });
  return groups;
}

/** A text field in the place of a list: what it says of itself, and what is chosen or was typed. */
function textField(select) {
  const input = document.createElement("input");
  input.type = "text";
  for (const { name, value } of select.attributes) {
    if (!name.startsWith("data-") && name !== "class") input.setAttribute(name, value);
  }
  input.className = "form-control";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("spellcheck", "false");
  input.value = select.value ? select.selectedOptions[0].text : (select.dataset.typed ?? "");
  return input;
}

function describe(input, id) {
  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
}

/** Whether each typed word begins a word of the label. */
function fits(label, typed) {
  const words = plain(label).split(" ");
  return typed.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

/** As a name may be typed: with the province, or without. */
function names(label) {
  return [plain(label), plain(label.replace(/\s*\([^)]*\)$/, ""))];
}

/** Without accents, capitals and signs. */
function plain(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
