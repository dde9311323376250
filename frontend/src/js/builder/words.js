// The sentences of the form builder: Python gives them with the block of the steps (`moduli.building`).

let sentences = {};

export const learn = (given) => {
  sentences = given;
};

/** The sentence of this name, with its gaps (`{number}`) filled in. */
export const say = (name, gaps = {}) =>
  (sentences[name] ?? "").replace(/\{(\w+)\}/g, (_, gap) => String(gaps[gap] ?? ""));
