"""The search page."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.pages.base import BasePage
from portal.pages.pagination import paginate
from search.results import clean_query, find, results_of

RESULTS_PER_PAGE = 10


class SearchPage(BasePage):
    """Searches the published pages; `?q=` the words, `?tipo=` a kind of page."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("pagina di ricerca")
        verbose_name_plural = _("pagine di ricerca")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        query = clean_query(request.GET.get("q", ""))
        found = find(query) if query else None
        kind = request.GET.get("tipo", "")
        context |= {"query": query, "found": found}
        if found is not None:
            kind = kind if kind in found.kinds else ""
            page_obj = paginate(request, found.matches(kind), RESULTS_PER_PAGE)
            context |= {"kind": kind, "page_obj": page_obj, "results": results_of(list(page_obj))}
        return context
