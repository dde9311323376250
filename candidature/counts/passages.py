"""How far whoever begins a form comes, counted by page, step and day, and of nobody.

Triggers of the database (`candidature.counts.triggers`) add a row where a draft is begun, where something of
a step is kept in it for the first time, and where what it becomes is sent. What a draft says of its steps
goes with it; the counts stay. What is typed at the desk is not counted.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# Rows read into memory in one transaction.
FOLDED_AT_ONCE = 5_000
# Two years: the report tells of ninety days, and an office compares a call with that of the year before.
KEPT_FOR = timedelta(days=730)
# The step on which one says who one is, which stands in no form.
WHO = ""


class What(models.TextChoices):
    """What is counted."""

    BEGUN = "begun", _("Cominciata")
    REACHED = "reached", _("Passo raggiunto")
    SENT = "sent", _("Inviata")


class PassageQuerySet(models.QuerySet["Passage"]):
    def since(self, page: int, first_day: date) -> dict[tuple[str, str], int]:
        """Of a page, how often each of `What` happened, by step, from this day on. One query."""
        rows = self.filter(Q(day__gte=first_day) | Q(day=None), page=page).order_by()
        found = rows.values_list("what", "step").annotate(total=Sum("how_many"))
        return {(what, step): total for what, step, total in found}

    def fold(self) -> None:
        """Adds what the triggers wrote to the rows of its days. Safe beside whoever goes on writing."""
        while self._fold_some():
            pass

    def _fold_some(self) -> bool:
        """Folds the oldest rows, in a transaction of its own; says whether there may be more."""
        with transaction.atomic():
            rows = list(self.filter(day=None).select_for_update().order_by("pk")[:FOLDED_AT_ONCE])
            totals: Counter[tuple[Any, ...]] = Counter()
            for row in rows:
                totals[row.page, row.what, row.step, _day(row.at)] += row.how_many
            self.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
            for (page, what, step, day), how_many in totals.items():
                self._add(how_many, {"page": page, "what": what, "step": step, "day": day})
        return len(rows) == FOLDED_AT_ONCE

    def _add(self, how_many: int, key: Mapping[str, Any]) -> None:
        if not self.model.objects.filter(**key).update(how_many=F("how_many") + how_many):
            self.model.objects.create(**key, how_many=how_many)

    def prune(self) -> int:
        """Forgets what is older than `KEPT_FOR`, and what was counted of pages that are gone."""
        gone = ~Q(page__in=Page.objects.order_by().values("pk"))
        deleted, _by_model = self.filter(Q(day__lt=timezone.localdate() - KEPT_FOR) | gone).delete()
        return deleted


class Passage(models.Model):
    """So often something happened on a page: on a day, or, while it is not folded, once at a moment.

    Attributes:
        step: the key of the step that was reached, `WHO` for who one is; empty for what is of no step.
        at: of a row that a trigger wrote, until it is folded.
    """

    page = models.PositiveBigIntegerField()
    what = models.CharField(max_length=7, choices=What.choices)
    step = models.CharField(max_length=40, blank=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    how_many = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["Passage"]] = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passaggio")
        verbose_name_plural = _("passaggi")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "what", "step", "day"],
                condition=Q(day__isnull=False),
                name="passages_of_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["page"], condition=Q(day__isnull=True), name="passages_to_fold"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.what} {self.step}: {self.how_many}"


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment).date()
