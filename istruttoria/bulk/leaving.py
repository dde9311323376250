"""Until when the letters of a job wait, and can be taken back with it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from istruttoria.bulk.models import BulkJob
from portal.italian.days import without_article

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


def told_of(letters: str) -> str:
    """When they leave, as it is told of a choice that was made, whoever made it."""
    if letters == Letters.ON_RELEASE:
        return _("Aspettano che qualcuno le faccia partire")
    return words_of(letters)


def words_of(letters: str) -> str:
    """When they leave, as a choice says it now."""
    if letters == Letters.AFTER_A_WHILE:
        minutes = settings.BULK_LETTERS_WAIT_MINUTES
        after = ngettext("Partono da sole dopo %(n)d minuto", "Partono da sole dopo %(n)d minuti", minutes)
        return after % {"n": minutes}
    if letters == Letters.NEXT_MORNING:
        day = timezone.localdate(morning_after(timezone.now()))
        in_words = f"{date_format(day, 'l').lower()} {without_article(day, 'j F')}"
        return _("Partono da sole domattina alle 8 (%(day)s)") % {"day": in_words}
    return str(Letters(letters).label)
