"""The letters by which whoever answers for pages learns that their time has come.

At most one a week to each, for all their pages together; a page is told of twice, thirty days apart, and then
waits in the report.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from portal.accounts.models import User
from portal.care.models import PageCare
from portal.italian.days import with_article
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage
from portal.rereading.due import due, portal_settings, with_terms

logger = logging.getLogger(__name__)

REPORT = "pages_to_reread"
LETTERS = "reread:"
BETWEEN_LETTERS = timedelta(days=7)
AGAIN_AFTER = timedelta(days=30)
MOST_TIMES = 2
# A letter names so many pages; the report holds them all.
MOST_NAMED = 20


@dataclass(frozen=True)
class Reader:
    """Who is written to.

    Attributes:
        account: None for the office, for pages that nobody answers for.
    """

    email: str
    account: int | None

    @property
    def key(self) -> str:
        return f"{LETTERS}{self.account or 'office'}:"


def remind(now: datetime | None = None) -> int:
    """Writes what letters there are to write, and returns how many."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    waiting = _by_account([page for page in _due_pages(today) if _is_to_be_told(page, today)])
    written = 0
    for reader in _readers(list(waiting)):
        if _was_written_to(reader, now):
            continue
        try:
            _write(reader, waiting[reader.account], today)
        except DatabaseError:
            # A page that was deleted meanwhile, say: the others are written to all the same.
            logger.exception("No letter about pages to read again for %s this time.", reader.key)
        else:
            written += 1
    return written


def _due_pages(today: date) -> list[Any]:
    return list(due(with_terms(Page.objects.select_related("care")), today))


def _is_to_be_told(page: Any, today: date) -> bool:
    times, last = _told(page)
    if times == 0:
        return True
    return times < MOST_TIMES and last is not None and last + AGAIN_AFTER <= today


def _told(page: Any) -> tuple[int, date | None]:
    """How often, and when last, letters told of the date that the page has now."""
    care: PageCare | None = getattr(page, "care", None)
    if care is None or care.told_for != page.due_on:
        return 0, None
    return care.times_told, care.told_on


def _by_account(pages: list[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for page in pages:
        found[page.answering_id].append(page)
    return found


def _readers(accounts: list[int | None]) -> list[Reader]:
    """Whom to write to; without an address of the office nobody hears of what nobody answers for."""
    rows = User.objects.filter(pk__in=[one for one in accounts if one]).order_by("pk")
    readers = [Reader(user.email, user.pk) for user in rows]
    office = portal_settings().contact_email if None in accounts else ""
    return [*readers, Reader(office, None)] if office else readers


def _was_written_to(reader: Reader, now: datetime) -> bool:
    recent = OutboxMessage.objects.filter(key__startswith=reader.key, created_at__gt=now - BETWEEN_LETTERS)
    return recent.exists()


@transaction.atomic
def _write(reader: Reader, pages: list[Any], today: date) -> None:
    """The letter and the note that it was written, together. Two workers write the same letter once."""
    with override(settings.LANGUAGE_CODE):
        outbox.enqueue(
            key=f"{reader.key}{today:%Y%m%d}",
            recipient=reader.email,
            subject=subject(len(pages)),
            body=blocks([(page.title, page.due_on) for page in pages], reader.account),
        )
    PageCare.objects.bulk_create(
        [
            PageCare(page_id=page.pk, told_for=page.due_on, told_on=today, times_told=_told(page)[0] + 1)
            for page in pages
        ],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["told_for", "told_on", "times_told"],
    )


def subject(how_many: int) -> str:
    return _("Una pagina da rileggere") if how_many == 1 else _("%(n)d pagine da rileggere") % {"n": how_many}


def blocks(pages: list[tuple[str, date]], account: int | None) -> list[Block]:
    """The letter about pages, each with its title and its date."""
    report = settings.SITE_URL + reverse(REPORT)
    context = {
        "heading": subject(len(pages)),
        "how_many": len(pages),
        "pages": [
            (title, _("entro %(day)s") % {"day": with_article(day)}) for title, day in pages[:MOST_NAMED]
        ],
        "others": max(len(pages) - MOST_NAMED, 0),
        "is_office": account is None,
        "url": f"{report}?answering={account}" if account else report,
        "site": settings.SITE_NAME,
    }
    return rendered("portal/letters/reread.txt", context)
