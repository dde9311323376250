"""What a check is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from wagtail.models import Page

from portal.editorial.sensitive_words import SensitiveWords


class Severity(StrEnum):
    """Whether what was found stops the page from being published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Remark:
    """Something that a check found.

    Attributes:
        sentence: what is wrong and what to do, complete in itself.
        place: where in the editor, as Wagtail writes the path of a field or block (`steps.<id>.title`);
            empty where the editor holds no such place.
    """

    sentence: str
    place: str = ""


@dataclass(frozen=True)
class Occasion:
    """What a check may ask beside the page.

    Attributes:
        at: the moment at which the page would be public.
        is_first: whether nobody could read it before.
        sensitive_words: those of the site's settings.
        readability: under which index of Gulpease a label counts as hard to read.
    """

    at: datetime
    is_first: bool
    sensitive_words: SensitiveWords
    readability: int


@dataclass(frozen=True)
class Check:
    """One thing to look at, on one kind of page and those that derive from it."""

    key: str
    severity: Severity
    of: type[Page]
    find: Callable[[Any, Occasion], Iterable[Remark]]


@dataclass(frozen=True)
class Finding:
    """A remark with the check that made it."""

    check: str
    severity: Severity
    sentence: str
    place: str

    @property
    def stops(self) -> bool:
        return self.severity is Severity.ERROR
