"""What the pages of both forms have in common (decision 99).

These views hold no ambient authority: they look at no session and no user, and whoever may post a form may
write an opinion. So there is nothing for a forged request to borrow, and no CSRF token to check, which would
want a cookie on every public page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.limits.counting import LimitReachedError
from portal.web.malformed_requests import refuse

View = Callable[..., HttpResponse]

# The portal cannot write at the moment: the form is shown again with what was typed.
UNAVAILABLE = 503
TOO_MANY = 429
_UNREADABLE = (
    MultiPartParserError,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    UnreadablePostError,
)


def form_of_anybody(view: View) -> View:
    """Wraps a view of these forms: no cookie is asked for, and no search engine lists it."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _unreadable(request) or view(request, *args, **kwargs)
        # It may hold what was typed; going back shows it as it was.
        response.setdefault("Cache-Control", "private, no-cache")
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def too_many(reached: LimitReachedError) -> str:
    """The sentence for whoever meets a bound."""
    moment = timezone.localtime(reached.retry_at)
    return _(
        "Negli ultimi tempi sono arrivati troppi invii e ora non possiamo prenderne altri. Puoi inviare di "
        "nuovo %(moment)s: ciò che hai scritto è ancora in questa pagina."
    ) % {"moment": date_format(moment, _("\\d\\a\\l j F, \\a\\l\\l\\e H:i"))}


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Reads the posted form; the page that says why it could not be read, if so."""
    if request.method != "POST":
        return None
    try:
        request.POST  # noqa: B018 - reads it
    except _UNREADABLE:
        return refuse(request, _("Il modulo è arrivato incompleto, o è troppo grande."))
    return None
