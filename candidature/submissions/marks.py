"""Who is known again when they send a second time to a page that takes one from each.

A mark is a text by which a page knows a sender: an address, a tax code, a name at an address
(`ParticipationPage.marks`). Each submission keeps its own, as digests with the page in them: what is known is
found by an index, however many were sent. Of two that send at the same moment the second waits for the first,
because sending to such a page locks it.
"""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from candidature.statuses import Status
from candidature.submissions.models import Submission

# What somebody withdrew, or what was refused, excludes nothing.
ENDED = (Status.WITHDRAWN, Status.REJECTED)
_ASKED_AT_ONCE = 500


class SenderMark(models.Model):
    """A mark of who sent a submission to its page."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="marks")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = _("segno di chi ha inviato")
        verbose_name_plural = _("segni di chi ha inviato")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest"], name="mark_once_for_each_submission")
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.digest[:8]}"


# Asked inside the lock for which everybody else who sends waits: as a query of models most of the time went
# into writing it.
_EARLIER = (
    f'SELECT mark."submission_id" FROM "{SenderMark._meta.db_table}" AS mark '  # noqa: S608 - ours
    f'JOIN "{Submission._meta.db_table}" AS sent ON sent."id" = mark."submission_id" '
    'WHERE mark."digest" IN ({digests}) AND sent."status" NOT IN (%s, %s) AND sent."id" <> %s '
    'ORDER BY sent."id" LIMIT 1'
)
# So is what is written there.
_PUT = (
    f'INSERT INTO "{SenderMark._meta.db_table}" ("submission_id", "digest") '  # noqa: S608 - ours
    "VALUES {values} ON CONFLICT DO NOTHING"
)


def earlier(page_id: int, marks: Iterable[str], *, but: Submission | None = None) -> Submission | None:
    """What a sender with one of these marks sent to the page and that still counts; the first of them.

    Args:
        but: what is not looked at, because it is sent anew.
    """
    digests = _digests(page_id, marks)
    if not digests:
        return None
    # Of no submission: 0.
    values: list[Any] = [*digests, *(status.value for status in ENDED), 0 if but is None else but.pk]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER.format(digests=", ".join(["%s"] * len(digests))), values)
        row = cursor.fetchone()
    # Nearly always there is none: the columns of a submission are read where there is one.
    return None if row is None else Submission.objects.defer("answers").get(pk=row[0])


def meets_another(submission: Submission, marks: Iterable[str]) -> bool:
    """Whether a mark that this submission would get is that of another to its page which still counts."""
    if submission.status in ENDED:
        return False
    own = SenderMark.objects.filter(submission=submission).values("digest")
    others = SenderMark.objects.filter(digest__in=_digests(submission.page_id, marks)).exclude(digest__in=own)
    return others.exclude(submission=submission).exclude(submission__status__in=ENDED).exists()


def with_others(submission: Submission) -> dict[str, bool]:
    """The marks of a submission, each with whether another that still counts has it too. One query."""
    rows = SenderMark.objects.filter(digest=OuterRef("digest")).exclude(submission=submission)
    counting = Exists(rows.exclude(submission__status__in=ENDED))
    own = SenderMark.objects.filter(submission=submission).annotate(is_met=counting)
    return dict(own.values_list("digest", "is_met"))


def put(submission: Submission, marks: Iterable[str], *, is_new: bool = False) -> None:
    """Writes the marks of what was just sent, completed or corrected, in the place of those it had.

    Args:
        is_new: whether it was made just now, and has none.
    """
    digests = _digests(submission.page_id, marks)
    if not is_new:
        SenderMark.objects.filter(submission=submission).exclude(digest__in=digests).delete()
    if digests:
        values = ", ".join(["(%s, %s)"] * len(digests))
        with connection.cursor() as cursor:
            cursor.execute(
                _PUT.format(values=values), [x for digest in digests for x in (submission.pk, digest)]
            )


def known(page_id: int, marks: Collection[str]) -> set[str]:
    """Those of the marks by which somebody is known who sent to the page what still counts.

    One query for each `_ASKED_AT_ONCE` of them.
    """
    by_digest = {_digest(page_id, mark): mark for mark in marks}
    digests = list(by_digest)
    found: set[str] = set()
    for first in range(0, len(digests), _ASKED_AT_ONCE):
        counting = SenderMark.objects.filter(digest__in=digests[first : first + _ASKED_AT_ONCE])
        counting = counting.exclude(submission__status__in=ENDED)
        found.update(by_digest[digest] for digest in counting.values_list("digest", flat=True))
    return found


def _digests(page_id: int, marks: Iterable[str]) -> list[str]:
    return sorted({_digest(page_id, mark) for mark in marks})


def _digest(page_id: int, mark: str) -> str:
    return hashlib.sha256(f"{page_id} {mark}".encode()).hexdigest()
