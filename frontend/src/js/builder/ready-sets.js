// Ready sets of questions: one comes into the form as steps or into a step, and questions are put aside as one.
// The server lists them, gives their blocks new numbers and keeps what is put aside (`moduli.building`).
import { KIND, named, numberOf, refresh, steps } from "./outline.js";
import { done, quietly } from "./undo.js";
import { say } from "./words.js";

let addresses = {};
// The sequence of all steps.
let form = null;

export const learnAddresses = (given) => {
  addresses = given;
};

const root = (sequence) => sequence.container[0];
const streamOf = (step) => step.block.childBlocks.questions;
// The questions of a step, and neither those under an answer nor those before the form.
const ofStep = (sequence) => /^[a-z]\w*-\d+-value-questions$/.test(sequence.prefix) && !sequence.blockDef.meta.stays;

/** Adds below a sequence what sets are for there. */
export function offerSets(sequence) {
  if (!addresses.offered || (sequence.kind !== KIND.STEPS && !ofStep(sequence))) return;
  const bar = document.createElement("div");
  bar.className = "builder-sets";
  const add = button(say("add_set"), () => chooseSet(sequence));
  add.dataset.addSet = "";
  bar.append(add);
  if (sequence.kind === KIND.STEPS) {
    form = sequence;
    bar.append(button(say("set_keep"), () => keepSet()));
  } else {
    const keep = button(say("set_keep_here", { number: "" }), () => keepSet(steps().find((step) => streamOf(step) === sequence)));
    keep.dataset.keepSet = "";
    bar.append(keep);
  }
  root(sequence).append(bar);
}

