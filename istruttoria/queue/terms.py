"""How the term of the procedure stands, whoever holds what it is of: late, near, or at a standstill."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission
from candidature.statuses import AWAITED_STATUSES
from istruttoria.queue.words import SOON


class TermNow(TextChoices):
    """What can be asked of a term."""

    LATE = "late", _("In ritardo")
    SOON = "soon", _("Entro 7 giorni")
    PAUSED = "paused", _("In pausa")


def standing_so(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Those of the submissions whose term stands so today.

    What is at a standstill stands in an index of its own, with all that is counted. The others are found by
    their ids, from an index that begins with the term: a condition on the columns would have SQLite walk the
    index of the order, or of the groups, and look at every row.
    """
    if value == TermNow.PAUSED:
        return rows.filter(_condition(TermNow.PAUSED))
    return rows.filter(pk__in=Submission.objects.filter(_condition(TermNow(value))).order_by().values("pk"))


def _condition(value: TermNow) -> Q:
    today = timezone.localdate()
    # The office’s turn. Only what is open has a term; if its states were asked for,
    # SQLite would go through all that are in them.
    ours = ~Q(status__in=AWAITED_STATUSES)
    if value is TermNow.LATE:
        return ours & Q(term_on__lt=today)
    if value is TermNow.SOON:
        return ours & Q(term_on__gte=today, term_on__lte=today + timedelta(days=SOON))
    # As `suspension.is_running`: who is awaited has a day by which to answer.
    return Q(info_due_at__isnull=False, suspended_on__lte=today, suspended_until__gt=today)
