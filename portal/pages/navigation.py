"""The main menu and the way back to the home page, in one query for both."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from portal.edition.memory import remembered
from portal.pages.site import site_of
from portal.pages.visibility import published

CACHE_ATTRIBUTE = "_portal_navigation"


@dataclass(frozen=True)
class MenuEntry:
    """A page of the menu. `is_current` holds for the page itself and for those below it."""

    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """`menu`: the published pages right below the home page that editors put in the menus, in tree
    order. `ancestors`: the published pages above the current one, from the home page down."""

    menu: list[MenuEntry] = field(default_factory=list)
    ancestors: list[Page] = field(default_factory=list)


def navigation(request: HttpRequest | None, page: Page | None) -> Navigation:
    """The navigation around `page`; at most one query a request."""
    if not isinstance(request, HttpRequest):
        return Navigation()
    if not hasattr(request, CACHE_ATTRIBUTE):
        setattr(request, CACHE_ATTRIBUTE, _load(request, page))
    return getattr(request, CACHE_ATTRIBUTE)


def _load(request: HttpRequest, page: Page | None) -> Navigation:
    site = site_of(request)
    if site is None:
        return Navigation()
    root = site.root_page
    path = page.path if isinstance(page, Page) and page.path.startswith(root.path) else ""
    above = [path[:end] for end in range(len(root.path), len(path), Page.steplen)]
    in_menu = Q(path__startswith=root.path, depth=root.depth + 1, show_in_menus=True)

    def read() -> list[Page]:
        return list(published(Page.objects.filter(Q(path__in=above) | in_menu)).order_by("path"))

    pages = remembered(request, ("navigation", site.pk, path), read)
    return Navigation(
        menu=[
            MenuEntry(entry.title, entry.get_url(request) or "", path.startswith(entry.path))
            for entry in pages
            if entry.show_in_menus and entry.depth == root.depth + 1
        ],
        ancestors=[entry for entry in pages if entry.path in above],
    )
