"""Opinions that arrived wait for whose the submission is, for anybody where it is nobody's, until shown.

Once nothing is examined any more none waits: there is nothing left that it could tell. Where it is open
again, it does.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone

from candidature.models import Submission
from candidature.statuses import STILL_EXAMINED
from istruttoria.opinions.models import Opinion
from portal.web.afterwards import once_sent

# Of opinions.
TO_READ = Q(state=Opinion.State.GIVEN, seen_at__isnull=True)


def with_some_to_read() -> QuerySet[Any, Any]:
    """The ids of the submissions about which an opinion arrived that waits to be read."""
    waiting = Opinion.objects.filter(TO_READ, submission__status__in=sorted(STILL_EXAMINED))
    return waiting.order_by().values("submission")


class Shown(Protocol):
    """An opinion, or what a page tells of it."""

    @property
    def pk(self) -> int: ...

    @property
    def is_to_read(self) -> bool: ...


def note_after(response: HttpResponse, submission: Submission, whose: Q, opinions: Iterable[Shown]) -> None:
    """Notes them as read once the page has left, if they wait for whoever reads it.

    Args:
        whose: of submissions, those that wait for the reader.
    """
    shown = [one.pk for one in opinions if one.is_to_read]
    if shown:
        once_sent(response, partial(_note, submission.pk, whose, shown))


def _note(submission: int, whose: Q, shown: list[int]) -> None:
    if Submission.objects.filter(whose, pk=submission).exists():
        Opinion.objects.filter(TO_READ, pk__in=shown).update(seen_at=timezone.now())
