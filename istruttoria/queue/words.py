"""How a state and an age read in the lists of the review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidature.access.scope import Reach
from candidature.models import Submission
from candidature.process import suspension
from candidature.statuses import OPEN_STATUSES, Status
from portal.italian.days import in_small_letters, with_article

# The colour of a state tells whose turn it is; the words tell the rest.
_TONES: Mapping[str, str] = {
    Status.RECEIVED: "review-status--new",
    Status.IN_REVIEW: "review-status--working",
    Status.ADMISSIBLE: "review-status--working",
    Status.NEEDS_INFO: "review-status--waiting",
    Status.FOREWARNED: "review-status--waiting",
    Status.ACCEPTED: "review-status--positive",
    Status.RESERVE: "review-status--waiting",
    Status.REJECTED: "review-status--negative",
    Status.WITHDRAWN: "review-status--off",
}


def tone(submission: Submission) -> str:
    """The CSS class of a state's tag."""
    return "review-status--negative" if is_expired(submission) else _TONES.get(submission.status, "")


def age(submitted_at: datetime, now: datetime | None = None) -> str:
    """How many days ago, on the calendar of Rome, something was sent: "oggi", "ieri", "3 giorni fa"."""
    days = (timezone.localdate(now) - timezone.localtime(submitted_at).date()).days
    if days <= 0:
        return _("oggi")
    if days == 1:
        return _("ieri")
    return ngettext("%(days)d giorno fa", "%(days)d giorni fa", days) % {"days": days}


# From how many days before a term the days are counted, and those who look are warned.
SOON = 7


class Waited(Enum):
    """For whom."""

    FOR_APPLICANT = gettext_lazy("integrazione")
    FOR_OBJECTIONS = gettext_lazy("osservazioni")
    FOR_OFFICE = gettext_lazy("risposta")


@dataclass(frozen=True)
class Term:
    """What somebody is waited for, in words; whether it is late, or soon will be.

    Attributes:
        in_column: the words below a heading that says what is waited for, unless it is something else.
    """

    words: str
    in_column: str
    is_late: bool
    is_soon: bool

    @property
    def tone(self) -> str:
        """The CSS class of the words."""
        return "review-late" if self.is_late else "review-soon" if self.is_soon else ""


def term(submission: Submission, now: datetime | None = None) -> Term | None:
    """By when the applicant completes it or else the office answers; None where nobody is waited for."""
    now = now or timezone.now()
    if submission.info_due_at is not None:
        due, is_late = timezone.localtime(submission.info_due_at).date(), submission.info_due_at <= now
        for_what = Waited.FOR_OBJECTIONS if submission.status == Status.FOREWARNED else Waited.FOR_APPLICANT
        return _term(for_what, due, now, is_late=is_late)
    if submission.respond_by is not None and submission.status in OPEN_STATUSES:
        is_late = submission.respond_by < timezone.localdate(now)
        return _term(Waited.FOR_OFFICE, submission.respond_by, now, is_late=is_late)
    return None


def work_term(submission: Submission, now: datetime | None = None) -> Term | None:
    """By when whoever has it should look at it; None where no day was said, or nothing is left to do."""
    day, today = submission.work_by, timezone.localdate(now)
    if day is None or submission.assigned_to_id is None or submission.status not in OPEN_STATUSES:
        return None
    words = _("da valutare entro %(day)s") % {"day": with_article(day)}
    return Term(words, words, day < today, today <= day <= today + timedelta(days=SOON))


def pause(submission: Submission, now: datetime | None = None, *, briefly: bool = False) -> str:
    """That an integration suspended the term of the answer, and by how much; empty where none did.

    Args:
        briefly: without saying since when, for the column of a list.
    """
    begun, days = submission.suspended_on, suspension.days(submission)
    if begun is None or submission.status not in OPEN_STATUSES or submission.respond_by is None:
        return ""
    now = now or timezone.now()
    if suspension.is_running(submission, timezone.localdate(now)):
        if briefly:
            return _("risposta in pausa")
        return _("risposta in pausa %(begun)s: entro %(day)s") % {
            "begun": _since(begun, now),
            "day": _day(submission.respond_by, now),
        }
    return ngettext("sospesa per %(days)d giorno", "sospesa per %(days)d giorni", days) % {"days": days}


def status_words(submission: Submission, now: datetime | None = None) -> str:
    """The state in words: nobody is waited for whose term is over."""
    if not is_expired(submission, now):
        return submission.status_label
    if submission.status == Status.FOREWARNED:
        return _("Preavviso di rigetto, termine passato")
    return _("Integrazione scaduta")


def is_expired(submission: Submission, now: datetime | None = None) -> bool:
    """Whether its applicant was waited for, and cannot answer any more."""
    due_at = submission.info_due_at
    return due_at is not None and due_at <= (now or timezone.now())


def _expired(days: int) -> str:
    """How long ago, in days of the calendar (0 or fewer), an integration could be sent last."""
    if days >= 0:
        return _("scaduta oggi")
    if days == -1:
        return _("scaduta ieri")
    return _("scaduta da %(days)d giorni") % {"days": -days}


def _term(what: Waited, due: date, now: datetime, *, is_late: bool) -> Term:
    days = (due - timezone.localdate(now)).days
    if is_late and what is Waited.FOR_OBJECTIONS:
        when = _("non più possibili")
    elif is_late and what is Waited.FOR_APPLICANT:
        when = _expired(days)
    elif is_late:
        when = ngettext("in ritardo di %(days)d giorno", "in ritardo di %(days)d giorni", -days) % {
            "days": -days
        }
    elif days == 0:
        when = _("entro oggi")
    elif days == 1:
        when = _("entro domani")
    elif days <= SOON:
        when = _("entro %(days)d giorni, %(day)s") % {"days": days, "day": _day(due, now)}
    else:
        when = _("entro %(day)s") % {"day": _day(due, now)}
    words = f"{what.value} {when}"
    # The state beside it says what an applicant is waited for; not that their observations came too late.
    in_column = words if is_late and what is Waited.FOR_OBJECTIONS else when
    return Term(words, in_column, is_late, not is_late and days <= SOON)


def _day(due: date, now: datetime) -> str:
    """With its year where that is not the present one: "lun 17 giu", "lun 17 giu 2024"."""
    return in_small_letters(date_format(due, "D j M" if _is_this_year(due, now) else "D j M Y"))


def _since(day: date, now: datetime) -> str:
    """The same as the beginning of a time: "dall’11 giu", "dal 17 giu 2024"."""
    return in_small_letters(with_article(day, "dal j M" if _is_this_year(day, now) else "dal j M Y"))


def _is_this_year(day: date, now: datetime) -> bool:
    return day.year == timezone.localdate(now).year


def nothing_to_see(reach: Reach) -> str:
    """Why an account has nothing at all in its lists, and whom it asks where that is no accident."""
    if reach.is_empty:
        return _(
            "Il tuo account non è ancora in una commissione con avvisi o zone, quindi non vedi candidature: "
            "chiedi a un responsabile di metterti in quella giusta."
        )
    if reach.everything:
        return _("Non è ancora arrivata nessuna candidatura.")
    return _("Non è ancora arrivata nessuna candidatura per le tue commissioni.")