function button(words, act, look = "button-secondary button-small") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${look}`;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

// A labelled control: "input" of a type, or "select".
function field(words, control, before = false) {
  const label = document.createElement("label");
  const text = document.createElement("span");
  text.textContent = words;
  label.append(...(before ? [control, text] : [text, control]));
  return label;
}

function input(type, more = {}) {
  return Object.assign(document.createElement("input"), { type, ...more });
}

function group(words) {
  const made = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = words;
  made.append(legend);
  return made;
}

// No form of its own: it would stand inside the page's.
function open(title, act, words, ...parts) {
  const dialog = document.createElement("dialog");
  dialog.className = "builder-dialog";
  const heading = document.createElement("h2");
  heading.id = "builder-dialog-title";
  heading.textContent = title;
  dialog.setAttribute("aria-labelledby", heading.id);
  const problem = document.createElement("p");
  problem.setAttribute("role", "alert");
  const controls = document.createElement("p");
  const go = button(words, async () => {
    problem.textContent = "";
    go.disabled = true;
    try {
      await act();
      dialog.close();
    } catch (error) {
      problem.textContent = error.told ?? say("set_failed");
    } finally {
      go.disabled = false;
    }
  }, "");
  controls.append(go, button(say("cancel"), () => dialog.close()));
  dialog.append(heading, ...parts, problem, controls);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => {
    // In a field, Enter would send the page's form.
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    go.click();
  });
  document.body.append(dialog);
  dialog.showModal();
  return go;
}

async function asked(address, options = {}) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin", ...options });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { told: told.error });
  return told;
}

async function chooseSet(from) {
  const { sets } = await asked(addresses.offered).catch(() => ({ sets: null }));
  if (!sets) {
    done(say("set_failed"), null);
    return;
  }
  const list = group(say("set_choose"));
  list.className = "builder-choices";
  sets.forEach((set, index) => {
    const chosen = input("radio", { name: "builder-set", value: set.blocks, checked: index === 0 });
    list.append(field([`${set.name} (${set.size})`, set.about].filter(Boolean).join(" – "), chosen, true));
  });
  const where = document.createElement("select");
  const place = (value, words, selected = false) => where.append(new Option(words, value, selected, selected));
  place("end", say("set_place_end"), from.kind === KIND.STEPS);
  for (const step of steps()) place(`in ${step.index}`, say("set_place_step", { number: numberOf(step) }), streamOf(step) === from);
  for (const step of steps()) place(`before ${step.index}`, say("set_place_before", { step: `${numberOf(step)}. ${named(step)}` }));
  open(say("add_set"), async () => {
    const set = await asked(list.querySelector(":checked").value);
    const [how, at] = where.value.split(" ");
    insert(set, how, Number(at));
  }, say("add_chosen_set"), list, field(say("set_place"), where));
}

function insert(set, how, at) {
  const isEntry = (block) => block.type === "eligibility";
  const hasEntry = form.children.some((child) => child.type === "eligibility");
  const left = set.steps.some(isEntry) && (hasEntry || how === "in");
  const added = quietly(() => {
    if (how === "in") {
      const target = streamOf(form.children[at]);
      const questions = set.steps.filter((block) => !isEntry(block)).flatMap((step) => step.value.questions);
      return questions.map((question) => target.insert(question, target.children.length, { collapsed: true }));
    }
    let place = how === "before" ? at : form.children.length;
    return set.steps
      .filter((block) => !(isEntry(block) && left))
      .map((block) => {
        const index = isEntry(block) ? 0 : place;
        place += 1;
        return form.insert(block, index);
      });
  });
  refresh();
  const notes = [say("set_added", { name: set.name }), left ? say("set_one_entry") : "", ...set.remarks];
  done(notes.filter(Boolean).join(" "), () => {
    for (const child of added.reverse()) {
      if (child.sequence.children.includes(child)) child.sequence.deleteBlock(child.index);
    }
  });
  // Once the dialog, which takes the focus back, is closed.
  setTimeout(() => added[0]?.toggleElement.focus());
}

// The questions that the answers of one open, as its state holds them: nothing has to be drawn for it.
const opened = (value) =>
  [value?.if_yes, value?.if_no, ...[value?.options].flat().map((option) => option?.value?.questions)].flatMap((list) => list ?? []);

const words = ({ value }) => String(value?.label || value?.text || "").trim() || say("untitled");

/** A box for one, and boxes for what it opens: whoever is chosen takes along what stands below. */
function boxOf(question, place) {
  const box = input("checkbox", { value: question.id });
  const rows = document.createDocumentFragment();
  rows.append(field(`${place}. ${words(question)}`, box, true));
  const below = opened(question.value).map((inner, index) => boxOf(inner, `${place}.${index + 1}`));
  if (below.length) {
    const inside = document.createElement("div");
    inside.append(...below.map(({ rows: inner }) => inner));
    rows.append(inside);
  }
  const set = (checked, isTaken = false) => {
    box.checked = checked;
    box.disabled = isTaken;
    for (const inner of below) inner.set(checked, checked);
  };
  box.addEventListener("change", () => set(box.checked));
  return { box, rows, set };
}

// Steps with their questions, of which one chooses; `only` leaves those of one step.
function choiceOf(chosen, only) {
  const which = group(say("set_keep_which"));
  which.className = "builder-choices";
  for (const step of chosen) {
    const inner = document.createElement("div");
    const questions = streamOf(step).children.map((question) => boxOf(question.getState(), numberOf(question)));
    inner.append(...questions.map(({ rows }) => rows));
    if (only) {
      which.append(...inner.children);
      continue;
    }
    const whole = input("checkbox", { value: step.id });
    // A step is chosen with all its questions, and no longer whole once one is left out.
    whole.addEventListener("change", () => {
      for (const { set } of questions) set(whole.checked);
    });
    for (const { box } of questions) {
      box.addEventListener("change", () => {
        whole.checked = questions.every(({ box: other }) => other.checked);
      });
    }
    which.append(field(say("step", { number: numberOf(step), title: named(step) }), whole, true), inner);
  }
  return which;
}

/** Puts questions aside: of one step, or of the whole form, whose steps may be chosen whole. */
async function keepSet(only = null) {
  const all = (only ? [only] : form.children).filter((step) => streamOf(step).children.length);
  if (!all.length) {
    done(say("set_nothing"), null);
    return;
  }
  const { sets } = await asked(addresses.offered).catch(() => ({ sets: [] }));
  const earlier = sets.filter(({ replaceable }) => replaceable);
  const name = input("text", { maxLength: 80 });
  const about = input("text", { maxLength: 300 });
  const shared = input("checkbox");
  const instead = document.createElement("select");
  instead.append(new Option(say("set_keep_new"), ""));
  for (const set of earlier) instead.append(new Option(say("set_keep_instead", set), set.replaceable.key));
  const replaced = () => earlier.find(({ replaceable }) => replaceable.key === instead.value);
  const which = choiceOf(all, only);
  const go = open(say("set_keep"), async () => {
    const posted = new FormData(document.querySelector("form[data-edit-form]"));
    posted.set("set-name", name.value);
    posted.set("set-about", about.value);
    posted.set("set-is_shared", shared.checked ? "on" : "");
    posted.set("set-replaces", instead.value);
    posted.set("set-seen", replaced()?.replaceable.seen ?? "");
    for (const chosen of which.querySelectorAll(":checked")) posted.append("set-chosen", chosen.value);
    const { said } = await asked(addresses.keep, { method: "POST", body: posted });
    done(said, null);
  }, say("set_keep_action"), ...(earlier.length ? [field(say("set_keep_as"), instead)] : []),
  field(say("set_keep_name"), name), field(say("set_keep_about"), about), field(say("set_keep_shared"), shared, true), which);
  instead.addEventListener("change", () => {
    const set = replaced();
    name.value = set?.name ?? "";
    about.value = set?.about ?? "";
    shared.checked = set?.replaceable.is_shared ?? false;
    go.textContent = set ? say("set_keep_replace", set) : say("set_keep_action");
  });
  (earlier.length ? instead : name).focus();
}
