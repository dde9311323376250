"""What cancelling a sign-up takes away, and whether one may sign up again."""

from datetime import datetime

from django.utils.translation import gettext as _

from candidature.pages.withdrawing import Withdrawing, until
from candidature.statuses import Status
from candidature.submissions.models import Submission
from eventi.meeting import Meeting


def from_event(submission: Submission, event: Meeting, at: datetime) -> Withdrawing:
    """The words for an event."""
    return Withdrawing(_lost(submission, event, at), _again(event, at))


def _lost(submission: Submission, event: Meeting, at: datetime) -> str:
    if submission.status == Status.RESERVE:
        return _("Perdi il tuo posto in lista d’attesa.")
    if submission.status != Status.ACCEPTED:
        return _("La tua iscrizione non sarà più esaminata.")
    if event.passes_seats_on and not event.has_given_its_places(at):
        return _(
            "Perdi il tuo posto: se qualcuno è in lista d’attesa, passa subito a chi aspetta da più tempo."
        )
    return _("Perdi il tuo posto.")


def _again(event: Meeting, at: datetime) -> str:
    if not event.accepts(at):
        return _("Ora non ci si può iscrivere: non potrai cambiare idea.")
    if event.capacity is None:
        sentence = _("Puoi iscriverti di nuovo fino a %(until)s.")
    elif event.admits_by_itself:
        sentence = _(
            "Puoi iscriverti di nuovo fino a %(until)s, ma come chi arriva adesso: se i posti sono finiti "
            "entri in fondo alla lista d’attesa."
        )
    else:
        sentence = _("Puoi iscriverti di nuovo fino a %(until)s: il posto va assegnato da capo.")
    return sentence % {"until": until(event)}
