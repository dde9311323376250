"""Writes into the log what staff consult without opening a submission: letters, and searches by email."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidature.actors import Actor
from candidature.log.models import LogEntry
from candidature.submissions.models import Submission
from portal.models import User

# A list is searched anew at each key: what somebody types within this time is one search.
ONE_CONSULTATION = timedelta(seconds=30)


def record(*, user: User, action: str, reference: str, details: dict[str, str], **_kwargs: Any) -> None:
    """Receiver of `portal.privacy.consultations.consulted`.

    The entry names the submission where there is one; it never holds what was searched for.
    """
    same = LogEntry.objects.filter(actor=user, action=action, reference=reference, details=details)
    if same.filter(at__gt=timezone.now() - ONE_CONSULTATION).exists():
        return
    submission = Submission.objects.filter(reference=reference).first() if reference else None
    LogEntry.objects.create(
        submission=submission,
        reference=reference[:24],
        kind=submission.kind if submission else "",
        actor=user,
        actor_label=Actor.staff(user).label,
        action=action,
        details=details,
    )
