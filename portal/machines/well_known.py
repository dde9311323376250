"""The files that programs look for at fixed addresses: robots, site map, icons, whom to tell of a hole."""

import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site, get_page_models

from portal.edition.memory import remembered
from portal.languages import ITALIAN, prefix
from portal.pages.base import BasePage
from portal.pages.site import homes_of, settings_of, site_of
from portal.pages.visibility import published

ICONS = Path(__file__).resolve().parent.parent / "static/portal/icons"
# As many as one file may list (sitemaps.org).
MOST_ADDRESSES = 50_000
# What of a page the site map says.
_LISTED = (
    "path",
    "url_path",
    "last_published_at",
    "latest_revision_created_at",
    "translation_key",
    "locale",
    "locale__language_code",
)
# RFC 9116 advises less than a year.
SECURITY_DAYS = 180


@dataclass(frozen=True)
class Listed:
    """A page in the site map; `key` is what it has in common with the same page in other languages."""

    address: str
    at: datetime | None
    language: str
    key: UUID


@require_safe
@cache_control(public=True, max_age=3600)
def robots(_request: HttpRequest) -> HttpResponse:
    """Nothing is forbidden: who may not look at a page never learns that it does not want to be listed.

    Personal pages and those of the staff say so themselves (`SecurityHeadersMiddleware`).
    """
    lines = ["User-agent: *", "Disallow:", "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that everybody may read and find, with the moment of its last publication; two queries.

    They are asked for once an edition.

    A page that stands in several languages names the others.

    Raises:
        Http404: the request is for no site.
    """
    site = site_of(request)
    if site is None:
        raise Http404
    # Not the host: a visitor chooses its port.
    text: str = remembered(request, ("sitemap", site.pk), lambda: _sitemap(site, homes_of(request, site)))
    return HttpResponse(text, content_type="application/xml")


def _sitemap(site: Site, by_language: Mapping[str, Page]) -> str:
    homes = [by_language[code] for code, _name in settings.LANGUAGES if code in by_language]
    below = reduce(or_, (Q(path__startswith=home.path) for home in homes))
    # An alias says of itself that it is the page that it repeats.
    public = published(Page.objects.filter(below, alias_of=None).not_type(*_not_indexed()))
    pages = public.select_related("locale").order_by("path")
    listed = [
        Listed(
            # The address of a home page ends with the stroke with which the others begin.
            site.root_url + prefix(home.locale.language_code) + page.url_path[len(home.url_path) - 1 :],
            page.last_published_at or page.latest_revision_created_at,
            page.locale.language_code,
            page.translation_key,
        )
        for page in pages.only(*_LISTED)[:MOST_ADDRESSES]
        for home in homes
        if page.path.startswith(home.path)
    ]
    return "".join(_lines(listed))


def _not_indexed() -> list[type[Page]]:
    """The kinds of pages that tell search engines not to list them."""
    return [model for model in get_page_models() if issubclass(model, BasePage) and not model.is_indexable]


def _lines(listed: list[Listed]) -> Iterable[str]:
    together: dict[UUID, list[Listed]] = defaultdict(list)
    for one in listed:
        together[one.key].append(one)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    yield ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for one in listed:
        when = f"<lastmod>{one.at.isoformat(timespec='seconds')}</lastmod>" if one.at else ""
        others = together[one.key]
        same = "".join(_alternates(others)) if len(others) > 1 else ""
        yield f"<url><loc>{escape(one.address)}</loc>{when}{same}</url>\n"
    yield "</urlset>\n"


def _alternates(languages: list[Listed]) -> Iterable[str]:
    for one in languages:
        for name in [one.language, *(["x-default"] if one.language == ITALIAN else [])]:
            yield f'<xhtml:link rel="alternate" hreflang="{name}" href="{escape(one.address)}"/>'


@require_safe
@cache_control(public=True, max_age=7 * 24 * 3600)
def icon(_request: HttpRequest, name: str) -> HttpResponse:
    """The sign of the site where browsers and phones look for it, whatever a page says."""
    return HttpResponse((ICONS / name).read_bytes(), content_type=mimetypes.guess_type(name)[0])


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116).

    Raises:
        Http404: the settings name nobody.
    """
    found = settings_of(request)
    address = found and (found.security_email or found.contact_email)
    if not address:
        raise Http404
    expires = (timezone.now() + timedelta(days=SECURITY_DAYS)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
