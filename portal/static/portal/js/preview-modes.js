// In the page editor: shows the way of previewing that was chosen, also when it was chosen while another was being loaded.
// Wagtail's panel (`w-preview`) makes one preview at a time, and forgets what is chosen until that one is there.

const frame = "iframe.w-preview__iframe:not([aria-hidden])";

function begin() {
  const modes = document.getElementById("id_preview_mode");
  if (!modes) return;
  let isAnother = false;
  // What has just come is not what is chosen now. It is asked for once the panel takes another, and once alone.
  document.addEventListener("w-preview:loaded", () => {
    const shown = new URL(document.querySelector(frame).src, location.href).searchParams.get("mode") ?? "";
    isAnother = shown !== modes.value;
  });
  document.addEventListener("w-preview:updated", () => {
    if (!isAnother) return;
    isAnother = false;
    modes.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
