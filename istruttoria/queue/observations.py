"""Who objected to the reasons that were told against their application, and who stayed silent."""

from typing import Any

from django.db.models import BooleanField, Case, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.models import Submission
from candidature.process.forewarning import observed
from candidature.statuses import Status
from istruttoria.queue.words import is_expired


class Observations(TextChoices):
    """What can be asked of whoever was told the reasons, while nothing is decided."""

    SENT = "sent", gettext_lazy("Arrivate")
    NONE = "none", gettext_lazy("Nessuna finora")


def observation_columns() -> dict[str, Any]:
    """Whether somebody objected to the reasons on which nothing was decided yet (`is_observed`).

    Of submissions that are read for a page: the log of others is not looked into.
    """
    waits = When(status=Status.FOREWARNED, then=observed())
    return {"is_observed": Case(waits, default=Value(False), output_field=BooleanField())}


def observing_so(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Those of the submissions that were told the reasons and objected, or not.

    By their ids, from the index that holds alone what is awaited.
    """
    told = Submission.objects.filter(info_due_at__isnull=False, status=Status.FOREWARNED).order_by()
    said = told.filter(observed()) if value == Observations.SENT else told.exclude(observed())
    return rows.filter(pk__in=said.values("pk"))


def observation_words(submission: Submission) -> str:
    """That observations came, or can come no more; empty where nobody was told any reasons.

    Args:
        submission: read with `observation_columns`.
    """
    if submission.is_observed:  # type: ignore[attr-defined]
        return _("Osservazioni arrivate")
    if submission.status == Status.FOREWARNED and is_expired(submission):
        return _("Nessuna osservazione")
    return ""
