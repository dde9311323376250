"""Who may take part in a page, as its editor says it: what a change of it is compared by."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Admission:
    """Whom a page admits.

    Attributes:
        kinds: one of `candidature.pages.window.AllowedApplicants`.
        zones: the names of those from which alone people may come; none for everywhere.
        age: the youngest who may, if any age is asked.
        most: how many at most, if that is limited.
    """

    kinds: str
    zones: tuple[str, ...]
    age: int | None
    most: int | None

    @property
    def mark(self) -> str:
        """The same for two that admit the same."""
        return sha256(repr(self).encode()).hexdigest()
