"""Which part of the manual tells of a screen: every app says it of its own in `manual_pages.py`."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from portal import declarations
from portal.manual.chapters import address

MODULE = "manual_pages"


@dataclass(frozen=True)
class Place:
    """The part that tells of these views, whose names may hold `*`."""

    views: str
    chapter: str
    anchor: str = ""


@cache
def places() -> list[Place]:
    """All of them. The first that matches a view counts, so apps come before Wagtail's families."""
    return [one for module in declarations.modules(MODULE) for one in module.PLACES]


def address_for(view: str) -> str:
    """Where the manual tells of a view; empty where it does not."""
    for place in places():
        if any(fnmatchcase(view, name) for name in place.views.split()):
            return address(place.chapter, place.anchor)
    return ""
