"""The main menu."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True)
class MenuEntry:
    """A page of the menu. `is_current` holds for the page itself and for those below it."""

    title: str
    url: str
    is_current: bool


def menu_entries(
    root: Page, current: Page | None = None, request: HttpRequest | None = None
) -> list[MenuEntry]:
    """The public pages right below `root` that editors put in the menus, in tree order. One query."""
    pages = root.get_children().live().public().in_menu()
    path = getattr(current, "path", "") or ""
    return [MenuEntry(page.title, page.get_url(request) or "", path.startswith(page.path)) for page in pages]
