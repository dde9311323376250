"""A reminder, two days before the closing, to those who were asked to confirm and did not answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from candidature.actors import SYSTEM
from candidature.confirmations import letters, noting
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.pages.kinds import participation_models
from portal.models import OutboxMessage
from portal.outbox import sending as outbox

BEFORE = timedelta(days=2)
# Nearer than this it is of no use; who was asked more recently need not be reminded.
UNTIL = timedelta(hours=12)
QUIET = timedelta(days=1)


def write_due(now: datetime | None = None) -> int:
    """Writes the letters whose time has come, once for each closing; returns how many."""
    now = now or timezone.now()
    closings = {
        page.pk: page.closes_at
        for model in participation_models()
        for page in model._default_manager.filter(
            original=None, closes_at__gt=now + UNTIL, closes_at__lte=now + BEFORE
        )
        if page.takes_one_more(now) and not (page.quiet_hours and page.quiet_hours.cover(now))
    }
    if not closings:
        return 0
    asked = Confirmation.objects.filter(
        Q(draft__page__in=closings) | Q(submission__page__in=closings),
        state=Confirmation.State.ASKED,
        asked_at__lte=now - QUIET,
    ).select_related("draft__page", "submission__page")
    written = [
        (
            letters.to_who_is_asked(letters.REMINDER, one, f"{closings[one.application.page_id]:%Y%m%d%H%M}"),
            one,
        )
        for one in asked
        if Application.of(one).closed_to(one, now) is None
    ]
    keys = [message.key for message, _one in written]
    known = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [(message, one) for message, one in written if message.key not in known]
    with transaction.atomic():
        outbox.enqueue_many([message for message, _one in new])
        for _message, one in new:
            noting.note(noting.REMINDED, one, SYSTEM, at=now)
    return len(new)
