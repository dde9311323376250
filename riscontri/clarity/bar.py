"""How clear a page is found, on Wagtail's bar for whoever edits it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from wagtail.admin.userbar import BaseItem
from wagtail.models import Page

from riscontri.clarity import figures
from riscontri.clarity.models import PageRating
from riscontri.clarity.report import MAY_READ, REGISTER


class ClarityItem(BaseItem):
    """The average and the number of opinions, as a link to them."""

    template_name = "riscontri/admin/bar.html"

    def __init__(self, page: Page) -> None:
        self.page = page

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        figure = figures.together(PageRating.objects.filter(page=self.page))
        return {
            **super().get_context_data(parent_context),
            "how_many": figure.how_many,
            "average": number_format(figure.average, 1) if figure.average is not None else "",
            "url": f"{reverse(REGISTER)}?pagina={self.page.pk}",
        }


def add_to_bar(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """Receiver of Wagtail's hook; pages that were never saved have no opinions."""
    if isinstance(page, Page) and page.pk and request.user.has_perm(MAY_READ):
        items.append(ClarityItem(page))
