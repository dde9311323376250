// Check boxes in groups that fold (`portal.editorial.grouped_boxes`): a search, how many are ticked, all of a group.

// Accents and capitals do not matter to whoever looks for a name.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

function enhance(chooser) {
  const groups = [...chooser.querySelectorAll("details")].map((details) => ({
    details,
    rows: [...details.querySelectorAll("li")].map((row) => ({
      row,
      box: row.querySelector("input"),
      words: plain(row.textContent),
    })),
    count: details.querySelector("[data-count]"),
    all: details.querySelector("[data-all]"),
    wasOpen: details.open,
  }));
  const found = chooser.querySelector("[data-found]");
  const search = chooser.querySelector("input[type=search]");

  const tell = ({ rows, count, all }) => {
    const chosen = rows.filter(({ box }) => box.checked).length;
    count.textContent = chosen ? count.dataset.count.replace("%s", chosen) : "";
    const shown = rows.filter(({ row }) => !row.hidden);
    all.hidden = shown.length < 2 || shown.every(({ box }) => box.checked);
  };

  const filter = () => {
    const wanted = plain(search.value);
    let total = 0;
    for (const group of groups) {
      let here = 0;
      for (const { row, words } of group.rows) {
        row.hidden = !words.includes(wanted);
        if (!row.hidden) here += 1;
      }
      total += here;
      group.details.hidden = here === 0;
      group.details.open = wanted ? here > 0 : group.wasOpen;
      tell(group);
    }
    const { none, one, many } = found.dataset;
    found.textContent = wanted ? { 0: none, 1: one }[total] ?? many.replace("%s", total) : "";
  };

  for (const group of groups) {
    group.details.addEventListener("toggle", () => {
      if (!search.value) group.wasOpen = group.details.open;
    });
    group.details.addEventListener("change", () => tell(group));
    group.all.addEventListener("click", () => {
      for (const { row, box } of group.rows) if (!row.hidden) box.checked = true;
      tell(group);
      group.details.querySelector("summary").focus();
      group.details.dispatchEvent(new Event("change", { bubbles: true }));
    });
    tell(group);
  }
  chooser.querySelector(".grouped-boxes-search").hidden = false;
  search.addEventListener("input", filter);
  // Return would save the page.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

const start = () => document.querySelectorAll("[data-grouped-boxes]").forEach(enhance);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
