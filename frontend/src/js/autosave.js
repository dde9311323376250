/**
 * Saves what is typed while it is being typed, and says when (`data-autosave`, `[data-autosaved]`); where it may
 * not or cannot, warns before the page is left (`form[data-kept]`). The browser itself keeps nothing.
 * Files go with the buttons. The server saves as for "Salva", and answers what the page shows now.
 */
const PAUSE = 2500;

export function keepWhatIsTyped() {
  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  const status = form.querySelector("[data-autosaved]");
  const seen = form.elements[form.dataset.seen ?? "seen"];
  let timer;
  let underWay = null;
  let stopped = !("autosave" in form.dataset);
  let failed = false;
  // How often something was typed, and up to where of that the server has it.
  let typed = 0;
  let kept = 0;
  let isLeftByButton = false;

  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE, false);
  };

  const save = (isLeaving = false) => {
    window.clearTimeout(timer);
    timer = undefined;
    if (stopped || underWay) return;
    if (hasOtherAddress(form)) {
      status.textContent = form.dataset.otherAddress;
      return;
    }
    const until = typed;
    underWay = send(form, isLeaving)
      .then((answer) => {
        if (answer.seen) seen.value = answer.seen;
        status.textContent = answer.said;
        // Another tab wrote differently, or the link opens nothing any more: the buttons say what to do.
        stopped = !answer.goesOn;
        failed = !answer.saved;
        if (answer.saved) kept = until;
      })
      .catch(() => {
        status.textContent = form.dataset.notSaved;
        failed = true;
      })
      .finally(() => {
        underWay = null;
        // Typed while it took longer than a pause.
        if (typed > until) wait();
      });
  };

  const note = ({ target }) => {
    if (target.type === "file") return;
    typed += 1;
    wait();
  };
  form.addEventListener("input", note);
  // A name that is chosen from a list to search says so in this way alone.
  form.addEventListener("change", (event) => {
    if (event.target.getAttribute("role") === "combobox") note(event);
  });

  // A button pressed while something is being saved waits for it: it must know what the page shows by then.
  form.addEventListener(
    "submit",
    (event) => {
      window.clearTimeout(timer);
      isLeftByButton = !underWay;
      if (!underWay) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      underWay.finally(() => form.requestSubmit(submitter));
    },
    { capture: true },
  );

  // Left without a button: what was typed last goes along.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) save(true);
  });

  window.addEventListener("beforeunload", (event) => {
    const isLost = stopped || failed || hasOtherAddress(form);
    if (isLost && typed > kept && !isLeftByButton) event.preventDefault();
  });

  window.addEventListener("pageshow", () => {
    isLeftByButton = false;
  });
}

/** Whether another email address stands in the form than the one with which it may be saved without a button. */
function hasOtherAddress(form) {
  const { address } = form.dataset;
  return address !== undefined && form.elements.email.value.trim().toLowerCase() !== address.toLowerCase();
}

async function send(form, isLeaving) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) {
    if (value instanceof File) data.delete(name);
  }
  data.set("action", "autosave");
  const answer = await fetch(window.location.href, {
    method: "POST",
    body: new URLSearchParams(data),
    credentials: "same-origin",
    // A browser refuses long texts with it.
    keepalive: isLeaving,
  });
  return answer.json();
}
