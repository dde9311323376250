/**
 * Saves what is typed into a step while it is being typed, and says when (`data-autosave`, `[data-autosaved]`).
 * Files go with the buttons. The server saves as for "Salva", and answers which answers the page shows now.
 */
const PAUSE = 2500;

export function saveWhileTyping() {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = form.querySelector("[data-autosaved]");
  let timer;
  let underWay = null;
  let stopped = false;

  const save = (isLeaving = false) => {
    window.clearTimeout(timer);
    timer = undefined;
    if (stopped || underWay) return;
    underWay = send(form, isLeaving)
      .then((answer) => {
        if (answer.seen) form.elements.seen.value = answer.seen;
        status.textContent = answer.said;
        // Another tab wrote differently, or the link opens nothing any more: the buttons say what to do.
        stopped = !answer.goesOn;
      })
      .catch(() => {
        status.textContent = form.dataset.notSaved;
      })
      .finally(() => {
        underWay = null;
      });
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE, false);
  });

  // A button pressed while something is being saved waits for it: it must know what the page shows by then.
  form.addEventListener(
    "submit",
    (event) => {
      window.clearTimeout(timer);
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
