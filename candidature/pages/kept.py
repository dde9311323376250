"""What is worked out from a page once, while the page stays as it was read."""

from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Kept:
    """A page of which copies may be handed out (`candidature.pages.reading`): they share what was found.

    Any other instance works everything out each time, because it may be changed meanwhile.
    """

    # As it was remembered, and for which edition; both empty for an instance that nobody remembers.
    remembered: "Kept | None" = None
    edition: str | None = None
    _found: dict[str, Any] | None = None

    @property
    def is_remembered(self) -> bool:
        """Whether it is a copy of what was remembered: its number then says all of it in this edition."""
        return self.remembered is not None

    def keep_what_is_found(self) -> None:
        """From now on this instance and its copies are not changed any more."""
        self._found = {}

    def once(self, what: str, work_out: Callable[[], Found]) -> Found:
        """What follows from the page alone; its copies share it, so nobody changes it. None is not kept."""
        found: Found | None = self._found.get(what) if self._found else None
        if found is None:
            found = work_out()
            if self._found is not None:
                self._found[what] = found
        return found
