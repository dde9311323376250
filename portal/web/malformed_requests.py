"""Refuses what no browser sends: a request that breaks the rules gets status 400, never a failure of ours."""

import codecs
import logging
from collections.abc import Callable
from types import TracebackType

from django.core.exceptions import FieldError, ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.web.middleware import is_admin

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# What Python says of a form that lacks a field, or holds a word where a number belongs.
_ERRORS_OF_READING = (LookupError, ValueError, TypeError, OverflowError, AttributeError)
# What Python, Django and the databases say of a parameter that is not what its name promises.
_ERRORS_OF_PARAMETERS = (
    DataError,
    FieldError,
    InvalidPage,
    MultiValueDictKeyError,
    # A place to go on to that is no address.
    NoReverseMatch,
    OverflowError,
    ValidationError,
    ValueError,
)
# What SQLite says of words that are no search: an unfinished phrase, a lone sign.
SEARCH_SYNTAX = "fts5: syntax error"
# The methods by which every widget, block and form of Django and Wagtail reads what was posted.
_READERS = frozenset({"value_from_datadict", "to_python", "clean"})


def refuse(request: HttpRequest, reason: str | Promise) -> HttpResponse:
    """The page of status 400 with a sentence of its own."""
    return render(request, "400.html", {"reason": reason}, status=400)


class CharsetMiddleware:
    """Refuses a request that declares another character set than UTF-8.

    Django decodes forms and query strings with whatever Python codec the Content-Type names, also those
    that are no character set (`hex`, `base64`, `idna`), and fails. Every page here is UTF-8, so every form
    that a browser fills in is UTF-8 too (HTML standard, "encoding for form submission").
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = (request.content_params or {}).get("charset", "")
        if declared and not _is_utf8(declared):
            # The page of the refusal reads the request too.
            request.encoding = "utf-8"
            return refuse(request, _("Il modulo è arrivato con una codifica dei caratteri diversa da UTF-8."))
        if declared:
            # `utf8` and `UTF-8` are one to Python, and two to Django.
            request.encoding = "utf-8"
        return self.get_response(request)


class StaffFormMiddleware:
    """Refuses what Wagtail's staff views cannot read: forms without counters, parameters of another kind.

    Of a posted form only errors raised while it is being read are meant. Of a query string, only errors of
    value in views of Wagtail's own, which turn parameters into numbers and lookups as they come. Any other
    error is ours, and stays one. What was refused stands in the log with its traceback.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_admin(request):
            return None
        if request.method == "POST" and _reads_the_form(exception):
            reason = _("Il modulo è arrivato incompleto: mancano campi che il portale si aspetta.")
        elif request.GET and _is_view_of_wagtail(request) and isinstance(exception, _ERRORS_OF_PARAMETERS):
            reason = _("L’indirizzo contiene un parametro che il portale non sa leggere.")
        elif request.GET and isinstance(exception, OperationalError) and SEARCH_SYNTAX in str(exception):
            reason = _("La ricerca contiene segni che il portale non sa cercare: scrivi solo parole.")
        else:
            return None
        logger.warning("A staff request could not be read: %s.", request.path, exc_info=exception)
        return refuse(request, reason)


def _is_view_of_wagtail(request: HttpRequest) -> bool:
    view = request.resolver_match.func if request.resolver_match else None
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return module.partition(".")[0] in ("wagtail", "wagtail_modeladmin")


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _is_of_libraries(trace: TracebackType) -> bool:
    return str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0] in ("django", "wagtail")


def _reads_the_form(exception: Exception) -> bool:
    if isinstance(exception, MultiValueDictKeyError):
        return True
    if not isinstance(exception, _ERRORS_OF_READING):
        return False
    trace = exception.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name in _READERS and _is_of_libraries(trace):
            return True
        trace = trace.tb_next
    return False
