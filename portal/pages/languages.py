"""The same page in other languages: for those who read it, and for programs that send people to it."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language_info
from wagtail.models import Page

from portal.languages import ITALIAN, of_path, spoken, without_prefix
from portal.pages.navigation import navigation
from portal.pages.site import root_of, site_of
from portal.pages.visibility import published


@dataclass(frozen=True)
class SameElsewhere:
    """A page in one language.

    Attributes:
        language: its code.
        name: of the language, in that language.
        is_here: whether it is the one that is shown.
    """

    language: str
    name: str
    url: str
    is_here: bool


def in_languages(request: HttpRequest | None, page: Page | None) -> list[SameElsewhere]:
    """A page in each language in which everybody may read it, Italian first; empty where there is but one.

    No query of its own: the frame of the page asks for it.
    """
    others = navigation(request, page).translations if page is not None else {}
    if not others or request is None or page is None:
        return []
    addresses = {spoken(): page.get_url(request)} | {
        language: other.get_url(request) for language, other in others.items()
    }
    found = [
        SameElsewhere(language, _name_of(language), url, language == spoken())
        for language, url in addresses.items()
        if url
    ]
    return sorted(found, key=lambda one: (one.language != ITALIAN, one.language)) if len(found) > 1 else []


def italian_for(request: HttpRequest) -> Page | None:
    """The published Italian page of an address of another language at which there is none.

    It is the one of which a page at this address is the translation, public or not; else the one at the same
    address without the prefix. Two queries.
    """
    site, language = site_of(request), of_path(request.path_info)
    if site is None or language == ITALIAN:
        return None
    rest = without_prefix(request.path_info).strip("/")
    below, italian, here = f"{rest}/" if rest else "", site.root_page, root_of(request)
    wanted = Q(url_path=f"{italian.url_path}{below}")
    if here is not None:
        meant = Page.objects.filter(url_path=f"{here.url_path}{below}")
        key = meant.values_list("translation_key", flat=True).first()
        if key is not None:
            wanted = Q(translation_key=key, locale=italian.locale_id)
    pages = Page.objects.filter(wanted, path__startswith=italian.path)
    found: Page | None = published(pages).first()
    return found


def _name_of(language: str) -> str:
    return str(get_language_info(language)["name_local"]).capitalize()
