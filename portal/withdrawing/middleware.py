"""Answers where nothing stands as the redirects say, for what stood below a page too, and with its query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlparse

from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions

from portal.pages.site import site_of
from portal.withdrawing.leading import addresses_of

_LONGEST: int = Redirect._meta.get_field("old_path").max_length
# No page has an address of its own further below than so. A longer path costs no more to look for.
_DEEPEST = 4


class RedirectMiddleware:
    """In the place of Wagtail's, which knows the one address of a page that moved, and forgets its query.

    A calendar, a feed or a chapter stands below the address of its page, at one that no row of its own names:
    who subscribed to it is led on with it, filters and all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        way = _way(request) if response.status_code == 404 else None
        if way is None:
            return response

        def led_on(*_serving: Any) -> HttpResponse:
            return way.answer(request) or response

        if way.page is None:
            return led_on()
        # Where a page is now, and how it is called, is told to who may read it; others come to its door.
        answer: HttpResponse = check_view_restrictions(led_on)(way.page, request, [], {})
        return answer.render() if isinstance(answer, TemplateResponse) else answer


@dataclass(frozen=True)
class _Asked:
    """An address at which nothing stands, as redirects write it; each also as Wagtail stores it, decoded.

    Attributes:
        path: without its query.
        whole: the address with its query, and without.
        above: the nearest addresses that it stands below, the longest first, with what follows each.
    """

    path: str
    whole: list[str]
    above: dict[str, list[str]]


@dataclass(frozen=True)
class _Way:
    """Where a redirect leads.

    Attributes:
        row: the redirect.
        page: the public page to which it leads; None where it leads to an address.
        rest: what was asked for below the address of the row.
        asked: the path without its query.
        root: the address of the site.
    """

    row: Redirect
    page: Page | None
    rest: list[str]
    asked: str
    root: str

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """None where the page does not answer to what was asked for."""
        if self.page is None or (self.page == self.row.redirect_page and not self.rest):
            address = self.row.link
        else:
            address = _below(self.page, self.rest, request) if self.rest else self.page.get_url(request)
        if not address:
            return None
        if self.page is not None:
            # A page that was chosen instead, and moved to where the other stood, would lead to itself.
            if (address.removeprefix(self.root).rstrip("/") or "/") == self.asked:
                return None
            query = request.META.get("QUERY_STRING", "")
            if query and "?" not in self.row.old_path:
                address = f"{address}?{query}"
        kind = HttpResponsePermanentRedirect if self.row.is_permanent else HttpResponseRedirect
        return kind(address)


def _way(request: HttpRequest) -> _Way | None:
    """That of somebody who asks for what is not there; None where it leads nowhere.

    The redirect of the very address comes first, whatever it leads to. Otherwise the nearest one above it
    that leads to a page. One query, and those of that page.
    """
    asked = _asked(request)
    site = site_of(request)
    to_page = Q(redirect_page__isnull=False, redirect_page_route_path="")
    known = Redirect.get_for_site(site).select_related("redirect_page")
    rows = known.filter(Q(old_path__in=asked.whole) | to_page & Q(old_path__in=asked.above))
    order = {path: place for place, path in enumerate([*asked.whole, *asked.above])}
    # One of this site goes before one of all sites.
    row = min(rows, key=lambda one: (order[one.old_path], one.site_id is None), default=None)
    if row is None:
        return None
    page = row.redirect_page
    if page is not None and not page.live:
        page = _instead_of(page)
        if page is None:
            return None
    rest = asked.above.get(row.old_path, [])
    return _Way(row, page and page.specific, rest, asked.path, site.root_url if site is not None else "")


def _asked(request: HttpRequest) -> _Asked:
    with_query = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = urlparse(with_query).path
    parts = path[1:].split("/")
    above = {}
    # A press on what is gone is not made somewhere else, and between two strokes there is no page.
    if request.method in ("GET", "HEAD") and all(parts):
        for length in range(len(parts) - 1, max(0, len(parts) - 1 - _DEEPEST), -1):
            rest = [unquote(part) for part in parts[length:]]
            for prefix in _written(f"/{'/'.join(parts[:length])}"):
                above[prefix] = rest
    return _Asked(path, [*_written(with_query), *_written(path)], above)


def _written(address: str) -> list[str]:
    """An address decoded and as it came, as far as a redirect can be of it."""
    # Of a character that is none PostgreSQL refuses to hear.
    found = [one for one in (uri_to_iri(address), address) if "\0" not in one]
    return [one for one in found if len(one) <= _LONGEST]


def _instead_of(page: Page) -> Page | None:
    """The public page to which the address of one that is off the site leads."""
    stood = Q(pk__in=[])
    for path, site_id in addresses_of([page]):
        stood |= Q(old_path=path, site=site_id)
    row = Redirect.objects.filter(stood, redirect_page__live=True).select_related("redirect_page").first()
    return row.redirect_page if row else None


def _below(page: Page, rest: list[str], request: HttpRequest) -> str:
    """The address below a page at which it answers to this; empty where it does not."""
    try:
        page.route(request, rest)
    except Http404:
        return ""
    url = page.get_url(request)
    return f"{url.rstrip('/')}/{'/'.join(quote(part, safe='') for part in rest)}/" if url else ""
