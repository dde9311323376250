"""Which entries of the log still hold: not those of a change that was taken back before anybody was told."""

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from candidature.actors import LABELS_WITHOUT_ACCOUNT
from candidature.log.models import TAKEN_BACK, UNDONE, LogEntry


def holding(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """The entries without those that were taken back, and without those that took them back."""
    taken_back = (
        LogEntry.objects.filter(reference=OuterRef("reference"), action=TAKEN_BACK)
        .annotate(undone=KT(f"details__{UNDONE}"))
        .filter(undone=Cast(OuterRef("pk"), CharField()))
        .order_by()
    )
    return entries.exclude(action=TAKEN_BACK).exclude(Exists(taken_back))


def by_staff(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """What somebody with an account did, also where the account is gone."""
    return entries.exclude(actor_label__in=LABELS_WITHOUT_ACCOUNT)
