"""Submissions of which it is known how long they took, for tests."""

from datetime import timedelta

from candidature.models import CallPage, Submission
from tests.candidature.factories import CallPageFactory, submitted


def sent(page: CallPage, *minutes: float) -> None:
    """Submissions that took so many minutes from the first press; later ones make no change to pages."""
    template = Submission.objects.filter(page=page.pk).first() or _made(page)
    before = Submission.objects.count()
    rows: list[Submission] = []
    for spent in minutes:
        row = Submission.objects.get(pk=template.pk)
        row.pk = None
        row.reference = f"CS-{before}-{len(rows)}"
        row.begun_at = row.submitted_at - timedelta(minutes=spent)
        rows.append(row)
    Submission.objects.bulk_create(rows)


def _made(page: CallPage) -> Submission:
    bare = CallPageFactory.create()
    made = submitted(bare)
    Submission.objects.filter(pk=made.pk).update(page=page.pk, begun_at=None)
    return made
