"""Tells who has a draft that its term was moved, that there is none any more, or that all is suspended.

One letter for each change and each address, however many drafts it has on the page, about the one written
last. It is written to who may be written to: not to who stopped the reminders, nor to who sent already and
may send no more, and to an address that nobody has proved only `MOST_UNPROVED` times, because it may be a
stranger's.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from candidature.letters import draft_letters
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import is_suspended
from candidature.published import history
from candidature.published.models import Publication
from candidature.published.telling import NotNowError
from candidature.submissions import marks
from candidature.submissions.channels import Channel
from candidature.submissions.drafts import Draft
from moduli import FORMAT, Schema
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import addresses

# Letters of this kind about one draft, whatever happens to its page.
MOST, MOST_UNPROVED = 5, 2
# In one transaction, in which letters are made and nobody else writes.
AT_ONCE = 50
# What a page knows the sender of a draft by, but for codes among the answers.
_KNOWN_BY = ("applicant_kind", "first_name", "last_name", "email", "phone")
# What cannot be answered yet, because its notice is missing, is asked about again.
AGAIN = timedelta(hours=1)


def tell(row: Publication, now: datetime) -> None:
    """Writes the letters about a page whose term is not what was told.

    Raises:
        NotNowError: it takes nothing yet: who could not go on is told once they can.
    """
    page: ParticipationPage = row.page.specific
    before, after = row.told["facts"], row.said["facts"]
    letter = letter_for(before, after, since=row.changed_at, now=now)
    if letter is None:
        return
    if letter in draft_letters.WITH_A_WAY_ON and not page.takes_one_more(now):
        opens_later = page.opens_at is not None and page.opens_at > now
        raise NotNowError(page.opens_at if opens_later else now + AGAIN)
    more = {"before": _moment(before["until"]), "reason": history.reason_of(page.pk, page.term)}
    numbers = mailboxes(page, now)
    for first in range(0, len(numbers), AT_ONCE):
        write(letter, page, numbers[first : first + AT_ONCE], now, str(row.sequence), more)


def letter_for(
    before: Mapping[str, Any], after: Mapping[str, Any], *, since: datetime, now: datetime
) -> str | None:
    """Which letter tells of a change; None for a change that says nothing to who is writing.

    Args:
        since: when it was published.
    """
    was, until = _moment(before["until"]), _moment(after["until"])
    was_open = was is not None and was > since and not (before["concluded"] or before["cancelled"])
    if after["cancelled"]:
        return None if before["cancelled"] else draft_letters.CANCELLED
    if _is_suspended(after, now):
        return None if _is_suspended(before, now) else draft_letters.SUSPENDED
    if until is None or until <= now or after["concluded"]:
        return draft_letters.CLOSED if was_open else None
    if _is_suspended(before, now):
        return draft_letters.RESUMED
    if not was_open or was is None:
        return draft_letters.REOPENED
    if until == was:
        return None
    return draft_letters.EXTENDED if until > was else draft_letters.SHORTENED


def announce(row: Publication) -> str:
    now = timezone.now()
    if letter_for(row.told["facts"], row.said["facts"], since=row.changed_at, now=now) is None:
        return ""
    number = len(mailboxes(row.page.specific, now))
    if not number:
        return ""
    return ngettext(
        "Tra cinque minuti lo scriviamo a %(number)d persona che ha una bozza. Se c’è un errore, "
        "correggi e pubblica prima di allora: partirà solo la versione giusta.",
        "Tra cinque minuti lo scriviamo a %(number)d persone che hanno una bozza. Se c’è un errore, "
        "correggi e pubblica prima di allora: partirà solo la versione giusta.",
        number,
    ) % {"number": number}


def living(page_id: int, now: datetime) -> QuerySet[Draft]:
    """The drafts of a page whose writers may be written to."""
    drafts = Draft.objects.filter(page_id=page_id, expires_at__gt=now, no_reminders=False)
    return drafts.filter(channel=Channel.ONLINE).exclude(email="")


def mailboxes(page: ParticipationPage, now: datetime) -> list[int]:
    """The draft of each address that was written last, by number."""
    return sorted(box[0].pk for box in by_mailbox(page, living(page.pk, now)))


def by_mailbox(page: ParticipationPage, drafts: QuerySet[Draft]) -> list[list[Draft]]:
    """The drafts of each address, the one written last first; only what tells them apart is read.

    Those of who sent another and may not send twice are left out: nothing can become of them.
    """
    rows = drafts.only("page_id", "created_at", "updated_at", *_KNOWN_BY).order_by("-updated_at", "-pk")
    found: dict[str, list[Draft]] = {}
    for draft in _without_sent(page, list(rows)):
        found.setdefault(addresses.box(draft.email), []).append(draft)
    return list(found.values())


def _without_sent(page: ParticipationPage, drafts: list[Draft]) -> list[Draft]:
    """Those of nobody who is known, without their answers, to have sent what excludes sending again."""
    if not page.one_each:
        return drafts
    nothing_asked: Schema = {"format": FORMAT, "steps": []}
    marks_of = {draft.pk: page.marks(draft, nothing_asked, {}) for draft in drafts}
    known = marks.known(page.pk, {mark for some in marks_of.values() for mark in some})
    return [draft for draft in drafts if known.isdisjoint(marks_of[draft.pk])]


def write(
    letter: str,
    page: ParticipationPage,
    numbers: list[int],
    now: datetime,
    occasion: str,
    more: Mapping[str, Any],
) -> None:
    """Writes a letter about the term of a page to who has these drafts, once for each occasion."""
    with transaction.atomic():
        rows = living(page.pk, now).select_for_update(of=("self",)).filter(pk__in=numbers)
        drafts = list(rows.order_by("pk").defer("answers", "remarks", "applicant_typed"))
        related = [draft_letters.reference(draft) for draft in drafts]
        written = OutboxMessage.objects.filter(related_to__in=related, key__contains=draft_letters.OF_A_TERM)
        keys = list(written.values_list("key", "related_to"))
        told = {about for key, about in keys if key.endswith(f":{occasion}")}
        so_many = Counter(about for _key, about in keys)
        to_write = [
            draft
            for draft in drafts
            if (about := draft_letters.reference(draft)) not in told
            and so_many[about] < (MOST if draft.is_proved else MOST_UNPROVED)
        ]
        outbox.enqueue_many(draft_letters.of_a_page(letter, to_write, page, occasion, more))


def _is_suspended(said: Mapping[str, Any], now: datetime) -> bool:
    """Whether what was said is a suspension that still holds."""
    return is_suspended(bool(said.get("suspended")), _moment(said.get("resumes", "")), now)


def _moment(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
