"""What whoever publishes is asked first: nothing is wrong with the page, but something changes for others.

Apps list their askers in `publishing_checks`, as `QUESTIONS`. An asker looks at a version of a page that is
about to be published; what it asks is answered on a page of its own, and not asked again once it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from wagtail.models import Page, Revision

from portal import declarations


@dataclass(frozen=True)
class Question:
    """Something to be confirmed.

    Attributes:
        sentence: what it is about, complete in itself.
        address: of the page where it is answered, and the version published.
    """

    sentence: str
    address: str


# Given the version and the page as that version has it; None where there is nothing to ask.
Asker = Callable[[Revision, Page], Question | None]


@cache
def askers() -> list[Asker]:
    return [
        asker
        for module in declarations.modules("publishing_checks")
        for asker in getattr(module, "QUESTIONS", [])
    ]


def asked(revision: Revision, page: Page) -> Question | None:
    """What is to be confirmed before this version is published; one thing at a time."""
    return next((question for asker in askers() if (question := asker(revision, page))), None)
