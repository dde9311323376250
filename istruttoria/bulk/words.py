"""Why a row of many is left as it is, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.messages.to_many import AlreadyReadError
from candidature.process import assigning, workflow
from istruttoria.bulk.acts import ElsewhereError, FullError, LabelFullError, MarkedSinceError

# Something that nobody foresaw; what it was stands in the server's log.
FAILED = "failed"
# Another job that tried the same again was confirmed first.
TRIED_ELSEWHERE = "elsewhere"

_WORDS: dict[str, str | Promise] = {
    workflow.NotAllowedError.__name__: _(
        "Chi ha avviato il lavoro non può farlo, o questa candidatura non è più tra quelle che vede."
    ),
    workflow.ConflictError.__name__: _("Nel frattempo qualcuno l’ha cambiata."),
    workflow.NotPossibleError.__name__: _("Dallo stato in cui si trova non è possibile."),
    workflow.ChecksOpenError.__name__: _("Prima si risponde ai controlli che il suo avviso chiede."),
    workflow.NotForewarnedError.__name__: _("Il suo avviso vuole che prima si comunichino i motivi."),
    workflow.StillObservableError.__name__: _("Chi l’ha inviata può ancora fare osservazioni."),
    workflow.UntoldError.__name__: _(
        "La lettera con i motivi ostativi non è partita: si decide dalla scheda, dopo averla guardata."
    ),
    workflow.TermTooShortError.__name__: _("La legge dà più giorni per le osservazioni."),
    workflow.MissingReasonError.__name__: _("Manca la motivazione."),
    workflow.MissingDueDateError.__name__: _("Il termine non è più un giorno dopo oggi."),
    workflow.MissingQuestionsError.__name__: _("Ciò che si chiede non è stato chiesto a chi ha inviato."),
    workflow.SentAgainError.__name__: _(
        "La stessa persona ne ha inviata un’altra che vale: non possono valere tutte e due."
    ),
    workflow.NoSeatLeftError.__name__: _("I posti sono tutti assegnati."),
    workflow.EventCancelledError.__name__: _("L’evento è annullato."),
    workflow.EventBegunError.__name__: _("L’evento è già finito."),
    workflow.LetterLeftError.__name__: _("La lettera è già partita, o stava partendo."),
    AlreadyReadError.__name__: _("Chi l’ha ricevuto l’ha già letto."),
    assigning.HeldByAnotherError.__name__: _(
        "Nel frattempo è stata assegnata ad altri, o tolta: da qui non si riprova."
    ),
    assigning.GivenAgainError.__name__: _(
        "Nel frattempo qualcuno ha cambiato l’assegnazione, o il giorno entro cui guardarla."
    ),
    assigning.OutOfReachError.__name__: _("Questa persona non può lavorarci."),
    FullError.__name__: _("Ha già tutte le etichette che può avere."),
    LabelFullError.__name__: _("L’etichetta è già su tutte le candidature che può segnare."),
    MarkedSinceError.__name__: _("Nel frattempo qualcuno ha messo o tolto questa etichetta."),
    ElsewhereError.__name__: _("L’etichetta è di un altro avviso o evento."),
    TRIED_ELSEWHERE: _("È già in un altro lavoro, che la riprova."),
    FAILED: _("Non ci siamo riusciti: avvisa chi gestisce il portale."),
}


def code_of(refusal: Exception) -> str:
    """By what a refusal is kept with its row."""
    name = type(refusal).__name__
    return name if name in _WORDS else FAILED


def in_words(code: str) -> str:
    return str(_WORDS.get(code, "")) if code else ""
