"""What withdrawing takes away, and whether one may come back: told before anybody does it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.pages.opening import Opening
from candidature.statuses import Status
from candidature.submissions.models import Submission


@dataclass(frozen=True)
class Withdrawing:
    """What withdrawing means for one submission now.

    Attributes:
        lost: what goes with it, one sentence.
        again: whether and until when one may send anew, and what is different then.
    """

    lost: str
    again: str


def from_call(submission: Submission, page: Opening, at: datetime) -> Withdrawing:
    """The words for a call."""
    lost = {
        Status.ACCEPTED: _("La tua candidatura è selezionata: se la ritiri, rinunci."),
        Status.RESERVE: _("La tua candidatura è in riserva: se la ritiri, non ti chiameremo più."),
    }.get(Status(submission.status), _("L’ufficio smette di esaminarla."))
    if not page.accepts(at):
        return Withdrawing(
            lost, _("A questo avviso non ci si può più candidare: non potrai inviarne un’altra.")
        )
    again = _("Puoi candidarti di nuovo, dall’inizio, fino a %(until)s.")
    return Withdrawing(lost, again % {"until": until(page)})


def until(page: Opening) -> str:
    """The last moment for sending, of a page that is open."""
    last = page.last_moment
    return date_format(timezone.localtime(last), _("l j F Y, \\o\\r\\e H:i")) if last else ""
