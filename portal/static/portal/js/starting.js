// In every editor of Wagtail's: its controllers start a few at a time, and the browser answers in between.
//
// Wagtail starts all of them in one task once the page is there, the forms of its streams among them, which holds the
// browser for as long as they take together. Here each waits for its turn, in the order of the page. What follows from
// it is kept as it was: a press waits until what it presses has started, and the form itself, which compares, saves and
// sends all that it holds, starts when everything in it is there.

// What counts the errors of a tab, once, when it starts: those of streams are there by then. And what sends the form to be
// previewed, which it does at once where its panel was left open: fields that are not there yet would not be sent.
const LAST = new Set(["w-count", "w-preview"]);

// A task of the browser ends after so many milliseconds; what starts a stream may take longer by itself.
const LONGEST = 25;
const FORM = "form[data-edit-form]";

// A place of the page to which its address leads is looked for as soon as the page is there.
const leadsToAPlace = () => location.hash !== "" && !location.hash.startsWith("#tab-");

const { port1, port2 } = new MessageChannel();
const nextTask = () =>
  new Promise((go) => {
    port1.onmessage = go;
    port2.postMessage(null);
  });

function startInTurns(router) {
  const waiting = new Set();
  const last = new Set();
  let isRunning = false;
  let isOver;
  // What can wait, such as the steps of a long form, waits for it.
  window.editorStarted = new Promise((over) => {
    isOver = over;
  });

  const start = (scope) => {
    Object.getPrototypeOf(router).scopeConnected.call(router, scope);
  };

  async function turn(scopes) {
    const began = performance.now();
    for (const scope of scopes) {
      scopes.delete(scope);
      try {
        start(scope);
      } catch (error) {
        reportError(error);
      }
      // What it does in promises counts too.
      await null;
      if (performance.now() - began > LONGEST) break;
    }
  }

  async function run() {
    await nextTask();
    while (waiting.size || last.size) {
      await turn(waiting.size ? waiting : last);
      // What a stream has drawn is told of by then.
      await nextTask();
    }
    end();
  }

  function end() {
    delete router.scopeConnected;
    delete router.scopeDisconnected;
    release();
    isOver();
  }

  // A page without any controller.
  window.addEventListener("load", () => {
    if (!isRunning) end();
  });

  router.scopeConnected = (scope) => {
    (scope.element.matches(FORM) || LAST.has(scope.identifier) ? last : waiting).add(scope);
    if (isRunning) return;
    isRunning = true;
    run();
  };
  router.scopeDisconnected = (scope) => {
    if (waiting.delete(scope) || last.delete(scope)) return;
    Object.getPrototypeOf(router).scopeDisconnected.call(router, scope);
  };
}

// What was pressed or sent meanwhile, in this order.
const held = [];

function hold(event) {
  if (!event.isTrusted || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { type, target, submitter } = event;
  const again = () => target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true }));
  held.push(type === "submit" ? () => target.requestSubmit(submitter) : again);
}

function release() {
  for (const kind of ["click", "submit"]) window.removeEventListener(kind, hold, true);
  for (const again of held.splice(0)) again();
}

const router = window.wagtail?.app?.router;
if (router && !leadsToAPlace()) {
  for (const kind of ["click", "submit"]) window.addEventListener(kind, hold, true);
  startInTurns(router);
}
