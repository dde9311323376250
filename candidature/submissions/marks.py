"""Who is known again when they send a second time to a page that takes one from each.

A mark is a text by which a page knows a sender: an address, a tax code, a name at an address
(`ParticipationPage.marks`). Each submission keeps its own, as digests with the page in them: what is known is
found by an index, however many were sent. Of two that send at the same moment the second waits for the first,
because sending to such a page locks it.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from candidature.statuses import Status
from candidature.submissions.models import Submission

# What somebody withdrew, or what was refused, excludes nothing.
ENDED = (Status.WITHDRAWN, Status.REJECTED)


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


def put(submission: Submission, marks: Iterable[str], *, is_new: bool = False) -> None:
    """Writes the marks of what was just sent, completed or corrected, in the place of those it had.

    Args:
        is_new: whether it was made just now, and has none.
    """
    digests = _digests(submission.page_id, marks)
    if not is_new:
        SenderMark.objects.filter(submission=submission).exclude(digest__in=digests).delete()
    SenderMark.objects.bulk_create(
        [SenderMark(submission=submission, digest=digest) for digest in digests], ignore_conflicts=True
    )


def _digests(page_id: int, marks: Iterable[str]) -> list[str]:
    return sorted({hashlib.sha256(f"{page_id} {mark}".encode()).hexdigest() for mark in marks})
