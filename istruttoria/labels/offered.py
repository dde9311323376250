"""Which labels are there for whom: those for all pages, and those for a page with something to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import Page

from candidature.access.scope import OVERSEE, Reach
from candidature.models import Submission, SubmissionCount
from candidature.pages.kinds import original_pages
from istruttoria.labels.models import Label, Labelling
from portal.models import User

# Of those for all pages, and of those for each page.
MOST_LABELS = 40


@dataclass(frozen=True)
class Mark:
    """A label as it is seen."""

    pk: int
    colour: str
    name: str


class _Lines(Aggregate):
    """Texts below each other."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="GROUP_CONCAT(%(expressions)s, char(10))", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, chr(10))", **context)


def _line(label: str = "") -> _Lines:
    """Number, colour and name of labels, found by a look-up that ends in `__`, a line each."""
    number = Cast(f"{label}id", TextField())
    return _Lines(Concat(number, Value(" "), f"{label}colour", Value(" "), f"{label}name"))


def _marks(lines: str | None) -> list[Mark]:
    """The labels of such lines, by name."""
    split = (line.split(" ", 2) for line in (lines or "").splitlines())
    marks = [Mark(int(pk), colour, name) for pk, colour, name in split]
    return sorted(marks, key=lambda mark: (mark.name.casefold(), mark.pk))


def label_columns() -> dict[str, Any]:
    """What brings the labels of submissions along without a query: see `marks_on`."""
    on = Labelling.objects.filter(submission=OuterRef("pk")).order_by().values("submission")
    return {"labels_on": Subquery(on.annotate(lines=_line("label__")).values("lines"))}


def fitting_columns() -> dict[str, Any]:
    """The same of the labels that submissions could have: see `marks_for`."""
    fitting = Label.objects.filter(Q(page=None) | Q(page=OuterRef("page"))).order_by()
    lines = fitting.annotate(all=Value(1)).values("all").annotate(lines=_line()).values("lines")
    return {"labels_for": Subquery(lines)}


def marks_on(submission: Submission) -> list[Mark]:
    """The labels that a submission has; it was read with `label_columns`."""
    return _marks(submission.labels_on)  # type: ignore[attr-defined]


def marks_for(submission: Submission) -> list[Mark]:
    """The labels that fit a submission; it was read with `fitting_columns`."""
    return _marks(submission.labels_for)  # type: ignore[attr-defined]


def pages_within(reach: Reach) -> QuerySet[Page]:
    """The pages that an account may make labels for: its committees', and those of what it may read."""
    everything: QuerySet[Page] = original_pages()
    if reach.everything:
        return everything
    counted = reach.narrow(SubmissionCount.objects.all()).order_by().values("page")
    return everything.filter(Q(pk__in=counted) | Q(pk__in=reach.pages))


def labels_within(reach: Reach) -> QuerySet[Label]:
    """The labels that an account may know of."""
    return Label.objects.filter(Q(page=None) | Q(page__in=pages_within(reach).order_by().values("pk")))


def may_keep(label: Label, user: User, reach: Reach) -> bool:
    """Whether the account may rename or delete a label: one for all pages belongs to whoever sees all."""
    if label.page_id is None:
        return user.has_perm(OVERSEE)
    return pages_within(reach).filter(pk=label.page_id).exists()


def carrying(submissions: QuerySet[Submission], labels: Iterable[str]) -> QuerySet[Submission]:
    """Those that have one of these labels, given by their numbers."""
    # By their ids, of which a label has a bounded number (`marking.MOST_SUBMISSIONS`).
    marked = Labelling.objects.filter(label__in=[int(label) for label in labels]).order_by()
    return submissions.filter(pk__in=marked.values("submission"))
