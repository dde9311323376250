"""Who is known again when they send a second time to a page that takes one from each.

A mark is a text by which a page knows a sender: an address, a tax code, a name at an address
(`ParticipationPage.marks`). Kept as a digest with the page in it, each once: of two that send at the same
moment one finds the other's, and what is known is found by an index, however many were sent.
"""

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from candidature.statuses import Status
from candidature.submissions.models import Submission

# What somebody withdrew, or what was refused, excludes nothing.
ENDED = (Status.WITHDRAWN, Status.REJECTED)


class SenderMark(models.Model):
    """A mark of who sent a submission to its page."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="marks")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("segno di chi ha inviato")
        verbose_name_plural = _("segni di chi ha inviato")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.digest[:8]}"


def earlier(page_id: int, marks: Iterable[str]) -> Submission | None:
    """What a sender with one of these marks sent to the page and that still counts."""
    known = Submission.objects.filter(marks__digest__in=_digests(page_id, marks)).exclude(status__in=ENDED)
    return known.order_by("pk").defer("answers").first()


def put(submission: Submission, marks: Iterable[str], *, alone: bool) -> None:
    """Marks what was just sent. A mark stays with an earlier submission while that counts.

    Args:
        alone: whether none with the same mark may be there.

    Raises:
        IntegrityError: one was sent since it was looked for (`earlier`); look again.
    """
    digests = _digests(submission.page_id, marks)
    known = SenderMark.objects.filter(digest__in=digests)
    known.filter(submission__status__in=ENDED).delete()
    taken = set(known.values_list("digest", flat=True))
    if taken and alone:
        raise IntegrityError("A mark was taken a moment ago.")
    SenderMark.objects.bulk_create(
        SenderMark(submission=submission, digest=digest) for digest in digests if digest not in taken
    )


def _digests(page_id: int, marks: Iterable[str]) -> list[str]:
    return sorted({hashlib.sha256(f"{page_id} {mark}".encode()).hexdigest() for mark in marks})
