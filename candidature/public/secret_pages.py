"""What every page of the applicant has in common: no cookie, no cache, no referrer, a bounded body.

These views hold no ambient authority: what they may do is in the address or in the posted form, never in a
cookie, so there is nothing for a forged request to borrow and no CSRF token to check (decision 9).
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from candidature.public.filling import autosave
from moduli import TYPED_LIMIT, SkipOversizedFiles
from moduli.files import LARGEST_FILE
from portal.limits.counting import LimitReachedError

View = Callable[..., HttpResponseBase]

# What was posted meets something that another tab or another person changed meanwhile.
CONFLICT = 409
# The portal cannot write at the moment: the form is shown again with what was typed.
UNAVAILABLE = 503
# What was posted here is taken neither now nor later.
_FOR_GOOD = (404, CONFLICT, 410)


def secret_page(view: View) -> View:
    """Wraps a view of the applicant. While a body is read, files past the limit are dropped and noted in
    `request.dropped_files`, by field."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _unreadable_body(request) or view(request, *args, **kwargs)
        # A page that shows nothing of anybody says so itself.
        response.headers.setdefault("Cache-Control", "no-store")
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def show(
    request: HttpRequest, name: str, page: Page, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders a page of the journey of a call or event, to which its breadcrumb leads back."""
    address = page.url if page.live else None
    trail = [(page.title, address)] if address else []
    context = {**context, "trail": trail}
    return render(request, f"candidature/public/{name}.html", context, status=status)


def shows_nobody(answer: HttpResponse) -> HttpResponse:
    """Lets a browser keep a page in which there is nothing of anybody, so that Back is there at once."""
    answer["Cache-Control"] = "no-cache"
    return answer


def explain(request: HttpRequest, *, status: int, title: str, text: str, **context: Any) -> HttpResponse:
    """A page that says why nothing was done and what to do next.

    The script that saves what is typed is told the title instead, and leaves off where nothing is saved any
    more.
    """
    if autosave.is_asked(request):
        return autosave.not_saved(title, goes_on=status not in _FOR_GOOD)
    return _explanation(request, status=status, title=title, text=text, **context)


def _explanation(request: HttpRequest, *, status: int, title: str, text: str, **context: Any) -> HttpResponse:
    # Who comes to nothing may have lost the right link: the page leads to where another is sent for.
    context = {"title": title, "text": text, "is_lost": status in (404, 410), **context}
    return render(request, "candidature/public/explanation.html", context, status=status)


def could_not_save(request: HttpRequest, **context: Any) -> HttpResponse:
    """The portal cannot write at the moment: nothing was changed by this press."""
    return explain(
        request,
        status=UNAVAILABLE,
        title=_("In questo momento il portale non riesce a salvare"),
        text=_(
            "Non è colpa tua, e chi gestisce il portale vede che c’è un guasto. Non abbiamo cambiato nulla: "
            "aspetta qualche minuto e prova di nuovo."
        ),
        **context,
    )


def retry_later(response: HttpResponse, reached: LimitReachedError) -> HttpResponse:
    """The same answer, which also tells programs when the bound that was reached ends."""
    response["Retry-After"] = str(reached.seconds)
    return response


def unknown_link(request: HttpRequest, written: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """The secret fits nothing: mistyped, revoked, or erased at the end of its time.

    Args:
        written: label and text of what the posted page held.
    """
    return explain(
        request,
        status=404,
        title=_("Questo collegamento non porta a nulla"),
        text=_(
            "Il collegamento personale è incompleto, non è più valido, oppure ciò a cui portava è stato "
            "cancellato alla fine del periodo di conservazione. Controlla di averlo copiato per intero "
            "dall’email di ricevuta."
        ),
        written=written,
    )


def _unreadable_body(request: HttpRequest) -> HttpResponse | None:
    """Reads the posted form; the page that explains why it could not be read, if so."""
    if request.method != "POST":
        return None
    limit = SkipOversizedFiles(LARGEST_FILE * 1024 * 1024)
    request.upload_handlers.insert(0, limit)
    try:
        texts = [text for _name, values in request.POST.lists() for text in values]
    except RequestDataTooBig:
        # What could not be read cannot be asked who sent it, either.
        return _explanation(request, **_too_long())
    except (TooManyFieldsSent, TooManyFilesSent):
        return _explanation(
            request,
            status=400,
            title=_("Troppe risposte o troppi file in un solo invio"),
            text=_(
                "Torna indietro con il pulsante del browser: ciò che hai scritto è ancora nella pagina. "
                "Allega pochi file alla volta: quelli già inviati restano salvati."
            ),
        )
    except (MultiPartParserError, UnreadablePostError):
        return _explanation(
            request,
            status=400,
            title=_("L’invio si è interrotto"),
            text=_(
                "Il portale ha ricevuto solo una parte del modulo, forse per un problema di rete. Torna "
                "indietro con il pulsante del browser e invia di nuovo."
            ),
        )
    if any(len(text) > TYPED_LIMIT for text in texts):
        # It could not be kept whole, and would come back cut.
        return explain(request, **_too_long())
    request.dropped_files = limit.dropped  # type: ignore[attr-defined]
    return None


def _too_long() -> dict[str, Any]:
    return {
        "status": 413,
        "title": _("Il testo inviato è troppo lungo"),
        "text": _(
            "Il portale non ha potuto leggere tutto quel testo. Torna indietro con il pulsante del "
            "browser: ciò che hai scritto è ancora nella pagina. Accorcia le risposte e invia di nuovo."
        ),
    }
