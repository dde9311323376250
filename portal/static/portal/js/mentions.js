// Where an internal note is typed (`data-mentions`): an at-sign offers the colleagues who may read it, and the chosen
// name goes into the text. Without this script the name is typed, and the server knows whom it means.

const PAUSE = 150;
// From an at-sign that begins a word to where one types.
const NAME = /(?:^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}'’.@-][\p{L}\p{N}'’.@ -]{0,60})$/u;

function optionFor(person, id) {
  const option = document.createElement("li");
  option.id = id;
  option.className = "review-mentions__option";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.inserts = person.inserts;
  option.textContent = person.inserts === person.name ? person.name : `${person.name} (${person.inserts})`;
  return option;
}

function offerNames(box) {
  const field = box.querySelector("textarea");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let asked = 0;
  let timer;
  let active = -1;

  list.id = `${field.id}-names`;
  list.className = "review-mentions__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.mentionsLabel);
  status.className = "w-sr-only";
  status.setAttribute("aria-live", "polite");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.after(list, status);

  const typed = () => NAME.exec(field.value.slice(0, field.selectionStart))?.[1];

  function close() {
    asked += 1;
    window.clearTimeout(timer);
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function activate(place) {
    const options = [...list.children];
    active = (place + options.length) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === active));
    field.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    const name = typed();
    if (name === undefined) return close();
    const from = field.selectionStart - name.length;
    field.setRangeText(`${option.dataset.inserts} `, from, field.selectionStart, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  }

  async function look() {
    const name = typed();
    if (name === undefined) return close();
    const mine = ++asked;
    const answer = await fetch(`${box.dataset.mentions}?${new URLSearchParams({ q: name.trim() })}`).catch(() => null);
    const people = answer?.ok ? (await answer.json()).people : [];
    // Somebody typed on meanwhile.
    if (mine !== asked) return;
    if (!people.length) {
      // A name that is written out is followed by other words: only one just begun is told of.
      const isBegun = !name.includes(" ");
      close();
      status.textContent = isBegun ? box.dataset.mentionsNone : "";
      return;
    }
    list.replaceChildren(...people.map((person, place) => optionFor(person, `${list.id}-${place}`)));
    list.hidden = false;
    active = -1;
    field.removeAttribute("aria-activedescendant");
    status.textContent = `${box.dataset.mentionsFound}${people.length}`;
  }

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    if (typed() === undefined) close();
    else timer = window.setTimeout(look, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  // The field keeps the focus while a name is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

for (const box of document.querySelectorAll("[data-mentions]")) offerNames(box);
