"""Refuses what no browser sends: a request that breaks the rules gets status 400, never a failure of ours."""

import codecs
import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.middleware import is_admin

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# What Python says of a form that lacks a field, or holds a word where a number belongs.
_ERRORS_OF_READING = (LookupError, ValueError, TypeError, OverflowError, AttributeError)
# The method of every widget and block of Django and Wagtail that reads what was posted.
_READER = "value_from_datadict"


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
        return self.get_response(request)


class StaffFormMiddleware:
    """Refuses a staff form that lacks the fields which Wagtail's blocks count on, such as their numbers.

    Only errors raised while a posted form is being read are meant: any other is ours, and stays an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.method != "POST" or not is_admin(request) or not _reads_the_form(exception):
            return None
        logger.warning("A staff form was incomplete: %s at %s.", type(exception).__name__, request.path)
        return refuse(request, _("Il modulo è arrivato incompleto: mancano campi che il portale si aspetta."))


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _reads_the_form(exception: Exception) -> bool:
    if isinstance(exception, MultiValueDictKeyError):
        return True
    if not isinstance(exception, _ERRORS_OF_READING):
        return False
    trace = exception.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name == _READER:
            return True
        trace = trace.tb_next
    return False
