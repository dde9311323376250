"""Writes into the log what staff do without opening a submission: with letters, and searches by email."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from candidature.actors import SYSTEM, Actor
from candidature.log.models import LogEntry
from candidature.submissions.models import Submission
from portal.models import User

# A list is searched anew at each key: what somebody types within this time is one search.
ONE_CONSULTATION = timedelta(seconds=30)
_NAMED = ("reference", "kind")


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


def record_acts(
    *, user: User | None, action: str, letters: Sequence[tuple[str, str]], **_kwargs: Any
) -> None:
    """Receiver of `portal.privacy.consultations.acted_on_letters`: an entry for each, all of one moment."""
    about = {reference for reference, _number in letters if reference}
    submissions = {one.reference: one for one in Submission.objects.filter(reference__in=about).only(*_NAMED)}
    actor = Actor.staff(user) if user else SYSTEM
    at = timezone.now()
    LogEntry.objects.bulk_create(
        LogEntry(
            at=at,
            submission=submissions.get(reference),
            reference=reference[:24],
            kind=submissions[reference].kind if reference in submissions else "",
            actor=actor.user,
            actor_label=actor.label,
            action=action,
            details={"message": number},
        )
        for reference, number in letters
    )
