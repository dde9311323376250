"""Why a revision cannot be written or sent, with all that was typed: what was sent stays as it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from candidature.intake.revisions import Purpose, Revision
from candidature.process.refusals import ConflictError, TooLateError, TooManyVersionsError, WorkflowError
from candidature.public.filling import typed
from candidature.public.revising.way import RevisionWay, about, who_in_words
from candidature.public.secret_pages import CONFLICT, show
from candidature.submissions.models import Submission
from moduli import compare, readable

GONE = 410


def page(way: RevisionWay, refusal: WorkflowError, written: typed.Rows | None = None) -> HttpResponse:
    """The page that says so.

    Args:
        written: what the posted page held, which is not saved.
    """
    revision = way.revision
    title, text = _words(revision, refusal)
    shared, uploads = about(way), revision.uploads()
    context: dict[str, Any] = {
        **shared,
        # What cannot be sent is left over too.
        "left_over": [*(who_in_words(way) if way.asks_who else ()), *shared["left_over"]],
        "token": way.token,
        "page": way.page,
        "title": title,
        "text": text,
        "written": written,
        "goes_on": isinstance(refusal, ConflictError),
        "go_on": way.first_address(),
        "changed": compare(
            readable(revision.submission.schema, revision.submission.answers, uploads),
            readable(revision.whole, revision.answers, uploads),
        ),
    }
    status = GONE if isinstance(refusal, TooLateError) else CONFLICT
    return show(way.request, "revision_refused", way.page, context, status=status)


def sentence(way: RevisionWay, refusal: WorkflowError) -> str:
    """The same in a sentence, for who is typing."""
    return _words(way.revision, refusal)[0]


def of_posted_step(request: HttpRequest, submission: Submission) -> typed.Rows:
    """What was typed into a posted step."""
    return typed.of_step(request, submission.schema)


def _words(revision: Revision, refusal: WorkflowError) -> tuple[str, str]:
    submission = revision.submission
    if isinstance(refusal, ConflictError):
        return _("Nel frattempo è cambiato qualcosa"), _(
            "Da quando hai aperto questa pagina l’ufficio ha aggiornato lo stato, oppure hai già inviato da "
            "un’altra finestra. Per non sovrascrivere nulla non abbiamo salvato: guarda prima com’è adesso."
        )
    if revision.purpose is Purpose.INTEGRATION:
        if isinstance(refusal, TooLateError):
            return _("Il termine per completare è passato"), _(
                "L’ufficio decide su ciò che avevi inviato. Per chiarimenti scrivi ai contatti dell’avviso."
            )
        return _("Non aspettiamo più un’integrazione"), _(
            "L’ufficio ha ripreso l’esame o ha già deciso, oppure hai ritirato tu ciò che avevi inviato: non "
            "si può più completare. Ciò che avevi inviato è rimasto com’era."
        )
    sent = localtime(submission.corrected_at or submission.submitted_at)
    stands = _("Vale la versione che hai inviato %(day)s alle ore %(hour)s.") % {
        "day": date_format(sent, "l j F Y"),
        "hour": date_format(sent, "H:i:s"),
    }
    if isinstance(refusal, TooLateError):
        return _("Il termine è passato: non si può più correggere"), stands
    if isinstance(refusal, TooManyVersionsError):
        why = _("Hai già corretto molte volte, e di ogni versione resta traccia. Scrivi all’ufficio.")
        return _("Da qui non si può correggere ancora"), f"{stands} {why}"
    why = _(
        "L’ufficio ha cominciato a esaminarla, oppure l’hai ritirata. Se c’è un errore, scrivi all’ufficio."
    )
    return _("Non si può più correggere"), f"{stands} {why}"
