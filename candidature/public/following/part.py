"""What a section of the personal page is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from candidature.actors import APPLICANT
from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import Line, lines_now
from candidature.pages.participation import ParticipationPage
from candidature.privacy.told import HistoryRow, history
from candidature.process import workflow
from candidature.submissions.models import Submission


@dataclass(frozen=True)
class Followed:
    """A submission, looked at by whoever has one of its personal links.

    Attributes:
        token: the secret of the link.
        page: the call or event.
        at: when the request arrived.
    """

    token: str
    submission: Submission
    page: ParticipationPage
    at: datetime

    @cached_property
    def history(self) -> list[HistoryRow]:
        """The changes of state, first to last."""
        return history(self.submission)

    @cached_property
    def others(self) -> list[Line]:
        """Who is asked to confirm, and where each stands. No query where nobody is."""
        return lines_now(Application(self.submission)) if self.submission.has_confirmations else []

    def may(self, action: str) -> bool:
        """Whether the table of transitions offers this action to the applicant now."""
        return any(step.action == action for step in workflow.available(self.submission, APPLICANT))


@dataclass(frozen=True)
class Content:
    """What a section shows now: its heading, and what its template reads as `part`."""

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A section of the page.

    Attributes:
        anchor: the id of its heading, and its place in an address after `#`.
        template: in `templates/candidature/public/following/`; the heading is not its own.
        content: None where there is nothing to show.
    """

    anchor: str
    template: str
    content: Callable[[Followed], Content | None]


@dataclass(frozen=True)
class Shown:
    """A section as the page draws it."""

    anchor: str
    template: str
    title: str
    values: Mapping[str, Any]


def shown(parts: Iterable[Part], followed: Followed) -> list[Shown]:
    """The sections that have something to show, in their order."""
    contents = [(part, part.content(followed)) for part in parts]
    return [
        Shown(part.anchor, f"candidature/public/following/{part.template}", content.title, content.values)
        for part, content in contents
        if content is not None
    ]
