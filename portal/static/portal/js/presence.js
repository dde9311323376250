// While a submission is open and in sight (`data-presence`), its page says so and shows which colleagues look at it,
// too. Without this script an opening counts for some minutes, and colleagues are those of when the page was drawn.

const EVERY = 25000;

function followPresence(box) {
  const address = box.dataset.presence;
  const token = box.dataset.presenceToken;

  function told(more) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    if (more) body.set(more, "1");
    return body;
  }

  async function beat() {
    if (document.hidden) return;
    const answer = await fetch(address, { method: "POST", body: told() }).catch(() => null);
    // Signed out meanwhile, it would be the page of entering.
    if (!answer?.ok || answer.redirected) return;
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    // What is said already is not said again, aloud least of all.
    if (read.body.textContent.trim() !== box.textContent.trim()) box.replaceChildren(...read.body.childNodes);
  }

  beat();
  window.setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", () => navigator.sendBeacon(address, told("closed")));
}

for (const box of document.querySelectorAll("[data-presence]")) followPresence(box);
