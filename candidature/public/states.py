"""The state of a submission in the words of the person who sent it."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.confirmations.noting import is_unconfirmed
from candidature.intake import revisions
from candidature.pages.participation import ParticipationPage
from candidature.process import forewarning
from candidature.process.refusals import TooLateError
from candidature.statuses import Kind, Status
from candidature.submissions.models import Submission

Words = str | Promise


@dataclass(frozen=True)
class StateInWords:
    """What a state means and what happens next.

    Attributes:
        tone: the look of the label.
        label: in the place of the state's own, where that would mislead.
    """

    tone: str
    meaning: Words
    next: Words = ""
    label: Words = ""


_OBJECT = _("Non è ancora una decisione: leggi i motivi qui sotto. Entro il termine puoi rispondere.")
_SHARED: dict[str, StateInWords] = {
    Status.IN_REVIEW: StateInWords(
        "waiting",
        _("Stiamo esaminando ciò che hai inviato."),
        _("Non devi fare nulla: ti scriviamo appena c’è una decisione, o se manca qualcosa."),
    ),
    Status.NEEDS_INFO: StateInWords(
        "waiting",
        _("Ti chiediamo di completare ciò che hai inviato."),
        _("Leggi qui sotto che cosa manca e completa le risposte entro il termine."),
    ),
    Status.FOREWARNED: StateInWords(
        "waiting",
        _("L’ufficio ti comunica i motivi per cui potrebbe non ammettere ciò che hai inviato."),
        _OBJECT,
    ),
}

_CALL: dict[str, StateInWords] = {
    Status.RECEIVED: StateInWords(
        "upcoming",
        _("Abbiamo ricevuto la tua candidatura."),
        _("L’ufficio la prenderà in carico. Non devi fare nulla: ti scriviamo appena cambia qualcosa."),
    ),
    Status.ADMISSIBLE: StateInWords(
        "open",
        _("La tua candidatura è ammissibile: ha i requisiti richiesti."),
        _("Ora viene valutata secondo i criteri dell’avviso. Ti scriviamo l’esito."),
    ),
    Status.ACCEPTED: StateInWords(
        "open", _("La tua candidatura è stata selezionata."), _("Ti scriviamo per i prossimi passi.")
    ),
    Status.RESERVE: StateInWords(
        "waiting",
        _("La tua candidatura è idonea, in riserva."),
        _("Se qualcuno rinuncia, potresti essere chiamato o chiamata: in quel caso ti scriviamo."),
    ),
    Status.REJECTED: StateInWords(
        "refused",
        _("La tua candidatura non è stata ammessa."),
        _("Non devi fare altro. Per capire meglio puoi scrivere ai contatti qui sotto."),
    ),
    Status.WITHDRAWN: StateInWords(
        "closed", _("Hai ritirato la tua candidatura."), _("Non la esamineremo più. Non devi fare altro.")
    ),
}

_EVENT: dict[str, StateInWords] = {
    Status.RECEIVED: StateInWords(
        "upcoming",
        _("Abbiamo ricevuto la tua iscrizione."),
        _("I posti si assegnano dopo una verifica: ti scriviamo appena c’è una decisione."),
    ),
    Status.ADMISSIBLE: StateInWords(
        "open",
        _("La tua iscrizione è ammissibile: ha i requisiti richiesti."),
        _("Ora si assegnano i posti. Ti scriviamo l’esito."),
    ),
    Status.ACCEPTED: StateInWords(
        "open",
        _("Il tuo posto è confermato."),
        _("Ti aspettiamo. Se non puoi più venire, annulla l’iscrizione."),
    ),
    Status.FOREWARNED: StateInWords(
        "waiting",
        _("L’ufficio ti comunica i motivi per cui potrebbe non confermare la tua iscrizione."),
        _OBJECT,
    ),
    Status.RESERVE: StateInWords(
        "waiting",
        _("Al momento non c’è un posto per te: sei in lista d’attesa."),
        _("Se si libera un posto, la commissione decide a chi darlo: se tocca a te ti scriviamo subito."),
    ),
    Status.REJECTED: StateInWords(
        "refused",
        _("La tua iscrizione non è stata confermata."),
        _("Non devi fare altro. Per capire meglio puoi scrivere ai contatti qui sotto."),
    ),
    Status.WITHDRAWN: StateInWords(
        "closed", _("Hai annullato la tua iscrizione."), _("Non ti aspettiamo. Non devi fare altro.")
    ),
}

# Of an event whose seats go on by themselves, in the place of the above.
_SEATS_PASSED_ON: dict[str, StateInWords] = {
    Status.ACCEPTED: StateInWords(
        "open",
        _("Il tuo posto è confermato."),
        _("Ti aspettiamo. Se non puoi più venire, annulla l’iscrizione: il posto va a chi aspetta."),
    ),
    Status.RESERVE: StateInWords(
        "waiting",
        _("I posti sono finiti: sei in lista d’attesa."),
        _("Se si libera un posto passi avanti in ordine di arrivo, e ti scriviamo subito."),
    ),
}

_NO_MORE = _("L’evento è iniziato: i posti non si assegnano più. Non devi fare altro.")
# Of an event that has given its places: nobody is waited for, and nobody moves up.
_SEATS_GIVEN: dict[str, StateInWords] = {
    Status.RECEIVED: StateInWords("closed", _("Abbiamo ricevuto la tua iscrizione."), _NO_MORE),
    Status.ADMISSIBLE: StateInWords("closed", _("La tua iscrizione era ammissibile."), _NO_MORE),
    Status.ACCEPTED: StateInWords(
        "closed", _("Il tuo posto era confermato."), _("L’evento è iniziato: non devi fare altro.")
    ),
    Status.RESERVE: StateInWords("closed", _("Eri in lista d’attesa."), _NO_MORE),
}

# Of one that is over: nobody completes or objects any more.
_OVER: dict[str, StateInWords] = {
    Status.IN_REVIEW: StateInWords("closed", _("Stavamo esaminando la tua iscrizione."), _NO_MORE),
    Status.NEEDS_INFO: StateInWords(
        "closed", _("Ti avevamo chiesto di completare la tua iscrizione."), _NO_MORE
    ),
    Status.FOREWARNED: StateInWords(
        "closed",
        _("Ti avevamo comunicato i motivi per cui potevamo non confermare la tua iscrizione."),
        _NO_MORE,
    ),
}

# Whatever was decided of it before.
_CANCELLED = StateInWords(
    "closed",
    _("L’evento è stato annullato: non si terrà."),
    _("Non devi fare nulla: non serve annullare l’iscrizione."),
    label=_("Evento annullato"),
)
_ENDED = (Status.REJECTED, Status.WITHDRAWN)
_OWN = {Kind.CALL: _CALL, Kind.EVENT: _EVENT}

# What comes next once the term is over by which its applicant had to write.
_TERM_PASSED: dict[str, Words] = {
    Status.NEEDS_INFO: _(
        "Il termine per completare è passato: l’ufficio va avanti con ciò che ha, e ti scriviamo appena "
        "cambia qualcosa."
    ),
    Status.FOREWARNED: _(
        "Non è ancora una decisione. Il termine per rispondere è passato: ti scriviamo l’esito."
    ),
}
_IN_REVIEW_UNCONFIRMED = _("Ti scriviamo appena c’è una decisione, o se manca qualcosa.")
# The same while others are still to confirm: then there is something to do, which is said apart.
_UNCONFIRMED: dict[Kind, dict[str, Words]] = {
    Kind.CALL: {
        Status.RECEIVED: _("L’ufficio la prenderà in carico: ti scriviamo appena cambia qualcosa."),
        Status.IN_REVIEW: _IN_REVIEW_UNCONFIRMED,
    },
    Kind.EVENT: {Status.IN_REVIEW: _IN_REVIEW_UNCONFIRMED},
}


def in_words(submission: Submission, page: ParticipationPage) -> StateInWords:
    """Where a submission to a page stands, for its applicant."""
    if page.is_cancelled and submission.status not in _ENDED:
        return _CANCELLED
    if submission.status in _OVER and page.comes_to_nothing(timezone.now()):
        return _OVER[submission.status]
    if submission.status in _SEATS_GIVEN and page.has_given_its_places(timezone.now()):
        return _SEATS_GIVEN[submission.status]
    if page.passes_seats_on and submission.status in _SEATS_PASSED_ON:
        return _SEATS_PASSED_ON[submission.status]
    words = _OWN[Kind(submission.kind)].get(submission.status) or _SHARED[submission.status]
    return replace(words, next=_next(submission, page) or words.next)


def _next(submission: Submission, page: ParticipationPage) -> Words:
    """What comes next, where it is something else than it mostly is; else empty."""
    at = timezone.now()
    if submission.status == Status.NEEDS_INFO:
        refused = revisions.refusal(submission, revisions.Purpose.INTEGRATION, page, at)
        is_late = isinstance(refused, TooLateError)
    else:
        is_late = not forewarning.takes_observations(submission, at)
    if submission.status in _TERM_PASSED and is_late:
        return _TERM_PASSED[submission.status]
    if is_unconfirmed(submission):
        return _UNCONFIRMED[Kind(submission.kind)].get(submission.status, "")
    return ""
