"""The places within pages that links lead to: whether a page has a fragment (`#…`) of its own."""

import re
from functools import cached_property
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from portal.languages import prefix

_IDS = re.compile(r"""\sid=["']?([^"'\s>]+)""")
# What follows is for the browser: words to look for and show (`#:~:text=…`), in any page.
_FOR_THE_BROWSER = ":~:"
# Every browser knows them, whatever the page says.
_EVERYWHERE = ("", "top")


class Anchors:
    """Knows the fragments of public pages; a page is drawn once, and only if a link leads into it."""

    def __init__(self) -> None:
        self._ids: dict[int, set[str] | None] = {}

    def are_missing(self, page: int, written: str) -> bool:
        """Whether an address leads to a place that a page of this site does not have.

        False of an address without a fragment, of one that is no public page's of this site, and of a page
        that cannot be drawn now: nobody knows.

        Args:
            page: the number of the page that holds the link.
            written: a fragment (`#contatti`), a path with one, or a whole address.
        """
        try:
            parts = urlsplit(written)
        except ValueError:
            return False
        fragment = unquote(parts.fragment.partition(_FOR_THE_BROWSER)[0])
        if fragment.lower() in _EVERYWHERE:
            return False
        target = page if written.startswith("#") else self._at(parts.netloc, parts.path)
        ids = self._ids_of(target) if target else None
        return ids is not None and fragment not in ids

    def _at(self, host: str, path: str) -> int | None:
        """The public page at an address of this site."""
        if host and host not in self._hosts:
            return None
        return self._pages.get(path if path.endswith("/") else f"{path}/")

    @cached_property
    def _hosts(self) -> set[str]:
        return {urlsplit(settings.SITE_URL).netloc, *Site.objects.values_list("hostname", flat=True)}

    @cached_property
    def _pages(self) -> dict[str, int]:
        """The number of each public page by its path."""
        roots = Site.get_site_root_paths()
        return {
            f"{prefix(root.language_code)}/{url_path.removeprefix(root.root_path)}": pk
            for pk, url_path in Page.objects.filter(live=True).values_list("pk", "url_path")
            for root in roots
            if url_path.startswith(root.root_path)
        }

    def _ids_of(self, page: int) -> set[str] | None:
        if page not in self._ids:
            self._ids[page] = _drawn_ids(page)
        return self._ids[page]


def _drawn_ids(page: int) -> set[str] | None:
    """Everything in a page that a fragment may name; None where it cannot be drawn."""
    found = Page.objects.filter(pk=page, live=True).first()
    if found is None:
        return None
    # As a preview, which asks for no password and is kept nowhere.
    answer = found.specific.make_preview_request()
    if answer.status_code != 200:
        return None
    return {unescape(one) for one in _IDS.findall(answer.content.decode())}
