"""Why an action of the applicant was not carried out, each a page with the way back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from candidature.public.secret_pages import explain
from candidature.submissions.models import Submission


def changed_meanwhile(request: HttpRequest, token: str) -> HttpResponse:
    """The office was faster: first read where things stand."""
    return explain(
        request,
        status=409,
        title=_("Nel frattempo è cambiato qualcosa"),
        text=_(
            "Mentre guardavi questa pagina l’ufficio ha aggiornato lo stato. Non abbiamo cambiato nulla: "
            "leggi prima la situazione attuale."
        ),
        follow_token=token,
    )


def not_possible_any_more(request: HttpRequest, token: str) -> HttpResponse:
    """The state of the submission does not admit the action."""
    return explain(
        request,
        status=409,
        title=_("Ora questo non si può fare"),
        text=_(
            "Nello stato in cui si trova, ciò che hai inviato non si può ritirare né completare. Guarda a "
            "che punto è."
        ),
        follow_token=token,
    )


def term_is_over(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The answer to a request of integration came after its term."""
    return explain(
        request,
        status=410,
        title=_("Il termine per completare è passato"),
        text=_("L’ufficio decide su ciò che avevi inviato. Per chiarimenti scrivi ai contatti dell’avviso."),
        follow_token=token,
        page_link=submission.page,
    )
