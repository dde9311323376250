"""How many applications a call takes at most: which of them count, and the words for it.

They come in the order in which they are sent, and whoever sends has locked the page (`intake.receiving`). Who
withdraws frees a place; what is not accepted was received all the same, and frees none.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.log.models import LogEntry
from candidature.pages.words import Places
from candidature.statuses import Status
from candidature.submissions.models import Submission

# In the log.
WITHDRAWN = "withdraw"


def counted(page_id: int, before: datetime | None = None) -> int:
    """How many of a page, by its original's number, count now; one query.

    Args:
        before: instead those that counted at this moment: that had arrived, and were not withdrawn yet.
    """
    if before is None:
        return _counting().filter(page=page_id).count()
    left = LogEntry.objects.filter(submission=OuterRef("pk"), action=WITHDRAWN, at__lt=before)
    arrived = Submission.objects.filter(page=page_id, submitted_at__lt=before)
    return arrived.exclude(Q(status=Status.WITHDRAWN) & Exists(left)).count()


def counted_of_each() -> Any:
    """The same of each page of a query."""
    answered = Coalesce(OuterRef("original"), OuterRef("pk"))
    of_one = _counting().filter(page=answered).order_by().values("page").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_one.values("number"), output_field=IntegerField()), 0)


def _counting() -> QuerySet[Submission]:
    return Submission.objects.exclude(status=Status.WITHDRAWN)


def in_words(most: int, came: int) -> Places:
    """What is said of a maximum, on the page and to who is writing."""
    numbers = {"most": most, "came": came, "left": max(most - came, 0)}
    if came < most:
        return Places(
            is_full=False,
            line=ngettext(
                "Si riceve al massimo %(most)d candidatura, in ordine di arrivo: ancora nessuna.",
                "Si ricevono al massimo %(most)d candidature, in ordine di arrivo: finora %(came)d.",
                most,
            )
            % numbers,
            notice_level="info",
            notice=ngettext(
                "Si può ricevere ancora %(left)d candidatura: conta il momento dell’invio.",
                "Si possono ricevere ancora %(left)d candidature, in ordine di arrivo: conta il momento "
                "dell’invio.",
                most - came,
            )
            % numbers,
            brief=ngettext(
                "Si riceve ancora %(left)d candidatura",
                "Si ricevono ancora %(left)d candidature",
                most - came,
            )
            % numbers,
        )
    return Places(
        is_full=True,
        line=ngettext(
            "Si riceve al massimo %(most)d candidatura, ed è arrivata.",
            "Si ricevono al massimo %(most)d candidature, e sono arrivate tutte.",
            most,
        )
        % numbers,
        notice_level="warning",
        notice_title=_("Il numero massimo è raggiunto"),
        brief=_("Il numero massimo è raggiunto"),
        notice=_(
            "Sono già arrivate tutte le candidature che si possono ricevere: per ora non si può inviare. Ciò "
            "che hai scritto resta qui e, se qualcuno si ritira entro il termine, puoi inviarlo."
        ),
    )
