// Which number each step and question has, what opens it, and the line that says so while it is folded.
import { brokenConditions, choicesAbove, conditionWords, leadingOut, parsed } from "./choices.js";
import { say } from "./words.js";

// Children of sequences by their element.
const known = new WeakMap();
const sequences = new Set();

// As much of a question as its line shows.
const LINE = 120;

export const KIND = { STEPS: "steps", QUESTIONS: "questions", OPTIONS: "options" };

export function register(sequence) {
  sequences.add(sequence);
}

export function know(child) {
  known.set(child.element, child);
}

/** The child in whose block an element stands, the innermost. */
export function childAt(element) {
  for (let at = element; at; at = at.parentElement) {
    if (known.has(at)) return known.get(at);
  }
  return null;
}

const root = (sequence) => sequence.container[0];

function around(sequence) {
  return childAt(root(sequence).parentElement);
}

// What a field of a child holds, how many a sequence in it has, and whether it has such a field. A block that is not drawn
// yet (`waiting.js`) answers by itself.
const peek = ({ block }, name) => (block.peek ? block.peek(name) : block.childBlocks?.[name]?.getState());
const countOf = ({ block }, name) => (block.count ? block.count(name) : (block.childBlocks[name]?.children.length ?? 0));
const has = ({ block }, name) => (block.has ? block.has(name) : name in block.childBlocks);

export function text(child, name = "label") {
  return String(peek(child, name) ?? "").trim();
}

/** What stands for a child in a sentence: its text, or what it is. */
export function named(child, longest = 60) {
  const written = text(child, child.sequence.kind === KIND.STEPS ? "title" : "label") || text(child, "text");
  const shown = written.length > longest ? `${written.slice(0, longest).trimEnd()}…` : written;
  return shown || `${child.blockDef.meta.label} ${say("untitled")}`.trim();
}

export function numberOf(child) {
  if (child.sequence.kind === KIND.STEPS) {
    if (child.type !== "step") return say("entry");
    return String(child.sequence.children.filter((one) => one.type === "step" && one.index <= child.index).length);
  }
  let above = around(child.sequence);
  if (above?.sequence.kind === KIND.OPTIONS) above = around(above.sequence);
  return above ? `${numberOf(above)}.${child.index + 1}` : String(child.index + 1);
}

/** The answer that opens the questions of a sequence, or null: those of a step are always asked. */
export function opener(sequence) {
  if (sequence.prefix.endsWith("-if_yes")) return say("yes");
  if (sequence.prefix.endsWith("-if_no")) return say("no");
  const above = around(sequence);
  return above?.sequence.kind === KIND.OPTIONS ? named(above) : null;
}

export function summary(child) {
  const { kind } = child.sequence;
  if (kind === KIND.OPTIONS) {
    const opens = countOf(child, "questions");
    return [
      text(child),
      opens ? say(opens === 1 ? "opens_one" : "opens_many", { count: opens }) : "",
      peek(child, "out")?.leads_out ? say("leads_out") : "",
    ].filter(Boolean).join(" · ");
  }
  if (kind === KIND.STEPS) {
    const count = countOf(child, "questions");
    return [
      `${numberOf(child)}. ${named(child)}`,
      say(count === 1 ? "one_question" : "many_questions", { count }),
      ...words(child),
    ].join(" · ");
  }
  const answer = opener(child.sequence);
  return [
    `${numberOf(child)}. ${named(child, LINE)}`,
    has(child, "required") ? say(peek(child, "required") ? "required" : "optional") : "",
    answer === null ? "" : say("opened_by", { answer }),
    stops(child),
    ...words(child),
  ].filter(Boolean).join(" · ");
}

// Which answers of a question lead out.
function stops(child) {
  const answers = leadingOut({ type: child.type, value: { ...peekAll(child, ["options", "yes_out", "no_out"]) } });
  return answers.length ? say("leads_out_with", { answers: answers.join(say("or")) }) : "";
}

const peekAll = (child, fields) => Object.fromEntries(fields.filter((name) => has(child, name)).map((name) => [name, peek(child, name)]));

/** On what a question or a step depends. */
export const conditionOf = (child) => parsed(peek(child, "only_if"));

let written = null;

// The whole form as it is written, read once for all lines that are drawn together.
function form() {
  if (!written) {
    const all = [...sequences].filter((one) => one.kind === KIND.STEPS && root(one).isConnected);
    written = all.flatMap((one) => one.children).map((child) => child.getState());
    queueMicrotask(() => {
      written = null;
    });
  }
  return written;
}

/** The steps and questions whose condition does not hold together now; see `brokenConditions`. */
export function broken() {
  written = null;
  return brokenConditions(form());
}

/** What of the rest lost what it depends on, as a sentence after that of what was done; empty where nothing did. */
export function breaking(before) {
  const names = [...broken()].filter(([id]) => !before.has(id)).map(([, name]) => name);
  return names.length ? ` ${say("breaks", { names: names.join(say("and")) })}` : "";
}

/** The choices on which a question or a step may depend. */
export const above = (child) => choicesAbove(form(), child.id);

const words = (child) => conditionWords(conditionOf(child), () => above(child));

function label(sequence) {
  const above = around(sequence);
  if (sequence.kind === KIND.STEPS) return say("add_step");
  if (sequence.kind === KIND.OPTIONS) return say("add_option", { question: above ? named(above) : "" });
  const answer = opener(sequence);
  if (answer !== null) return say("add_below", { answer });
  if (above?.type === "eligibility") return say("add_entry");
  return say("add_to_step", { number: above ? numberOf(above) : "" });
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function draw(sequence) {
  const what = label(sequence);
  for (const child of sequence.children) {
    write(child.titleElement[0], summary(child));
  }
  for (const inserter of sequence.inserters) {
    const { element } = inserter;
    const button = element.matches("button") ? element : element.querySelector("button");
    const next = sequence.children[inserter.index];
    let words = button.querySelector(".builder-add");
    if (!words) {
      words = document.createElement("span");
      words.className = "builder-add";
      button.append(words);
      button.removeAttribute("title");
    }
    write(words, next ? say("before", { what, next: sequence.kind === KIND.OPTIONS ? named(next) : numberOf(next) }) : what);
    button.classList.toggle("builder-add-last", !next);
  }
  if (sequence.kind !== KIND.QUESTIONS) return;
  const [add, keep] = ["add", "keep"].map((act) => root(sequence).querySelector(`:scope > .builder-sets > [data-${act}-set]`));
  if (!add) return;
  const number = numberOf(around(sequence));
  write(add, say("add_set_here", { number }));
  write(keep, say("set_keep_here", { number }));
}

let waiting = 0;

/** Brings numbers, lines and names of buttons up to date, once the present changes are over. */
export function refresh(milliseconds = 0) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const sequence of sequences) {
      if (root(sequence).isConnected) draw(sequence);
      else sequences.delete(sequence);
    }
  }, milliseconds);
}

/** The sequences of questions that stand directly in a step. */
export function steps() {
  return [...sequences]
    .filter((one) => one.kind === KIND.STEPS && root(one).isConnected)
    .flatMap((one) => one.children)
    .filter((child) => child.type === "step");
}
