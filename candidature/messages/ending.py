"""The end of what an applicant wrote to the office and never sent."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from candidature.messages.models import UNSENT_LIFETIME, Message, Side
from candidature.privacy import retention
from candidature.submissions.models import Submission


def prune(now: datetime | None = None) -> int:
    """Forgets what nobody came back to, with its files; returns how many messages."""
    until = (now or timezone.now()) - UNSENT_LIFETIME
    found = list(_unchanged_since(until).values_list("submission", flat=True))
    return retention.end_each(found, lambda pk: _forget(pk, until), "forgotten")


def _unchanged_since(until: datetime) -> QuerySet[Message]:
    return Message.objects.filter(side=Side.APPLICANT, sent_at__isnull=True, changed_at__lte=until)


def _forget(submission_id: int, until: datetime) -> bool:
    with transaction.atomic():
        # Who writes a message locks its submission.
        Submission.objects.select_for_update(of=("self",)).filter(pk=submission_id).defer("answers").first()
        still = _unchanged_since(until).filter(submission=submission_id)
        return bool(still.delete()[1].get(Message._meta.label, 0))
