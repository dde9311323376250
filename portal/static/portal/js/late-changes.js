// In every editor of Wagtail's: what is changed at the wrong moment is saved, and shown, like anything else.
//
// Wagtail compares the form with a picture it took of it. It takes one two seconds after the page is there, and
// another whenever an automatic save has come back, and what was changed in between is in the picture: it counts as
// saved until something else is changed. Here the picture is the one of before.

const WATCHES = "w-unsaved";

function watcher(form) {
  return window.wagtail?.app?.getControllerForElementAndIdentifier(form, WATCHES);
}

function without(picture, names) {
  const fields = new URLSearchParams(picture);
  for (const name of names) fields.delete(name);
  return fields.toString();
}

// What the answer to a save writes into the form: the numbers of new rows, and the version that is worked on.
function writtenBySaving(form, detail) {
  const marks = [...form.querySelectorAll("[data-base-version]")];
  return [...Object.keys(detail.data?.field_updates ?? {}), ...marks.map((mark) => mark.name)];
}

// Whatever changed since then is found at the next look, half a second later.
function compareWith(watches, picture) {
  watches.initialFormData = picture;
  watches.previousFormData = picture;
}

// By form: how it was when somebody first touched it, and when what is being saved was read from it.
const touched = new WeakMap();
const sent = new WeakMap();

function touch(event) {
  const form = event.target.closest?.(`form[data-controller~="${WATCHES}"]`);
  const watches = form && !touched.has(form) && watcher(form);
  if (watches && !watches.initialFormData) touched.set(form, watches.formData);
}

// The form starts last (`starting.js`), and what was written in it before is in every picture: this one is like none, so
// that all is saved.
const NONE = "-";

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.(`form[data-controller~="${WATCHES}"]`);
  if (form && !touched.has(form) && !watcher(form)) touched.set(form, NONE);
}, true);

// Before the control takes what is done to it.
for (const kind of ["keydown", "pointerdown", "beforeinput", "drop", "paste"]) document.addEventListener(kind, touch, true);

// The first picture is taken more than once.
document.addEventListener(`${WATCHES}:watch-edits`, ({ target }) => {
  const before = touched.get(target);
  if (before !== undefined) compareWith(watcher(target), before);
});

document.addEventListener("w-autosave:save", ({ target }) => {
  touched.delete(target);
  const watches = watcher(target);
  if (watches) sent.set(target, watches.formData);
});

// The form hears of it first, and takes its picture.
document.addEventListener("w-autosave:success", ({ target, detail }) => {
  const before = sent.get(target);
  const watches = watcher(target);
  if (before === undefined || !watches) return;
  const written = writtenBySaving(target, detail);
  if (without(before, written) !== without(watches.formData, written)) compareWith(watches, before);
});

// Another preview that is chosen while one loads would be asked for with the next change only.
document.addEventListener("change", ({ target }) => {
  const panel = target.id === "id_preview_mode" && target.closest("[data-controller~=w-preview]");
  const preview = panel && window.wagtail?.app?.getControllerForElementAndIdentifier(panel, "w-preview");
  if (preview?.updatePromise) preview.staleValue = true;
}, true);
