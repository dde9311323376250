"""Until when the letters of a job wait, and can be taken back with it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from istruttoria.bulk.models import BulkJob
from portal.italian.days import in_small_letters, without_article

Letters = BulkJob.Letters
MORNING = time(8)


def leave_at(job: BulkJob, now: datetime) -> datetime | None:
    """When the letters leave that are written now; None where somebody lets them go.

    The morning is that after the job was confirmed, however long it takes; those that are written later, or
    just before, wait as others do, so that there is time to take them back.
    """
    after_a_while = now + timedelta(minutes=settings.BULK_LETTERS_WAIT_MINUTES)
    match job.letters:
        case Letters.AFTER_A_WHILE:
            return after_a_while
        case Letters.AN_HOUR:
            return now + timedelta(hours=1)
        case Letters.NEXT_MORNING:
            return max(morning_after(job.confirmed_at or now), after_a_while)
    return None


def morning_after(moment: datetime) -> datetime:
    """Eight o'clock of the next day, where the portal is."""
    day = timezone.localdate(moment) + timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=timezone.get_default_timezone())


def told_of(letters: str, *, n: int, by_hand: int, to_approve: int) -> str:
    """When the letters of a job leave, whoever chose it, and until when all of it can be taken back.

    Args:
        n: how many are written.
        by_hand: how many of them are handed over.
        to_approve: how many of them somebody must read first.
    """
    if by_hand == n and not to_approve and letters != Letters.ON_RELEASE:
        return _("Finché non sono stampate o consegnate puoi annullare tutto.")
    sentences = [f"{_when(letters, all_to_approve=to_approve == n)}."]
    if 0 < to_approve < n:
        sentences.append(
            ngettext(
                "%(n)d non parte finché non la approva chi può.",
                "%(n)d non partono finché non le approva chi può.",
                to_approve,
            )
            % {"n": to_approve}
        )
    return " ".join([*sentences, _("Fino ad allora puoi annullare tutto.")])


def _when(letters: str, *, all_to_approve: bool) -> str:
    if letters == Letters.ON_RELEASE:
        if all_to_approve:
            return _("Aspettano che le approvi chi può, e poi che qualcuno le faccia partire")
        return _("Aspettano che qualcuno le faccia partire")
    if all_to_approve:
        when = {"when": words_of(letters)}
        return _("%(when)s, se per allora le ha approvate chi può: se no, quando le approva") % when
    return words_of(letters)


def words_of(letters: str) -> str:
    """When they leave, as a choice says it now."""
    if letters == Letters.AFTER_A_WHILE:
        minutes = settings.BULK_LETTERS_WAIT_MINUTES
        after = ngettext("Partono da sole dopo %(n)d minuto", "Partono da sole dopo %(n)d minuti", minutes)
        return after % {"n": minutes}
    if letters == Letters.NEXT_MORNING:
        day = timezone.localdate(morning_after(timezone.now()))
        in_words = f"{in_small_letters(date_format(day, 'l'))} {without_article(day, 'j F')}"
        return _("Partono da sole domattina alle 8 (%(day)s)") % {"day": in_words}
    return str(Letters(letters).label)
