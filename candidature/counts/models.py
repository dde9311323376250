"""How many submissions there are, kept by the database, so that no list has to count them."""

from collections import Counter
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from candidature.statuses import Kind, Status
from candidature.submissions.applicants import ApplicantKind

# Rows read into memory, and written again, in one transaction.
FOLDED_AT_ONCE = 10_000
# The columns that say what a row counts, called as those of a submission.
COUNTED_BY = ("page", "zone", "kind", "applicant_kind", "status", "assigned_to")


class SubmissionCountQuerySet(models.QuerySet["SubmissionCount"]):
    def by_page_and_status(self) -> dict[tuple[int, str], int]:
        """How many submissions of each page stand in each state; what there is none of is left out."""
        return {(page or 0, status): total for (page, status), total in self.by_status("page").items()}

    def by_status(self, name: str) -> dict[tuple[int | None, str], int]:
        """The same of each `page`, `zone` or account (`assigned_to`)."""
        rows = self.order_by().values_list(name, "status").annotate(total=Sum("how_many"))
        return {(key, status): total for key, status, total in rows if total}

    def totals_by_page(self) -> dict[int, int]:
        """How many submissions each page has."""
        rows = self.order_by().values("page").annotate(total=Sum("how_many"))
        return {row["page"]: row["total"] for row in rows}

    def fold(self) -> None:
        """Adds up the rows that count the same, page by page.

        Safe beside whoever writes submissions: those only ever add rows, and only rows that were read and
        locked here are replaced.
        """
        for page in self._with_rows_to_add():
            while self.filter(page=page)._fold_some():
                pass

    def _with_rows_to_add(self) -> list[int]:
        """The pages of which something is counted by more than one row."""
        same = self.order_by().values(*COUNTED_BY)
        several = same.annotate(rows=Count("pk")).filter(rows__gt=1)
        return sorted({page for page, *_others in several.values_list("page", "rows")})

    def _fold_some(self) -> bool:
        """Folds the oldest rows, in a transaction of its own; says whether there are more than these."""
        with transaction.atomic():
            rows = list(self.select_for_update().order_by("pk")[:FOLDED_AT_ONCE])
            totals: Counter[tuple[Any, ...]] = Counter()
            for row in rows:
                totals[tuple(getattr(row, name) for name in COUNTED_BY)] += row.how_many
            kept = [
                SubmissionCount(**dict(zip(COUNTED_BY, values, strict=True)), how_many=how_many)
                for values, how_many in totals.items()
                if how_many
            ]
            if len(kept) < len(rows):
                self.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
                SubmissionCount.objects.bulk_create(kept)
        return len(rows) == FOLDED_AT_ONCE and len(kept) < len(rows)


class SubmissionCount(models.Model):
    """So many submissions more, or fewer, of this page, zone, kind, applicant, state and account.

    Triggers of the database (`candidature.counts.triggers`) add a row with each submission that is made,
    changed or deleted, in its own transaction; adding waits for nobody. The sums are exact at any moment, and
    the clock folds rows together. The columns are called as those of a submission, so that the scope and the
    filters of the queue narrow both alike.
    """

    page = models.PositiveBigIntegerField()
    zone = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    applicant_kind = models.CharField(max_length=12, choices=ApplicantKind.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    assigned_to = models.PositiveBigIntegerField(null=True)
    how_many = models.IntegerField()

    objects: ClassVar[models.Manager["SubmissionCount"]] = SubmissionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("conteggio")
        verbose_name_plural = _("conteggi")
        default_permissions = ()
        # What is looked for by is in each, so that adding up reads one of them in its order, and no row.
        indexes = [
            models.Index(fields=[first, *others, "kind", "how_many"], name=name)
            for name, first, *others in (
                ("count_by_page", "page", "status", "zone", "assigned_to"),
                ("count_by_zone", "zone", "status", "page", "assigned_to"),
                ("count_by_assignee", "assigned_to", "status", "page", "zone"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.zone} {self.status}: {self.how_many:+d}"
