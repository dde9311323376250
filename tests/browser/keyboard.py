"""Whoever uses no pointer: Tab, Shift+Tab, Enter, Space, arrows, letters, and a focus seen at every stop."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# Further than from one control of a page to any other it is walked to.
MOST_STOPS = 90
# Further than from one option of a group to any other.
MOST_OPTIONS = 20

# What has the focus, and whether a person can see that it has: within the window, under nothing else, and
# looking other than without it. The latter shows only once the focus moved on: it is told of the stop before.
_FOCUSED = r"""() => {
  const looks = ({ element, labels, parent }) => [element, ...labels, parent].flatMap((one) =>
    [null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(one, part);
      const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
      return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join(" ");
    })).join("\n");
  const now = document.activeElement;
  const before = window.stoppedAt;
  const moved = before && before.element !== now && before.element.isConnected;
  const unmarked = moved && before.looks === looks(before) ? before.element.outerHTML : "";
  if (now === document.body) {
    window.stoppedAt = null;
    return { unmarked, shown: true, group: "" };
  }
  const stop = { element: now, labels: [...(now.labels ?? [])], parent: now.parentElement };
  // The parts of a date are the browser's own, which marks them itself.
  window.stoppedAt = now.type === "date" ? null : { ...stop, looks: looks(stop) };
  const marks = [now, ...stop.labels];
  const shown = marks.flatMap((one) => [...one.getClientRects()]).some((box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) return false;
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return marks.some((mark) => mark.contains(over));
  });
  const isOption = ["radio", "checkbox"].includes(now.type);
  const group = (isOption && now.closest("fieldset")?.querySelector("legend")?.innerText) || "";
  return { unmarked, shown, group: group.replace(/\s+/g, " ").trim() };
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus: role and accessible name as the browser tells them to a screen reader."""

    role: str
    name: str
    group: str

    def fits(self, name: str | re.Pattern[str], group: str) -> bool:
        is_named = self.name == name if isinstance(name, str) else bool(name.search(self.name))
        return is_named and group in self.group


class Keyboard:
    """Hands on the keys of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._protocol = page.context.new_cdp_session(page)
        # From the first page on: a busy browser might open its own dialogue before it hears of ours.
        page.on("filechooser", lambda _chooser: None)

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)

    def stop(self) -> Stop:
        """What has the focus, once it was checked that it is seen."""
        seen = self.page.evaluate(_FOCUSED)
        assert not seen["unmarked"], f"With the focus it looks as without: {seen['unmarked'][:300]}"
        stop = self._told(seen["group"])
        assert seen["shown"], f"The focus on “{stop.name}” ({stop.role}) cannot be seen."
        return stop

    def _told(self, group: str) -> Stop:
        found: dict[str, Any] = self._protocol.send(
            "Runtime.evaluate", {"expression": "document.activeElement"}
        )
        of = {"objectId": found["result"]["objectId"], "fetchRelatives": False}
        node = self._protocol.send("Accessibility.getPartialAXTree", of)["nodes"][0]
        role, name = (str(node.get(part, {}).get("value", "")) for part in ("role", "name"))
        return Stop(role, " ".join(name.split()), group)

    def go_to(self, name: str | re.Pattern[str], *, group: str = "", backwards: bool = False) -> Stop:
        """Presses Tab until the control of this name has the focus, unless it has it.

        Args:
            group: part of the legend it stands under.
        """
        passed: list[str] = []
        for _stop in range(MOST_STOPS):
            stop = self.stop()
            if stop.fits(name, group):
                return stop
            passed.append(stop.name)
            self.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"{MOST_STOPS} stops and no “{name}”, only {passed}.")

    def go_back_to(self, name: str | re.Pattern[str]) -> Stop:
        return self.go_to(name, backwards=True)

    def type(self, name: str, text: str) -> None:
        """Goes to a field and writes this in the place of what it holds; a long text is pasted."""
        self.go_to(name)
        self.press("Control+a")
        if len(text) > 40:
            self.page.keyboard.insert_text(text)
        elif text:
            self.page.keyboard.type(text)
        else:
            self.press("Delete")

    def type_day(self, name: str, day: date) -> None:
        """Types a day into the parts of a date, the month first, as Debian's browser asks for it."""
        self.go_to(name)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def choose(self, group: str, option: str) -> None:
        """Goes to a question of which one option is chosen, and with the arrows to that one."""
        self.go_to(re.compile(""), group=group)
        first = self.stop()
        if first.name == option:
            self.press("Space")
            return
        for _option in range(MOST_OPTIONS):
            self.press("ArrowDown")
            if self.stop().fits(option, group):
                return
        raise AssertionError(f"The arrows never come from “{first.name}” to “{option}”.")

    def tick(self, name: str | re.Pattern[str], *, group: str = "") -> None:
        self.go_to(name, group=group)
        self.press("Space")

    def find_place(self, name: str, place: str) -> None:
        """Chooses a municipality, by some letters where a script made the list searchable."""
        self.go_to(name)
        if self.page.evaluate("document.activeElement.tagName") == "SELECT":
            self.page.keyboard.type(place)
            return
        self.press("Control+a")
        self.page.keyboard.type(place[:5])
        self.press("ArrowDown")
        self.press("Enter")

    def attach(self, name: str, file: Path) -> None:
        """Opens the dialogue for a file, which is the system's own and used with the keyboard like any."""
        self.go_to(name)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(file)

    def enter(self, name: str | re.Pattern[str]) -> None:
        """Goes to a link or button and follows it to the next page."""
        self.go_to(name)
        with self.page.expect_navigation():
            self.press("Enter")
