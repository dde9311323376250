"""The main menu, the way back to the home page and to the other languages, in one query for all."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from portal.edition.memory import remembered
from portal.languages import ITALIAN, prefix, spoken
from portal.pages.models import PortalSettings
from portal.pages.site import root_of, settings_of
from portal.pages.visibility import published

CACHE_ATTRIBUTE = "_portal_navigation"
# How the page of the search is called in each language, right below the home page. A translation is made with
# the word of its original, and may keep it.
SEARCH = {ITALIAN: ("cerca",), "en": ("search", "cerca")}


@dataclass(frozen=True)
class MenuEntry:
    """A page of the menu. `is_current` holds for the page itself and for those below it."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """What leads away from a page, all of it published and in its language but for `translations`.

    Attributes:
        menu: the pages right below the home page that editors put in the menus, in tree order.
        ancestors: the pages above the current one, from the home page down.
        translations: the current page in other languages, by language.
        named: the pages that the settings name, by field.
        home: the address of the home page; that of the whole site where this language has none.
        search: the address of the search; empty where there is none.
    """

    menu: list[MenuEntry] = field(default_factory=list)
    ancestors: list[Page] = field(default_factory=list)
    translations: dict[str, Page] = field(default_factory=dict)
    named: dict[str, Page] = field(default_factory=dict)
    home: str = "/"
    search: str = ""


def navigation(request: HttpRequest | None, page: Page | None) -> Navigation:
    """The navigation around `page`; at most one query a request."""
    if not isinstance(request, HttpRequest):
        return Navigation()
    if not hasattr(request, CACHE_ATTRIBUTE):
        setattr(request, CACHE_ATTRIBUTE, _load(request, page))
    return getattr(request, CACHE_ATTRIBUTE)


def _load(request: HttpRequest, page: Page | None) -> Navigation:
    root = root_of(request)
    if root is None:
        return Navigation()
    here = page if isinstance(page, Page) and page.path.startswith(root.path) else None
    path = here.path if here else ""
    above = [path[:end] for end in range(len(root.path), len(path), Page.steplen)]
    called = SEARCH[spoken()]
    first = Q(path__startswith=root.path, depth=root.depth + 1)
    wanted = Q(path=root.path) | Q(path__in=above) | first & (Q(show_in_menus=True) | Q(slug__in=called))
    if here is not None:
        # An alias repeats the other language's words.
        wanted |= Q(translation_key=here.translation_key, alias_of=None)

    named = _named(request)
    if spoken() != ITALIAN:
        # The settings name pages of the site's own language.
        keys = [one.translation_key for one in named.values()]
        wanted |= Q(translation_key__in=keys, locale=root.locale_id, alias_of=None)

    def read() -> list[Page]:
        return list(published(Page.objects.filter(wanted)).select_related("locale").order_by("path"))

    pages = remembered(request, ("navigation", root.pk, path), read)
    below = [entry for entry in pages if entry.depth == root.depth + 1 and entry.path.startswith(root.path)]
    return Navigation(
        menu=[
            MenuEntry(entry.title, entry.get_url(request) or "", path.startswith(entry.path))
            for entry in below
            if entry.show_in_menus
        ],
        ancestors=[entry for entry in pages if entry.path in above],
        named=named if spoken() == ITALIAN else _in_this_language(named, pages, root),
        translations=_in_other_languages(pages, here) if here else {},
        home=next((f"{prefix(spoken())}/" for entry in pages if entry.path == root.path), "/"),
        search=next((f"{prefix(spoken())}/{entry.slug}/" for entry in below if entry.slug in called), ""),
    )


def _named(request: HttpRequest) -> dict[str, Page]:
    found = settings_of(request)
    named = {name: getattr(found, name, None) for name in PortalSettings.select_related}
    return {name: page for name, page in named.items() if page is not None}


def _in_this_language(named: dict[str, Page], pages: list[Page], root: Page) -> dict[str, Page]:
    """Of the pages that the settings name, those that everybody may read in the language of a home page."""
    by_key = {page.translation_key: page for page in pages if page.locale_id == root.locale_id}
    keys = {name: page.translation_key for name, page in named.items()}
    return {name: by_key[key] for name, key in keys.items() if key in by_key}


def _in_other_languages(pages: list[Page], page: Page) -> dict[str, Page]:
    found = [one for one in pages if one.translation_key == page.translation_key and one.pk != page.pk]
    return {one.locale.language_code: one for one in found}
