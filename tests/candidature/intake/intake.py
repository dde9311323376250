"""What the tests of the doors of applicants share."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from candidature.actors import Actor
from candidature.intake import drafts, resending, sending
from candidature.intake.drafts import FirstStep
from candidature.models import Draft, PendingRevision, Submission
from candidature.pages.participation import ParticipationPage
from candidature.process.workflow import AskedFor, transition
from tests.candidature.factories import (
    EVERYTHING,
    reviewer,
    submitted,
)


def send(page: ParticipationPage, token: str, **changes: Any) -> Any:
    values = {"received_at": timezone.now(), "notice_id": page.privacy_notice_id}
    return sending.submit(token, **{**values, **changes})


def keep_typed(
    draft: Draft, typed: dict[str, str], *, email: str = "", at: datetime | None = None
) -> str | None:
    """The first step is kept as it was typed, because something in it is missing or wrong."""
    step = FirstStep(None, typed, email)
    return drafts.keep_first_step(draft, lambda _locked: step, client="", at=at).moved_to


def asked_to_complete(
    page: ParticipationPage, due_in: Any = timedelta(days=5), asked: AskedFor = EVERYTHING, **who: Any
) -> Any:
    submission = submitted(page, **who)
    return transition(
        submission.pk,
        "request_info",
        Actor.staff(reviewer(page)),
        expected_version=submission.version,
        reason="Manca la motivazione.",
        due_at=timezone.now() + due_in,
        asked=asked,
    )


def written(submission: Submission, typed: dict[str, Any], **values: Any) -> PendingRevision:
    """A revision in which this is typed."""
    values = {"purpose": PendingRevision.Purpose.INTEGRATION, "version": submission.version, **values}
    return PendingRevision.objects.create(submission=submission, typed=typed, **values)


def completed(submission: Submission, typed: dict[str, Any], **values: Any) -> Submission:
    """What it is once these answers are sent as its integration."""
    revision = written(submission, typed)
    sent = {"version": submission.version, "received_at": timezone.now(), **values}
    return resending.send(submission, PendingRevision.Purpose(revision.purpose), **sent)


def corrected(submission: Submission, typed: dict[str, Any], **values: Any) -> Submission:
    """What it is once these answers are sent as its correction."""
    purpose = PendingRevision.Purpose.CORRECTION
    written(submission, typed, purpose=purpose, **values)
    return resending.send(submission, purpose, version=submission.version, received_at=timezone.now())
