"""Menu and foot of a page, the way back to the home page and to the other languages, in one query for all."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from portal.edition.memory import remembered
from portal.languages import ITALIAN, prefix, spoken
from portal.pages.frame import FooterLink, footer_links
from portal.pages.models import PortalSettings
from portal.pages.site import root_of, settings_of, site_of
from portal.pages.visibility import published

CACHE_ATTRIBUTE = "_portal_navigation"
# How the page of the search is called in each language, right below the home page. A translation is made with
# the word of its original, and may keep it.
SEARCH = {ITALIAN: ("cerca",), "en": ("search", "cerca")}


@dataclass(frozen=True)
class MenuEntry:
    """A page of the menu. `is_current` holds for the page itself and for those below it.

    Attributes:
        element: what AgID's validator calls it (`data-element`).
        children: the pages right below it that editors put in the menus too, in tree order.
    """

    title: str
    url: str
    is_current: bool
    element: str
    children: list["MenuEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class Navigation:
    """What leads away from a page: all of it published, and in its language as far as nothing else is said.

    Around a page that an editor previews, that page counts as published.

    Attributes:
        menu: the pages right below the home page that editors put in the menus, in tree order.
        footer: title and address of what editors put at the foot of every page.
        ancestors: the pages above the current one, from the home page down; where one only holds the place of
            an Italian page, that page.
        original: the page that the current one repeats, being its alias.
        translations: the current page in other languages, by language.
        named: those of the pages that the settings name, by field; in Italian where nobody translated them.
        home: the address of the home page; that of the whole site where this language has none.
        search: the address of the search; empty where there is none.
    """

    menu: list[MenuEntry] = field(default_factory=list)
    footer: list[tuple[str, str]] = field(default_factory=list)
    ancestors: list[Page] = field(default_factory=list)
    original: Page | None = None
    translations: dict[str, Page] = field(default_factory=dict)
    named: dict[str, Page] = field(default_factory=dict)
    home: str = "/"
    search: str = ""


def navigation(request: HttpRequest | None, page: Page | None) -> Navigation:
    """The navigation around `page`; at most one query a request."""
    if not isinstance(request, HttpRequest):
        return Navigation()
    if not hasattr(request, CACHE_ATTRIBUTE):
        setattr(request, CACHE_ATTRIBUTE, _around(request, page))
    found: Navigation = getattr(request, CACHE_ATTRIBUTE)
    return found


def _around(request: HttpRequest, page: Page | None) -> Navigation:
    """That around one page; around what is no page it is the same for everybody."""
    if isinstance(page, Page):
        return _load(request, page)
    site = site_of(request)
    key = ("around no page", site.pk if site else None, spoken())
    return remembered(request, key, lambda: _load(request, None))


def _load(request: HttpRequest, page: Page | None) -> Navigation:
    root = root_of(request)
    if root is None:
        return Navigation()
    here = page if isinstance(page, Page) and page.path.startswith(root.path) else None
    path = here.path if here else ""
    above = [path[:end] for end in range(len(root.path), len(path), Page.steplen)]
    called = SEARCH[spoken()]
    # Of another language an alias repeats the Italian words: it holds a place and is no translation.
    own = Q() if spoken() == ITALIAN else Q(alias_of=None)
    first = Q(own, path__startswith=root.path, depth=root.depth + 1)
    second = Q(own, path__startswith=root.path, depth=root.depth + 2)
    in_menus = Q(show_in_menus=True)
    wanted = (
        Q(path=root.path) | Q(path__in=above) | first & (in_menus | Q(slug__in=called)) | second & in_menus
    )
    if here is not None:
        wanted |= Q(translation_key=here.translation_key, alias_of=None)
        if here.alias_of_id is not None:
            wanted |= Q(pk=here.alias_of_id)

    named, links = _named(request), _footer_links(request)
    linked = Q(pk__in=[link.page for link in links])
    wanted |= linked | Q(pk__in=[page.pk for page in named.values()])
    if spoken() != ITALIAN:
        # The settings name pages of the site's own language.
        keys = [one.translation_key for one in named.values()]
        wanted |= Q(translation_key__in=keys, locale=root.locale_id, alias_of=None)
        if links:
            originals = Page.objects.filter(linked).values("translation_key")
            wanted |= Q(translation_key__in=originals, locale=root.locale_id, alias_of=None)
        if len(above) > 1:
            wanted |= Q(pk__in=Page.objects.filter(path__in=above).values("alias_of"))

    def read() -> list[Page]:
        return list(
            published(Page.objects.filter(wanted)).select_related("locale", "content_type").order_by("path")
        )

    # Two sites may have one home, and settings of their own.
    site = site_of(request)
    pages = remembered(request, ("navigation", site.pk if site else None, root.pk, path), read)
    if here is not None and getattr(request, "is_preview", False):
        pages = _as_previewed(pages, here)
    # What stands above this page may be an alias that no menu shows.
    told = pages if spoken() == ITALIAN else [entry for entry in pages if entry.alias_of_id is None]
    below = [entry for entry in told if entry.depth == root.depth + 1 and entry.path.startswith(root.path)]
    return Navigation(
        menu=[_menu_entry(request, path, entry, told, root) for entry in below if entry.show_in_menus],
        footer=_footer(request, links, pages, told, root),
        ancestors=_ancestors(pages, above),
        original=_original(pages, here),
        named=_in_this_language(_public(named, pages), named, told, root),
        translations=_in_other_languages(pages, here) if here else {},
        home=next((f"{prefix(spoken())}/" for entry in pages if entry.path == root.path), "/"),
        search=next((f"{prefix(spoken())}/{entry.slug}/" for entry in below if entry.slug in called), ""),
    )


def _as_previewed(pages: list[Page], here: Page) -> list[Page]:
    """The pages with the one that is being written as if it were published; one query more.

    Below a restriction it is led to from nowhere, published or not.
    """
    if here.get_view_restrictions().exists():
        return pages
    return sorted([*(page for page in pages if page.pk != here.pk), here], key=lambda page: page.path)


def _ancestors(pages: list[Page], above: list[str]) -> list[Page]:
    """Those above a page. A place that is held for an Italian page leads nowhere else than to that one."""
    by_number = {page.pk: page for page in pages}
    steps = [page for page in pages if page.path in above]
    if spoken() == ITALIAN:
        return steps
    return [by_number.get(page.alias_of_id, page) for page in steps]


def _menu_entry(request: HttpRequest, path: str, page: Page, pages: list[Page], root: Page) -> MenuEntry:
    children = [one for one in pages if one.show_in_menus and _is_right_below(one, page)]
    return MenuEntry(
        page.title,
        page.get_url(request) or "",
        path.startswith(page.path),
        _element(page, root),
        [_menu_entry(request, path, child, [], root) for child in children],
    )


def _element(page: Page, root: Page) -> str:
    """What AgID's validator calls a page of the menu: one of the first row, or a part of one."""
    if page.depth > root.depth + 1:
        return "custom-category-link"
    return getattr(page.content_type.model_class(), "menu_element", "custom-submenu")


