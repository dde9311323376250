"""What the tests of the doors of applicants share."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidature.actors import Actor
from candidature.intake import sending
from candidature.pages.participation import ParticipationPage
from candidature.process.workflow import transition
from tests.candidature.factories import (
    reviewer,
    submitted,
)


def send(page: ParticipationPage, token: str, **changes: Any) -> Any:
    values = {"received_at": timezone.now(), "notice_id": page.privacy_notice_id}
    return sending.submit(token, **{**values, **changes})


def asked_to_complete(page: ParticipationPage, due_in: Any = timedelta(days=5)) -> Any:
    submission = submitted(page)
    return transition(
        submission.pk,
        "request_info",
        Actor.staff(reviewer(page)),
        expected_version=submission.version,
        reason="Manca la motivazione.",
        due_at=timezone.now() + due_in,
    )
