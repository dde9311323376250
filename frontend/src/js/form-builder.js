// The editor of a form (`moduli.building`): Wagtail's streams, folded to one line each, whose buttons say what they do,
// whose last change can be taken back, and which take what is pasted from elsewhere.
import { learnKinds, pointInside } from "./builder/choices.js";
import { toggleCondition } from "./builder/conditions.js";
import { FoldedDefinition } from "./builder/folded.js";
import { offerMove } from "./builder/moving.js";
import { breaking, broken, KIND, know, named, refresh, register, summary } from "./builder/outline.js";
import { cleanPaste, lines } from "./builder/pasting.js";
import { number, numbered } from "./builder/posted.js";
import { learnAddresses, offerSets } from "./builder/ready-sets.js";
import { done } from "./builder/undo.js";
import { drawSoon, isAwaited, waiting } from "./builder/waiting.js";
import { learn, say } from "./builder/words.js";

const { ListBlock, ListBlockDefinition, StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;

// What all three sequences do. Wagtail's own constructor already makes children: nothing here is kept in fields.
const building = (Base, kind) =>
  class extends Base {
    get kind() {
      return kind;
    }

    get folds() {
      return kind === KIND.QUESTIONS;
    }

    _createChild(definition, placeholder, prefix, index, id, state, sequence, options) {
      // What was just added is open, to be written; what was there is folded, and drawn when it is opened.
      const isNew = Boolean(options?.focus);
      const waits = kind !== KIND.OPTIONS && !isNew && !isAwaited(id);
      const drawn = waits ? waiting(definition) : definition;
      const child = super._createChild(drawn, placeholder, prefix, index, id, state, sequence, options);
      register(this);
      know(child);
      child.getTextLabel = () => summary(child);
      if (this.folds && !isNew) child.collapse();
      if (drawn !== definition) this.awaits(child);
      if (this.folds && !this.blockDef.meta.stays) offerMove(child);
      return child;
    }

    awaits(child) {
      if (!this.folds) drawSoon(child.block);
      else child.toggleElement.addEventListener("wagtail:panel-toggle", ({ detail }) => detail.expanded && child.block.draw());
    }

    blockCountChanged() {
      super.blockCountChanged();
      register(this);
      refresh();
    }

    put(state, index, options) {
      return kind === KIND.OPTIONS ? this.insert(state.value, index, { ...options, id: state.id }) : this.insert(state, index, options);
    }

    deleteBlock(index) {
      const child = this.children[index];
      const [state, name, before] = [child.getState(), named(child), broken()];
      super.deleteBlock(index);
      // Its own hidden fields tell the server that it is gone; its controls would stand in the way of its return.
      child.element.querySelector("[data-panel]").remove();
      const next = this.children[index] ?? this.children[index - 1];
      (next?.toggleElement ?? root(this).querySelector(".c-sf-add-button"))?.focus();
      done(say("deleted", { name }) + breaking(before), () => this.put(state, index, { collapsed: true }).toggleElement.focus());
    }

    // What a new block begins with has numbers of its own: Wagtail gives all of one kind the same.
    _getChildDataForInsertion(...given) {
      const [definition, state, id] = super._getChildDataForInsertion(...given);
      return [definition, numbered(definition, state, true), id];
    }

    duplicateBlock(index, options) {
      const original = this.children[index];
      const copied = original.getDuplicatedState();
      original.getDuplicatedState = () => pointInside(original.getState(), copied);
      super.duplicateBlock(index, options);
      delete original.getDuplicatedState;
      const copy = this.children[index + 1];
      done(say("duplicated", { name: named(copy) }), () => {
        if (this.children.includes(copy)) this.deleteBlock(copy.index);
      });
    }

    moveBlock(from, to) {
      const before = broken();
      super.moveBlock(from, to);
      refresh();
      if (from === to) return;
      const child = this.children[to];
      const said = say("moved", { name: named(child), place: to + 1, count: this.children.length });
      done(said + breaking(before), () => {
        if (this.children.includes(child)) this.moveBlock(child.index, from);
      });
    }
  };

const root = (sequence) => sequence.container[0];

class Questions extends building(StreamBlock, KIND.QUESTIONS) {
  constructor(...given) {
    super(...given);
    offerSets(this);
  }
}

class Steps extends building(StreamBlock, KIND.STEPS) {
  constructor(...given) {
    super(...given);
    const element = root(this);
    element.addEventListener("input", () => refresh(300));
    element.addEventListener("change", () => refresh());
    element.addEventListener("paste", cleanPaste);
    element.addEventListener("click", toggleCondition);
    offerSets(this);
  }
}

class Options extends building(ListBlock, KIND.OPTIONS) {
  constructor(...given) {
    super(...given);
    root(this).addEventListener("paste", (event) => this.take(event));
  }

  // Whether an answer leads out stands folded in each, under the same words: it is named after its option too.
  _createChild(...given) {
    const child = super._createChild(...given);
    const [own, out] = [child.element.querySelector("[data-panel]"), child.element.querySelector("section[id$='-out-section']")];
    out?.setAttribute("aria-labelledby", `${own.getAttribute("aria-labelledby")} ${out.getAttribute("aria-labelledby")}`);
    return child;
  }

  // A list that is pasted into an option becomes as many options.
  take(event) {
    const child = this.children.find((one) => one.block.childBlocks.label?.element.contains(event.target));
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!child || event.defaultPrevented || !/[\n\r\t\v\u2028]/.test(pasted.trim())) return;
    const options = lines(pasted);
    if (!options.length) return;
    event.preventDefault();
    const label = child.block.childBlocks.label;
    const before = label.getState();
    const longest = event.target.maxLength > 0 ? event.target.maxLength : 255;
    const words = options.map((option) => option.slice(0, longest));
    if (!before.trim()) label.setState(words.shift());
    // The empty ones below are what a new question begins with.
    let at = child.index + 1;
    const added = [];
    for (const word of words) {
      const empty = this.children[at];
      if (empty && !empty.block.childBlocks.label.getState().trim()) {
        empty.block.childBlocks.label.setState(word);
        added.push({ child: empty, filled: true });
      } else {
        const value = { ...this.blockDef.initialChildState, label: word };
        added.push({ child: this.insert(value, at, { id: number() }), filled: false });
      }
      at += 1;
    }
    const last = added.at(-1)?.child ?? child;
    last.block.childBlocks.label.focus();
    refresh();
    done(say("pasted", { count: options.length }), () => {
      label.setState(before);
      for (const { child: one, filled } of added.reverse()) {
        if (filled) one.block.childBlocks.label.setState("");
        else if (this.children.includes(one)) this.deleteBlock(one.index);
      }
      label.focus();
      refresh();
    });
  }
}

const drawing = (Base, Block) =>
  class extends Base {
    render(...given) {
      return new Block(this, ...given);
    }
  };

class StepsDefinition extends drawing(StreamBlockDefinition, Steps) {
  constructor(name, groups, states, meta) {
    super(name, groups, states, meta);
    learn(meta.sentences);
    learnKinds(meta.kinds);
    learnAddresses(meta.readySets);
  }
}

window.telepath.register("moduli.Steps", StepsDefinition);
window.telepath.register("moduli.Questions", drawing(StreamBlockDefinition, Questions));
window.telepath.register("moduli.Options", drawing(ListBlockDefinition, Options));
window.telepath.register("moduli.Folded", FoldedDefinition);