def _is_right_below(page: Page, parent: Page) -> bool:
    answer: bool = page.depth == parent.depth + 1 and page.path.startswith(parent.path)
    return answer


def _footer_links(request: HttpRequest) -> list[FooterLink]:
    found = settings_of(request)
    return footer_links(found.footer_links) if found else []


def _footer(
    request: HttpRequest, links: list[FooterLink], pages: list[Page], told: list[Page], root: Page
) -> list[tuple[str, str]]:
    """Those of the links that everybody may follow and that have words in the language of a home page."""
    by_number = {page.pk: page for page in pages}
    own = {page.translation_key: page for page in told if page.locale_id == root.locale_id}
    shown = []
    for link in links:
        original = by_number.get(link.page)
        page = own.get(original.translation_key) if original else None
        text = link.texts.get(spoken(), "") or (page.title if page else "")
        url = (page.get_url(request) if page else link.url) or ""
        if text and url:
            shown.append((text, url))
    return shown


def _named(request: HttpRequest) -> dict[str, Page]:
    found = settings_of(request)
    named = {name: getattr(found, name, None) for name in PortalSettings.select_related}
    return {name: page for name, page in named.items() if page is not None}


def _public(named: dict[str, Page], pages: list[Page]) -> dict[str, Page]:
    """Of the pages that the settings name, those that everybody may read."""
    found = {page.pk for page in pages}
    return {name: page for name, page in named.items() if page.pk in found}


def _in_this_language(
    public: dict[str, Page], named: dict[str, Page], pages: list[Page], root: Page
) -> dict[str, Page]:
    """The pages that the settings name in the language of a home page, otherwise in the site's own.

    What a visitor has a right to read, such as how data are treated, is found in every language.
    """
    if spoken() == ITALIAN:
        return public
    by_key = {page.translation_key: page for page in pages if page.locale_id == root.locale_id}
    keys = {name: page.translation_key for name, page in named.items()}
    return public | {name: by_key[key] for name, key in keys.items() if key in by_key}


def _original(pages: list[Page], here: Page | None) -> Page | None:
    return next((page for page in pages if here is not None and page.pk == here.alias_of_id), None)


def _in_other_languages(pages: list[Page], page: Page) -> dict[str, Page]:
    found = [one for one in pages if one.translation_key == page.translation_key and one.pk != page.pk]
    return {one.locale.language_code: one for one in found}
