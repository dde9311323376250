"""What stands in the head of a public page for programs."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from portal.languages import ITALIAN, spoken
from portal.machines import preview_picture, structured
from portal.pages.base import BasePage
from portal.pages.languages import in_languages
from portal.pages.narrowing import Narrowing
from portal.pages.navigation import navigation
from portal.pages.site import settings_of, site_of

register = template.Library()

# How Open Graph names a language: with a country.
_LOCALES = {ITALIAN: "it_IT", "en": "en_GB"}


@register.inclusion_tag("includes/machine_head.html", takes_context=True)
def machine_head(context: dict[str, Any]) -> dict[str, Any]:
    """Canonical address, picture, feeds and what the page is; nothing where no page is shown at its address.

    An alias is the page that it repeats: its canonical address is that one's, which alone says what it is.

    No query of its own: the frame of the page needs all of it.
    """
    request, page = context.get("request"), context.get("page")
    narrowing = context.get("narrowing") or Narrowing()
    if not isinstance(request, HttpRequest) or not isinstance(page, BasePage) or not page.pk or not page.live:
        return {"canonical": ""}
    site = site_of(request)
    path = page.get_url(request)
    if site is None or path is None or getattr(request, "is_preview", False):
        return {"canonical": ""}
    root = site.root_url
    repeats = page.alias_of_id is not None
    address = _address_of_original(request, page) if repeats else f"{root}{path}"
    if not address:
        return {"canonical": ""}
    return {
        "canonical": f"{address}{narrowing.query}" if narrowing.is_indexable else "",
        "title": ", ".join([page.seo_title or page.title, *narrowing.words]),
        "description": page.get_meta_description(),
        "picture": f"{root}{preview_picture.address_of(page)}",
        "picture_width": preview_picture.WIDTH,
        "picture_height": preview_picture.HEIGHT,
        "kind": page.open_graph_type,
        "site_name": settings.SITE_NAME,
        "locale": _LOCALES[spoken()],
        "languages": [] if narrowing.query or repeats else _languages(request, page, root),
        "feeds": context.get("feeds", ()),
        "data": "" if repeats else structured.written(_things(request, page, root, address)),
    }


def _address_of_original(request: HttpRequest, page: BasePage) -> str:
    """Empty where not everybody may read it."""
    original = navigation(request, page).original
    return (original.get_full_url(request) or "") if original else ""


def _languages(request: HttpRequest, page: BasePage, root: str) -> list[tuple[str, str]]:
    """What goes into `hreflang`, whole addresses; who reads neither language is sent to the Italian page."""
    found = [(one.language, f"{root}{one.url}") for one in in_languages(request, page)]
    return [*found, *(("x-default", address) for language, address in found if language == ITALIAN)]


def _things(request: HttpRequest, page: BasePage, root: str, address: str) -> list[structured.Thing]:
    around = navigation(request, page)
    above: list[Page] = around.ancestors
    own = page.structured(root, address)
    if not above:
        about = settings_of(request)
        own = [
            structured.organisation(root, settings.SITE_NAME, about),
            structured.website(root, settings.SITE_NAME, around.search),
            *own,
        ]
    else:
        own = [*own, structured.breadcrumbs(root, above, page, address)]
    return own
