// The choices of a form as they are written, drawn or not: where each stands, and what depends on it.
import { say } from "./words.js";

const DECIDING = ["one_choice", "several_choices", "yes_no"];

let kindLabels = new Map();

export function learnKinds(kinds) {
  kindLabels = new Map(kinds);
}

export const kinds = () => [...kindLabels];

export const labelOf = (kind) => kindLabels.get(kind) ?? "";

/** A condition from its JSON, as `moduli.only_if` writes it. */
export const parsed = (written) => (written ? JSON.parse(written) : {});

const textOf = (state) => String(state ?? "").trim();

function optionsOf({ type, value }) {
  if (!DECIDING.includes(type)) return null;
  if (!value.options) return new Map([["yes", say("yes")], ["no", say("no")]]);
  return new Map(value.options.map((option) => [option.id, textOf(option.value.label)]));
}

/** The answers of a question that lead out, in words. */
export function leadingOut({ type, value }) {
  if (!DECIDING.includes(type)) return [];
  if (Array.isArray(value.options)) return value.options.filter((option) => option.value.out?.leads_out).map((option) => textOf(option.value.label) || say("untitled"));
  return [["yes", value.yes_out], ["no", value.no_out]].filter(([, out]) => out?.leads_out).map(([answer]) => say(answer));
}

const branchesOf = ({ value }) => [
  ...[value.if_yes, value.if_no].filter(Boolean),
  ...(Array.isArray(value.options) ? value.options : []).map((option) => option.value?.questions).filter(Boolean),
];

/**
 * The choices that stand above the block of this id and not around it, as `moduli.schema` sees them: each with its id, its
 * number, its label and its options by their ids.
 */
export function choicesAbove(steps, id) {
  const found = [];
  // Whether the block was reached, and with it the end of what stands above.
  const walk = (questions, above) =>
    questions.some((question, index) => {
      if (question.id === id) return true;
      const number = `${above}.${index + 1}`;
      const options = optionsOf(question);
      const place = found.length;
      if (options) found.push({ id: question.id, number, label: textOf(question.value.label), options });
      if (!branchesOf(question).some((branch) => walk(branch, number))) return false;
      // It stands around.
      if (options) found.splice(place, 1);
      return true;
    });
  let number = 0;
  steps.some((step) => {
    if (step.id === id) return true;
    if (step.type === "step") number += 1;
    return walk(step.value.questions ?? [], step.type === "step" ? number : say("entry"));
  });
  return found;
}

/** What a condition says, part by part, for the line of what depends on it. */
export function conditionWords({ kinds: wanted = [], answers = [] }, above) {
  const words = wanted.length ? [say("only_kinds", { kinds: wanted.map(labelOf).join(say("or")) })] : [];
  for (const { question: id, options } of answers) {
    const choice = above().find((one) => one.id === id);
    const named = options.map((option) => choice?.options.get(option)).filter(Boolean);
    const holds = named.length > 0 && named.length === options.length;
    words.push(holds ? say("only_answer", { number: choice.number, answers: named.join(say("or")) }) : say("only_broken"));
  }
  return words;
}

// A step or a question after the other, each before what stands in it.
function* everything(blocks) {
  for (const block of blocks) {
    yield block;
    yield* everything(block.value.questions ?? []);
    for (const branch of branchesOf(block)) yield* everything(branch);
  }
}

/** The names of the steps and questions whose condition names what does not stand above them any more, by their ids. */
export function brokenConditions(steps) {
  const broken = new Map();
  for (const { id, value } of everything(steps)) {
    const { answers = [] } = parsed(value.only_if);
    if (!answers.length) continue;
    const above = new Map(choicesAbove(steps, id).map((choice) => [choice.id, choice.options]));
    const holds = answers.every(({ question, options }) => options.every((option) => above.get(question)?.get(option)));
    if (!holds) broken.set(id, textOf(value.label ?? value.title) || say("untitled"));
  }
  return broken;
}

function* pairs(original, copy) {
  if (original === null || typeof original !== "object") return;
  if (original.id && copy.id) yield [original.id, copy.id];
  for (const name of Object.keys(original)) yield* pairs(original[name], copy[name]);
}

function pointed(state, now) {
  if (Array.isArray(state)) return state.map((part) => pointed(part, now));
  if (state === null || typeof state !== "object") return state;
  const parts = Object.entries(state).map(([name, part]) => {
    if (name !== "only_if") return [name, pointed(part, now)];
    const condition = parsed(part);
    if (!condition.answers) return [name, part];
    const answers = condition.answers.map(({ question, options }) => ({ question: now(question), options: options.map(now) }));
    return [name, JSON.stringify({ ...condition, answers })];
  });
  return Object.fromEntries(parts);
}

/** A copy of a block's state, in which what depended on something inside of the block depends on the copy of that. */
export function pointInside(original, copy) {
  const ids = new Map(pairs(original, copy));
  return pointed(copy, (id) => ids.get(id) ?? id);
}
