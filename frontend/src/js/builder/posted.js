// What a block would post if it were drawn, read from its definition and its state, in the order of its controls.

// `crypto.randomUUID` is there on HTTPS only.
export const number = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
  );

const { FieldBlockDefinition, ListBlockDefinition, StaticBlockDefinition, StreamBlockDefinition, StructBlockDefinition } =
  window.wagtailStreamField.blocks;

const registered = (name) => window.telepath.constructors[`wagtail.widgets.${name}`];

const NAME = "__NAME__";
// Controls of widgets, each made once and never shown: setting a state and reading it back says what the browser would post.
const models = new WeakMap();

function model(widget) {
  if (!models.has(widget)) {
    const template = document.createElement("template");
    template.innerHTML = widget.html.trim();
    const nodes = [...template.content.children];
    const bound = new widget.boundWidgetClass(nodes.length === 1 ? nodes[0] : nodes, NAME);
    models.set(widget, { bound, controls: [...template.content.querySelectorAll("[name]")] });
  }
  return models.get(widget);
}

function values(control) {
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked ? [control.value] : [];
  if (control.matches("select")) return [...control.selectedOptions].filter((option) => !option.disabled).map((option) => option.value);
  return [control.value];
}

const isPlain = (widget) => widget.render === registered("Widget").prototype.render;
// Its script comes only with a page that asks for a date.
const isDate = (widget) => registered("AdminDateInput") !== undefined && widget instanceof registered("AdminDateInput");

// It posts the number of what is chosen.
const isChooser = (widget) => registered("PageChooser") !== undefined && widget instanceof registered("PageChooser");

const known = new WeakMap();

/** Whether all controls of a block are known well enough to say what they post. Others are drawn at once. */
export function isKnown(definition) {
  if (!known.has(definition)) known.set(definition, look(definition));
  return known.get(definition);
}

function look(definition) {
  if (definition instanceof FieldBlockDefinition) return isPlain(definition.widget) || isDate(definition.widget) || isChooser(definition.widget);
  if (definition instanceof StructBlockDefinition) {
    return !definition.meta.formLayout.opts.formTemplate && definition.childBlockDefs.every(isKnown);
  }
  if (definition instanceof ListBlockDefinition) return isKnown(definition.childBlockDef);
  if (definition instanceof StreamBlockDefinition) return Object.values(definition.childBlockDefsByName).every(isKnown);
  return definition instanceof StaticBlockDefinition;
}

function ofField(definition, name, state) {
  if (isDate(definition.widget)) return [{ name, value: state ?? "" }];
  if (isChooser(definition.widget)) return [{ name, value: String(state?.id ?? "") }];
  const { bound, controls } = model(definition.widget);
  bound.setState(state);
  return controls.flatMap((control) =>
    values(control).map((value) => ({ name: control.name.replaceAll(NAME, name), value, isText: control.matches("textarea, [type=text]") })),
  );
}

// Wagtail draws the settings of a group before the rest of it.
const names = (group) =>
  [...group.opts.settings, ...group.opts.children].flatMap(([entry]) => (typeof entry === "string" ? [entry] : names(entry)));

const ofChildren = (prefix, children) => [
  { name: `${prefix}-count`, value: String(children.length) },
  ...children.flatMap(({ definition, id, value }, index) => [
    { name: `${prefix}-${index}-deleted`, value: "" },
    { name: `${prefix}-${index}-order`, value: String(index) },
    { name: `${prefix}-${index}-type`, value: definition.name ?? "" },
    { name: `${prefix}-${index}-id`, value: id ?? "" },
    ...posted(definition, `${prefix}-${index}-value`, value),
  ]),
];

/** Names and values; of a value that people wrote, `isText` says so. */
export function posted(definition, prefix, state) {
  if (definition instanceof FieldBlockDefinition) return ofField(definition, prefix, state);
  if (definition instanceof StructBlockDefinition) {
    return names(definition.meta.formLayout).flatMap((name) =>
      posted(definition.childBlockDefsByName[name], `${prefix}-${name}`, state?.[name]),
    );
  }
  if (definition instanceof ListBlockDefinition) {
    return ofChildren(prefix, (state ?? []).map((child) => ({ ...child, definition: definition.childBlockDef })));
  }
  if (definition instanceof StreamBlockDefinition) {
    return ofChildren(prefix, (state ?? []).map((child) => ({ ...child, definition: definition.childBlockDefsByName[child.type] })));
  }
  return [];
}

/** The same state, whose children in sequences have a number each: `renewed` gives all of them another. */
export function numbered(definition, state, renewed = false) {
  if (definition instanceof StructBlockDefinition) {
    return Object.fromEntries(
      Object.entries(state ?? {}).map(([name, value]) => {
        const child = definition.childBlockDefsByName[name];
        return [name, child ? numbered(child, value, renewed) : value];
      }),
    );
  }
  const isList = definition instanceof ListBlockDefinition;
  if (!isList && !(definition instanceof StreamBlockDefinition)) return state;
  return (state ?? []).map((child) => ({
    ...child,
    id: renewed || (isList && !child.id) ? number() : child.id,
    value: numbered(isList ? definition.childBlockDef : definition.childBlockDefsByName[child.type], child.value, renewed),
  }));
}
