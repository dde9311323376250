"""What there is to see of opinions waits for whose the submission is, for anybody where it is nobody's.

It does until it is shown: one that arrived, one whose term passed, and one whose letter came back. Once
nothing is examined any more none waits: there is nothing left that it could tell. Where it is open again, it
does.
"""

from collections.abc import Iterable
from functools import partial
from typing import Protocol

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpResponse
from django.utils import timezone

from candidature.models import Submission
from candidature.statuses import STILL_EXAMINED, Status
from istruttoria.opinions.models import Opinion
from portal.web.afterwards import once_sent

# Of opinions.
ARRIVED = Q(state=Opinion.State.GIVEN, seen_at__isnull=True)
_ASKED = Q(state=Opinion.State.ASKED)
UNREACHED = _ASKED & Q(undelivered_since__isnull=False, seen_at__isnull=True)


def late() -> Q:
    """Of opinions: those whose term passed. Whoever saw one before, saw no late one."""
    seen_before = Q(seen_at__isnull=True) | Q(seen_at__lt=F("due_at"))
    return _ASKED & Q(due_at__lte=timezone.now()) & seen_before


def some_to_see() -> Q:
    """Of submissions: there is something to see of an opinion about them."""
    # An index holds those of either kind. Of the states they may have SQLite would walk all submissions.
    arrived, missing = (
        Opinion.objects.filter(*conditions).order_by().values("submission")
        for conditions in ([ARRIVED], [_ASKED, late() | UNREACHED])
    )
    return Q(pk__in=arrived.union(missing)) & ~Q(status__in=sorted(set(Status) - STILL_EXAMINED))


def columns() -> dict[str, Exists]:
    """What there is to see of the opinions about submissions, for each row of a list."""
    about = Opinion.objects.filter(submission=OuterRef("pk"))
    return {
        "has_opinion": Exists(about.filter(ARRIVED)),
        "has_late_opinion": Exists(about.filter(late())),
        "has_unreached_opinion": Exists(about.filter(UNREACHED)),
    }


class Shown(Protocol):
    """An opinion, or what a page tells of it."""

    @property
    def pk(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def is_to_see(self) -> bool: ...


def note_after(response: HttpResponse, submission: Submission, whose: Q, opinions: Iterable[Shown]) -> None:
    """Notes them as seen once the page has left, if they wait for whoever reads it.

    Args:
        whose: of submissions, those that wait for the reader.
    """
    shown = [(one.pk, one.state) for one in opinions if one.is_to_see]
    if shown:
        once_sent(response, partial(_note, submission.pk, whose, shown))


def _note(submission: int, whose: Q, shown: list[tuple[int, str]]) -> None:
    if not Submission.objects.filter(whose, pk=submission).exists():
        return
    to_see = ARRIVED | late() | UNREACHED
    for state in {state for _pk, state in shown}:
        # One that arrived meanwhile was not shown.
        as_shown = [pk for pk, then in shown if then == state]
        Opinion.objects.filter(to_see, pk__in=as_shown, state=state).update(seen_at=timezone.now())
