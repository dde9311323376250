"""Tells who signed up that the event moved, is cancelled, or takes place after all: once for each change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from candidature.letters import writing as letters
from candidature.process import promised_days
from candidature.published.models import Publication
from candidature.published.telling import NotNowError
from candidature.statuses import Status
from candidature.submissions.models import Submission
from eventi.meeting import Meeting
from eventi.pools import Mode
from eventi.saying import LINK, WHEN, WHERE
from portal.models import OutboxMessage

CANCELLED, RESTORED = "cancelled", "restored"
RESCHEDULED, RELOCATED, CHANGED, NEW_WAY_IN = "rescheduled", "relocated", "changed", "online_link"
LETTERS = (CANCELLED, RESTORED, RESCHEDULED, RELOCATED, CHANGED, NEW_WAY_IN)
# They do not come, and did not mean to.
_GONE = (Status.WITHDRAWN, Status.REJECTED)
# In one transaction, in which letters are made and nobody else writes.
AT_ONCE = 50


def tell(row: Publication, now: datetime) -> None:
    """Writes the letters about an event that is not as those who signed up know it.

    Before that, an answer promised for later than the event is now is promised for its day.

    Raises:
        NotNowError: it is over, as it stands: nobody can come too late, or to the wrong place, any more.
    """
    letter = letter_for(row)
    if letter is None:
        return
    event: Meeting = row.page.specific
    if event.is_past(now):
        raise NotNowError
    if letter != CANCELLED and event.starts_at and not event.admits_by_itself:
        # What a committee promised to answer by a day after it would be of no use.
        promised_days.bring_forward(event.pk, timezone.localtime(event.starts_at).date(), now)
    more = {"before": before(row.told["facts"], type(event)), "letter": letter}
    numbers = list(_concerned(row, letter).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), AT_ONCE):
        _write(letter, event, row, numbers[first : first + AT_ONCE], more)


def letter_for(row: Publication) -> str | None:
    """Which letter tells what is new; None where nothing is, for people who read it."""
    was, said = row.told["matters"], row.said["matters"]
    if said["cancelled"]:
        return None if was["cancelled"] else CANCELLED
    if was["cancelled"]:
        return RESTORED
    when, where = ([name for name in names if was[name] != said[name]] for names in (WHEN, WHERE))
    if was["mode"] == said["mode"] == Mode.ONLINE:
        # The place that an editor left is told to nobody.
        where = []
    if when:
        return CHANGED if where else RESCHEDULED
    if where:
        return RELOCATED
    return NEW_WAY_IN if was[LINK] != said[LINK] and said["mode"] != Mode.IN_PERSON else None


def before(told: Mapping[str, Any], kind: type[Meeting]) -> dict[str, Any]:
    """When and where it was for those who were told last, as the letter names it."""
    moments = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in WHEN}
    return {**moments, "meeting": kind(**{name: told[name] for name in WHERE})}


def announce(row: Publication) -> str:
    letter, event = letter_for(row), row.page.specific
    if letter is None or event.is_past(timezone.now()):
        return ""
    found = _concerned(row, letter).aggregate(all=Count("pk"), by_hand=Count("pk", filter=Q(email="")))
    return " ".join(filter(None, (_who_is_told(found["all"]), _who_has_no_address(found["by_hand"]))))


def _who_is_told(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "Tra cinque minuti %(number)d persona iscritta riceve una lettera che dice che cosa è cambiato. Se "
        "c’è un errore, correggi e pubblica prima di allora: partirà solo la versione giusta.",
        "Tra cinque minuti %(number)d persone iscritte ricevono una lettera che dice che cosa è cambiato. Se "
        "c’è un errore, correggi e pubblica prima di allora: partirà solo la versione giusta.",
        number,
    ) % {"number": number}


def _who_has_no_address(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)d non ha un indirizzo email: la sua lettera sarà tra quelle da consegnare a mano.",
        "%(number)d non hanno un indirizzo email: le loro lettere saranno tra quelle da consegnare a mano.",
        number,
    ) % {"number": number}


def _concerned(row: Publication, letter: str) -> QuerySet[Submission]:
    """Who has, or may get, a seat; who signed up after the change has read the new date.

    Of who has no address the letter waits to be handed over (decision 55).
    """
    found = Submission.objects.filter(page_id=row.page_id, submitted_at__lt=row.changed_at)
    if letter == NEW_WAY_IN:
        # The others do not know the old one either.
        return found.filter(status=Status.ACCEPTED)
    return found.exclude(status__in=_GONE)


def _write(
    letter: str, event: Meeting, row: Publication, numbers: list[int], more: Mapping[str, Any]
) -> None:
    occasion = str(row.sequence)
    with transaction.atomic():
        rows = _concerned(row, letter).select_for_update(of=("self",)).filter(pk__in=numbers)
        people = list(rows.order_by("pk").defer("answers"))
        related = [person.reference for person in people]
        written = OutboxMessage.objects.filter(
            related_to__in=related, key__endswith=f":{letter}:{occasion}"
        ).values_list("related_to", flat=True)
        told = set(written)
        letters.write_many(
            letters.Letter(letter, person, event, occasion=occasion, more=more)
            for person in people
            if person.reference not in told
        )
