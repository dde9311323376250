"""Answering programs. Everybody gets the same, so answers are kept in front of Django as pages are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.core.paginator import EmptyPage, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.asking import PAGE, Question, WrongQuestionError, question
from api.document import document
from api.resources import SOURCES, Source, kinds
from api.shapes import Index, Problem
from portal.pages.models import PortalSettings
from portal.pages.site import settings_of, site_of

PER_PAGE = 50
# No database holds a larger one in the column.
_LARGEST_ID = 2**31 - 1
METHODS = "GET, HEAD, OPTIONS"
# What a browser asks before it lets a page of another origin send anything unusual, such as `If-None-Match`.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


View = Callable[..., HttpResponse]


class _NotFoundError(LookupError):
    """What the address names is not there; the message says so to whoever wrote the program."""


def _answering(view: View) -> View:
    """Says in JSON what is wrong, a method too; pages of any origin may read what everybody may."""

    # Nothing is written: what a form would be refused for is a method that there is not.
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response = _answer(view, request, **kwargs)
        except WrongQuestionError as error:
            response = _problem(400, _("La richiesta non è giusta"), str(error))
        except _NotFoundError as error:
            response = _problem(404, _("Non trovato"), str(error))
        response["Access-Control-Allow-Origin"] = "*"
        # Whoever is to send it back must be able to read it.
        response["Access-Control-Expose-Headers"] = "ETag"
        # A program reads it; search engines list the pages.
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


def _answer(view: View, request: HttpRequest, **kwargs: Any) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        return view(request, **kwargs)
    if request.method == "OPTIONS":
        response = HttpResponse(status=204, headers=_PREFLIGHT)
        # There is no body that could be of a type.
        del response["Content-Type"]
    else:
        response = _problem(405, _("Metodo non previsto"), _("Qui si legge soltanto, con GET o HEAD."))
    response["Allow"] = METHODS
    return response


@_answering
def index(request: HttpRequest) -> HttpResponse:
    """The lists there are."""
    question(request, (), kinds())
    words, _address = _licence(settings_of(request))
    resources = {name: _absolute(request, reverse("api:listing", args=[name])) for name in SOURCES}
    return _json(
        Index(description=_absolute(request, reverse("api:document")), licence=words, resources=resources)
    )


@_answering
def description(request: HttpRequest) -> HttpResponse:
    """The description of the whole (OpenAPI)."""
    question(request, (), kinds())
    site, settings = site_of(request), settings_of(request)
    title = site.site_name if site and site.site_name else "Cantieri della Salute"
    return _json(document(_absolute(request, "/").removesuffix("/"), title, _licence(settings)))


@_answering
def listing(request: HttpRequest, name: str) -> HttpResponse:
    """A part of a list."""
    source = _source(name)
    asked = question(request, source.parameters, kinds())
    try:
        part = Paginator(source.rows(asked), PER_PAGE).page(asked.page)
    except EmptyPage:
        raise _NotFoundError(_("L’elenco non ha una parte con questo numero.")) from None
    following = part.next_page_number() if part.has_next() else None
    preceding = part.previous_page_number() if part.has_previous() else None
    return _json(
        source.listing(
            count=part.paginator.count,
            next=_part(request, following),
            previous=_part(request, preceding),
            results=source.shapes(part.object_list, request),
        )
    )


@_answering
def one(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """One entry of a list."""
    source = _source(name)
    question(request, (), kinds())
    found = source.shapes(source.rows(Question(only=pk)), request) if pk <= _LARGEST_ID else []
    if not found:
        raise _NotFoundError(_("Non c’è nulla con questo numero, o non è pubblico."))
    return _json(found[0])


@_answering
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked for below `/api/`: what lacks but its last slash is led on, as on the site."""
    meant = resolve(f"{request.path_info}/")
    if meant.func is elsewhere:
        raise _NotFoundError(
            _("Qui non c’è nulla. Si comincia da %(index)s.") % {"index": reverse("api:index")}
        )
    if "name" in meant.kwargs:
        _source(meant.kwargs["name"])
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise _NotFoundError(
            _("Non c’è un elenco con questo nome. Ci sono: %(names)s.") % {"names": ", ".join(SOURCES)}
        )
    return SOURCES[name]


def _part(request: HttpRequest, number: int | None) -> str | None:
    """The address of another part of the same list."""
    if number is None:
        return None
    asked = request.GET.copy()
    asked[PAGE] = str(number)
    return _absolute(request, f"{request.path}?{asked.urlencode()}")


def _absolute(request: HttpRequest, address: str) -> str:
    return request.build_absolute_uri(address)


def _licence(settings: PortalSettings | None) -> tuple[str, str]:
    return (settings.content_licence, settings.content_licence_url) if settings else ("", "")


def _json(said: Any) -> HttpResponse:
    # Starting values of settings and pages are words not yet translated.
    return HttpResponse(msgspec.json.encode(said, enc_hook=str), content_type="application/json")


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    said = Problem(status=status, title=title, detail=detail)
    return HttpResponse(msgspec.json.encode(said), status=status, content_type="application/problem+json")
