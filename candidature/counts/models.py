"""How many submissions there are, kept by the database, so that no list has to count them."""

from collections import Counter
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from candidature.statuses import Kind, Status

# Rows read into memory, and written again, in one transaction.
FOLDED_AT_ONCE = 10_000


class SubmissionCountQuerySet(models.QuerySet["SubmissionCount"]):
    def by_page_and_status(self) -> dict[tuple[int, str], int]:
        """How many submissions of each page stand in each state; what there is none of is left out."""
        rows = self.order_by().values("page", "status").annotate(total=Sum("how_many"))
        return {(row["page"], row["status"]): row["total"] for row in rows if row["total"]}

    def totals_by_page(self) -> dict[int, int]:
        """How many submissions each page has."""
        rows = self.order_by().values("page").annotate(total=Sum("how_many"))
        return {row["page"]: row["total"] for row in rows}

    def fold(self) -> None:
        """Adds up the rows that count the same.

        Safe beside whoever writes submissions: those only ever add rows, and only rows that were read and
        locked here are replaced.
        """
        while self._fold_some():
            pass

    def _fold_some(self) -> bool:
        """Folds the oldest rows, in a transaction of its own; says whether it is worth going on."""
        with transaction.atomic():
            rows = list(self.select_for_update().order_by("pk")[:FOLDED_AT_ONCE])
            totals: Counter[tuple[int, int | None, str, str]] = Counter()
            for row in rows:
                totals[row.page, row.zone, row.kind, row.status] += row.how_many
            kept = [
                SubmissionCount(page=page, zone=zone, kind=kind, status=status, how_many=how_many)
                for (page, zone, kind, status), how_many in totals.items()
                if how_many
            ]
            if len(kept) < len(rows):
                self.filter(pk__in=[row.pk for row in rows]).delete()
                SubmissionCount.objects.bulk_create(kept)
        return len(rows) == FOLDED_AT_ONCE and len(kept) < FOLDED_AT_ONCE // 2


class SubmissionCount(models.Model):
    """So many submissions more, or fewer, of this page, zone, kind and state.

    Triggers of the database (`candidature.counts.triggers`) add a row with each submission that is made,
    changed or deleted, in its own transaction; adding waits for nobody. The sums are exact at any moment, and
    the clock folds rows together. The columns are called as those of a submission, so that the scope and the
    filters of the queue narrow both alike.
    """

    page = models.PositiveBigIntegerField()
    zone = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    how_many = models.IntegerField()

    objects: ClassVar[models.Manager["SubmissionCount"]] = SubmissionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("conteggio")
        verbose_name_plural = _("conteggi")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page} {self.zone} {self.status}: {self.how_many:+d}"
