"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel

from portal.pages.base import BasePage
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import PARAMETER, paginate
from portal.web.visitors import client_of
from search import promoted
from search.finding.asking import LONGEST_QUERY, AskedWord, clean_query, words_asked
from search.finding.facets import KIND, TOPIC, YEAR, ZONE, narrowed
from search.finding.matching import find
from search.finding.results import results_of
from search.finding.suggesting import Instead, instead_of
from search.unanswered import noting

RESULTS_PER_PAGE = 10
FACETS = (KIND, ZONE, TOPIC, YEAR)


@dataclass(frozen=True)
class InVain:
    """What is said when no page holds all the words.

    Attributes:
        missing: the words that stand in no public page.
        rest: the query without them, which finds something; empty where nothing would be left.
        suggestion: the query with words of the site in place of what may be mistyped; empty for none.
    """

    asked: Sequence[AskedWord]

    @cached_property
    def _instead(self) -> Instead:
        return instead_of(self.asked)

    @property
    def missing(self) -> list[AskedWord]:
        return self._instead.missing

    @cached_property
    def rest(self) -> str:
        rest = [word for word in self.asked if word not in self.missing]
        return " ".join(word.text for word in rest) if len(rest) < len(self.asked) else ""

    @cached_property
    def suggestion(self) -> str:
        instead = self._instead.words
        return " ".join(instead.get(word) or word.text for word in self.asked) if instead else ""


class SearchPage(BasePage):
    """Searches the published pages: `?q=` the words; `tipo`, `zona`, `argomento`, `anno` narrow."""

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("promoted", heading=_("Risultati consigliati"), label=_("Risultato consigliato")),
    ]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    can_be_found = False
    # What it shows is another page for each search.
    is_indexable = False
    asks_how_clear = False

    class Meta:
        verbose_name = _("pagina di ricerca")
        verbose_name_plural = _("pagine di ricerca")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        query = clean_query(request.GET.get("q", ""))
        asked = words_asked(query)
        context |= {
            "query": query,
            "asked": asked,
            "longest_query": LONGEST_QUERY,
            "narrowing": Narrowing(is_indexable=self.is_indexable),
        }
        values: dict[str, Any] = context | self._found(request, query, asked) if asked else context
        return values

    def _found(self, request: HttpRequest, query: str, asked: list[AskedWord]) -> dict[str, Any]:
        found = find(asked)
        matches, facets = narrowed(found.matches, request.GET.dict())
        is_plain = PARAMETER not in request.GET and not any(facet.chosen for facet in facets.values())
        if not found.matches:
            if is_plain and not getattr(request, "is_preview", False):
                noting.note(query, asked, client_of(request))
            return {
                "in_vain": InVain(asked),
                "promoted": promoted.for_words(self.promoted.all(), asked),
            }
        page_obj = paginate(request, matches, RESULTS_PER_PAGE)
        return {
            "found": found,
            "kinds": facets[KIND],
            "facets": [facets[name] for name in FACETS if name != KIND],
            "has_facets": any(facet.options for facet in facets.values() if facet.name != KIND),
            "is_narrowed": any(facet.chosen for facet in facets.values()),
            "page_obj": page_obj,
            "results": results_of(list(page_obj), found),
            "promoted": promoted.for_words(self.promoted.all(), asked) if is_plain else [],
        }
