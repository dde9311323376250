"""The site map that people read; the one for search engines is /sitemap.xml."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from portal.languages import ITALIAN, spoken
from portal.pages.base import BasePage
from portal.pages.site import root_of
from portal.pages.visibility import published


@dataclass
class Branch:
    """A page and the published pages below it."""

    page: Page
    children: list["Branch"] = field(default_factory=list)


class SitemapPage(BasePage):
    """Published pages as a tree. Those that fill a list (`fills_a_list`) are left to it."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    can_be_found = False

    class Meta:
        verbose_name = _("mappa del sito")
        verbose_name_plural = _("mappe del sito")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        root = root_of(request)
        context["branches"] = tree(root) if root else []
        return context


def tree(root: Page) -> list[Branch]:
    """The published pages below `root`. A page below one that is left out rises a level.

    Of another language an alias would repeat the Italian words.
    """
    left_out = [model for model in get_page_models() if getattr(model, "fills_a_list", False)]
    pages = published(Page.objects.descendant_of(root)).not_exact_type(*left_out).order_by("path")
    if spoken() != ITALIAN:
        pages = pages.filter(alias_of=None)
    top: list[Branch] = []
    way: list[Branch] = []
    for page in pages:
        branch = Branch(page)
        while way and not page.path.startswith(way[-1].page.path):
            way.pop()
        (way[-1].children if way else top).append(branch)
        way.append(branch)
    return top
