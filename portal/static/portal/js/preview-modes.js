// In the page editor: shows the way of previewing that was chosen, also when it was chosen while another was being loaded,
// and when the panel is drawn anew.
// Wagtail's panel (`w-preview`) makes one preview at a time, and forgets what is chosen until that one is there. After
// the first automatic save of a new page it comes anew from the server, with the first way chosen.

const frame = "iframe.w-preview__iframe:not([aria-hidden])";
const PANEL = "[data-side-panel='preview']";

const modes = () => document.getElementById("id_preview_mode");

function begin() {
  if (!modes()) return;
  let chosen = modes().value;
  let isAnother = false;
  document.addEventListener("change", ({ target }) => {
    if (target === modes()) chosen = target.value;
  });
  // What has just come is not what is chosen now. It is asked for once the panel takes another, and once alone.
  document.addEventListener("w-preview:loaded", () => {
    const shown = new URL(document.querySelector(frame).src, location.href).searchParams.get("mode") ?? "";
    isAnother = shown !== modes().value;
  });
  document.addEventListener("w-preview:updated", () => {
    if (!isAnother) return;
    isAnother = false;
    modes().dispatchEvent(new Event("change", { bubbles: true }));
  });
  const drawnAnew = new MutationObserver(() => {
    // It asks for its preview later, and for the way that is chosen then.
    if (modes()) modes().value = chosen;
  });
  for (const panel of document.querySelectorAll(PANEL)) drawnAnew.observe(panel, { childList: true });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
