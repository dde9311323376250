"""What an account has not opened since it last changed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from candidature.models import LogEntry
from candidature.process import assigning
from istruttoria import trail
from istruttoria.duplicates.reading import DENIED, RESTORED
from istruttoria.labels.marking import LABELLED, UNLABELLED
from istruttoria.opening.models import KEPT_FOR, Opening
from istruttoria.scores.giving import GIVEN, TAKEN_BACK
from portal.models import User

# Looking changes nothing; nor does the order that colleagues keep among themselves, nor the points that each
# gives apart.
_NO_CHANGE = (
    *trail.ACCESSES,
    *(assigning.ASSIGNED, LABELLED, UNLABELLED, DENIED, RESTORED),
    *(GIVEN, TAKEN_BACK),
)


def changes(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """The entries of a log that tell of something to look at."""
    return [entry for entry in entries if entry.action not in _NO_CHANGE]


def unread_columns(user: User) -> dict[str, Any]:
    """Whether submissions changed since this account opened them (`is_unread`), and if it did (`was_opened`).

    What the account changed itself is known to it; of what is older than openings are kept, nothing is said.
    """
    opened: QuerySet[Opening] = Opening.objects.filter(submission=OuterRef("submission"), account=user.pk)
    news = LogEntry.objects.filter(
        submission=OuterRef("pk"),
        at__gt=timezone.now() - KEPT_FOR,
        pk__gt=Coalesce(Subquery(opened.values("seen")), 0),
    )
    seen = Opening.objects.filter(submission=OuterRef("pk"), account=user.pk, seen__gt=0)
    return {
        "is_unread": Exists(news.exclude(action__in=_NO_CHANGE).exclude(actor=user.pk)),
        "was_opened": Exists(seen),
    }
