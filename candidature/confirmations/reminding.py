"""A reminder, two days before the term of a page, to those who were asked to confirm and did not answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
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
# Of so many it is asked, and written, in one query each.
AT_ONCE = 100


def write_due(now: datetime | None = None) -> int:
    """Writes the letters whose time has come, once for each term; returns how many."""
    now = now or timezone.now()
    terms = {
        page.pk: page.last_moment
        for model in participation_models()
        for page in model._default_manager.filter(model.ends_within(now + UNTIL, now + BEFORE), original=None)
        if page.takes_one_more(now) and not (page.quiet_hours and page.quiet_hours.cover(now))
    }
    if not terms:
        return 0
    asked = Confirmation.objects.filter(
        Q(draft__page__in=terms) | Q(submission__page__in=terms),
        state=Confirmation.State.ASKED,
        asked_at__lte=now - QUIET,
    )
    numbers = list(asked.order_by("pk").values_list("pk", flat=True))
    batches = (numbers[first : first + AT_ONCE] for first in range(0, len(numbers), AT_ONCE))
    return sum(_write(asked.filter(pk__in=batch), terms, now) for batch in batches)


def _write(asked: QuerySet[Confirmation], terms: Mapping[int, datetime | None], now: datetime) -> int:
    """Writes to those of them who were not reminded of the term before."""
    by_key = {}
    for one in asked.select_related("draft__page", "submission__page"):
        occasion = f"{terms[one.application.page_id]:%Y%m%d%H%M}"
        by_key[letters.key_of(letters.REMINDER, one, occasion)] = one, occasion
    for known in OutboxMessage.objects.filter(key__in=by_key).values_list("key", flat=True):
        by_key.pop(known)
    new = [each for each in by_key.values() if Application.of(each[0]).closed_to(each[0], now) is None]
    with transaction.atomic():
        outbox.enqueue_many(letters.to_who_is_asked(letters.REMINDER, one, occasion) for one, occasion in new)
        for one, _occasion in new:
            noting.note(noting.REMINDED, one, SYSTEM, at=now)
    return len(new)
