"""Tells those whom it concerns that a page says something else than what they were last told.

Each audience has its own letters (`register`). They are written by the worker, so that whoever publishes
waits for nobody, some time after the last change (`noting.PAUSE`): a letter tells what is new since the one
before, not since the publishing before. A run that is cut off begins again; the keys of letters keep anybody
from being told twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature.published.models import Publication

logger = logging.getLogger(__name__)


class NotNowError(Exception):
    """What is new is not told at the moment: only later (`again_at`), or only if it changes once more."""

    def __init__(self, again_at: datetime | None = None) -> None:
        super().__init__(again_at)
        self.again_at = again_at


@dataclass(frozen=True)
class Audience:
    """Those who are told.

    Attributes:
        name: as `Publication.audience` has it.
        tell: writes the letters about what is `said` and was not `told`; safe to repeat. May raise
            `NotNowError`.
        announce: the sentence for the editor who has just published; empty where nobody will be written to.
    """

    name: str
    tell: Callable[[Publication, datetime], None]
    announce: Callable[[Publication], str]


_audiences: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    _audiences[audience.name] = audience


def tell_due(now: datetime | None = None) -> int:
    """Writes the letters whose time has come; returns about how many pages.

    What is not on the site is told once it is there again.
    """
    now = now or timezone.now()
    due = Publication.objects.filter(tell_at__lte=now, page__live=True, audience__in=_audiences)
    told = 0
    for row in due.select_related("page").order_by("tell_at", "pk"):
        try:
            _audiences[row.audience].tell(row, now)
        except NotNowError as refused:
            Publication.objects.filter(pk=row.pk, sequence=row.sequence).update(tell_at=refused.again_at)
        except Exception:
            # The others are told all the same; this one comes again with the next run.
            logger.exception("Nobody could be told what is new on page %s (%s).", row.page_id, row.audience)
        else:
            _is_told(row, now)
            told += 1
    return told


def announcements(page_id: int) -> list[str]:
    """What an editor reads of the letters that wait to be written about a page."""
    waiting = Publication.objects.filter(page_id=page_id, tell_at__isnull=False, audience__in=_audiences)
    sentences = [_audiences[row.audience].announce(row) for row in waiting.select_related("page")]
    return [sentence for sentence in sentences if sentence]


def _is_told(row: Publication, now: datetime) -> None:
    """Notes what people know now; what was published while they were told is told after it."""
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=row.pk)
        locked.told = row.said
        if locked.said["matters"] == row.said["matters"]:
            locked.tell_at = None
        else:
            locked.tell_at = locked.tell_at or now
        locked.save(update_fields=["told", "tell_at"])
