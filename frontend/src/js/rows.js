/**
 * Adds rows to a table of questions (`[data-rows]`) and takes them away without leaving the page. Without this script
 * the same buttons save the step, which is then shown with one row more or less.
 */
export function addRows(root = document) {
  for (const table of root.querySelectorAll("[data-rows]")) {
    if (!table.dataset.adding) new Table(table);
  }
}

class Table {
  constructor(table) {
    table.dataset.adding = "true";
    this.table = table;
    this.add = table.querySelector('button[value^="add:"]');
    this.next = this.rows.length;
    table.addEventListener("click", (event) => {
      const button = event.target.closest('button[name="rows"]');
      if (!button) return;
      event.preventDefault();
      if (button === this.add) this.append();
      else this.drop(button.closest(".table-row"));
    });
  }

  get rows() {
    return [...this.table.querySelectorAll(".table-row")];
  }

  append() {
    const { innerHTML } = this.table.querySelector("template[data-row]");
    const holder = document.createElement("template");
    holder.innerHTML = innerHTML.replaceAll("__row__", this.next);
    this.next += 1;
    const row = holder.content.firstElementChild;
    (this.rows.at(-1) ?? this.table.querySelector("template[data-row]")).after(row);
    this.number();
    document.dispatchEvent(new CustomEvent("questions-added"));
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
    this.say(this.table.dataset.added, this.rows.indexOf(row) + 1);
  }

  drop(row) {
    const place = this.rows.indexOf(row);
    // The last one stays, empty.
    if (this.rows.length === 1) this.append();
    row.remove();
    this.number();
    this.rows[Math.min(place, this.rows.length - 1)].focus();
    this.say(this.table.dataset.dropped, place + 1);
    this.table.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Rows are called by their place; what names their controls stays as it is. */
  number() {
    this.rows.forEach((row, at) => {
      for (const shown of row.querySelectorAll("[data-row-number]")) shown.textContent = at + 1;
    });
    this.add.hidden = this.rows.length >= Number(this.table.dataset.most);
  }

  say(words, place) {
    this.table.querySelector("[data-rows-status]").textContent = words.replace(
      "{row}",
      `${this.table.dataset.rowName} ${place}`,
    );
  }
}
