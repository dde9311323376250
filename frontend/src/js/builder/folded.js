// What is rarely needed in a question, such as whether an answer leads out: a panel that stands folded, whose controls are
// drawn when it is opened. Of four options that are four choosers of pages less while a question is unfolded.
import { isAwaited, waiting } from "./waiting.js";

const { StructBlockDefinition } = window.wagtailStreamField.blocks;

const waits = new WeakMap();

// The same block, each of whose controls waits.
function ofWaiting(definition) {
  if (!waits.has(definition)) {
    const children = Object.entries(definition.childBlockDefsByName).map(([name, child]) => [name, waiting(child)]);
    waits.set(definition, Object.create(definition, { childBlockDefsByName: { value: Object.fromEntries(children) } }));
  }
  return waits.get(definition);
}

export class FoldedDefinition extends StructBlockDefinition {
  render(...given) {
    const error = given[3];
    if (error || isAwaited(this.name)) return super.render(...given);
    const block = super.render.apply(ofWaiting(this), given);
    const toggle = block.container[0].closest("[data-panel]").querySelector("[data-panel-toggle]");
    const draw = () => {
      for (const child of Object.values(block.childBlocks)) child.draw?.();
    };
    toggle.addEventListener("wagtail:panel-toggle", ({ detail }) => detail.expanded && draw());
    // Wagtail folds only what stands in the page already.
    if (toggle.getAttribute("aria-expanded") === "true") draw();
    return block;
  }
}
