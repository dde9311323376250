// Questions, steps and parts of them that are not drawn yet. Until they are opened they are their hidden fields, which post
// what they hold: whoever saves, compares or previews the page finds the same names and values as of one that is drawn.
import { isKnown, numbered, posted } from "./posted.js";

const WAITING = "data-builder-waiting";

class Waiting {
  constructor(definition, placeholder, prefix, state, capabilities) {
    Object.assign(this, { definition, prefix, capabilities, drawn: null, state: numbered(definition, state) });
    this.element = document.createElement("div");
    this.element.setAttribute(WAITING, "");
    const fields = posted(definition, prefix, this.state);
    for (const { name, value } of fields) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      this.element.append(input);
    }
    // What a search in the page finds; it then unfolds the question, as it would one that is drawn.
    this.element.append(fields.filter(({ isText, value }) => isText && value).map(({ value }) => value).join(" · "));
    this.element.addEventListener("beforematch", () => this.draw());
    placeholder.replaceWith(this.element);
  }

  draw() {
    if (!this.drawn) {
      const place = document.createElement("div");
      this.element.replaceChildren();
      this.element.replaceWith(place);
      const { parentElement } = place;
      this.drawn = drawing(this.definition).call(this.definition, place, this.prefix, this.state, undefined, this.capabilities);
      this.element = this.drawn.element ?? this.drawn.container[0];
      // Of a control, Wagtail has tied the label to it by now where it does not wait.
      const { idForLabel } = this.drawn;
      if (idForLabel) parentElement.querySelector(":scope > label")?.setAttribute("for", idForLabel);
    }
    return this.drawn;
  }

  /** What one of its fields holds, without drawing it. */
  peek(name) {
    return this.drawn ? this.drawn.childBlocks[name]?.getState() : this.state[name];
  }

  count(name) {
    return this.drawn ? this.drawn.childBlocks[name].children.length : (this.state[name] ?? []).length;
  }

  has(name) {
    return name in this.definition.childBlockDefsByName;
  }

  get childBlocks() {
    return this.draw().childBlocks;
  }

  getState() {
    return this.drawn ? this.drawn.getState() : structuredClone(this.state);
  }

  getDuplicatedState() {
    return this.drawn ? this.drawn.getDuplicatedState() : numbered(this.definition, structuredClone(this.state), true);
  }

  getValue() {
    return this.draw().getValue();
  }

  getTextLabel() {
    return "";
  }

  setState(state) {
    this.draw().setState(state);
  }

  setError(error) {
    if (this.drawn || error) this.draw().setError(error);
  }

  focus(options) {
    this.draw().focus(options);
  }
}

const waits = new WeakMap();
// How the definition draws that `waiting` was given.
const drawing = (definition) => Object.getPrototypeOf(definition).render;

/** The definition of a block that is drawn only when somebody asks for it; itself where that cannot be. */
export function waiting(definition) {
  if (!isKnown(definition)) return definition;
  if (!waits.has(definition)) {
    const render = function (placeholder, prefix, state, _error, capabilities) {
      return new Waiting(this, placeholder, prefix, state, capabilities);
    };
    waits.set(definition, Object.create(definition, { render: { value: render } }));
  }
  return waits.get(definition);
}

/** Draws a block in a task of its own, so that the browser answers in between, once the rest of the page has started. */
export function drawSoon(block) {
  Promise.resolve(window.editorStarted).then(() => setTimeout(() => block.draw()));
}

/** Whether this page opens at a comment on the child of this number, or at a place in it: it is then drawn at once. */
export function isAwaited(id) {
  awaited ??= new Set([...commented(), new URLSearchParams(location.hash.split(":w:")[1]).get("contentpath") ?? ""].join(".").split("."));
  return awaited.has(id);
}

let awaited;

function commented() {
  const data = document.getElementById("comments-data");
  return data ? JSON.parse(data.textContent).comments.map((comment) => comment.contentpath) : [];
}
