"""What of the experiences an address asks for: by region, promoter, method, topic and years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.models.methods import Method
from news.models.topics import ExperienceTopic
from portal.pages.narrowing import Narrowing
from territori.resources.kinds import chosen as methods_in

REGION, PROMOTER, METHOD, TOPIC = "regione", "promotore", "metodo", "argomento"
SINCE, UNTIL = "dal", "al"
PARAMETERS = (REGION, PROMOTER, METHOD, TOPIC, SINCE, UNTIL)
_FACETS: Mapping[str, str | Promise] = {
    REGION: gettext_lazy("Regione"),
    PROMOTER: gettext_lazy("Promotore"),
    METHOD: gettext_lazy("Metodo"),
    TOPIC: gettext_lazy("Argomento"),
}
# What is written by hand stands in addresses as a slug; the page cache takes none that is longer.
_LONGEST_SLUG = 40


@dataclass(frozen=True)
class Sheet:
    """An experience by what it is found.

    Attributes:
        values: of each facet, the values in addresses with their words.
        since, until: its first and last year; the last is none while it goes on.
    """

    pk: int
    values: Mapping[str, Mapping[str, str]]
    since: int | None
    until: int | None

    def overlaps(self, since: int | None, until: int | None) -> bool:
        """Whether some of it lies between two years; of one without years nobody knows."""
        if since is None and until is None:
            return True
        if self.since is None:
            return False
        return (until is None or self.since <= until) and (
            since is None or self.until is None or self.until >= since
        )


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many of what the other filters leave have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A list to choose from."""

    name: str
    label: str
    options: list[Option]


class Filters:
    """What an address asks for; what no experience has is no filter. Two queries.

    Args:
        pages: the public experiences of the list.
    """

    def __init__(self, request: HttpRequest, pages: Any) -> None:
        self.sheets = _read(pages)
        known = {name: _labels(self.sheets, name) for name in _FACETS}
        asked = {name: request.GET.get(name, "") for name in PARAMETERS}
        self.chosen = {name: asked[name] for name in _FACETS if asked[name] in known[name]}
        self.known = known
        years = {str(year): year for year in self.years}
        self.since, self.until = years.get(asked[SINCE]), years.get(asked[UNTIL])
        if self.since is not None and self.until is not None and self.until < self.since:
            self.since, self.until = self.until, self.since

    @cached_property
    def years(self) -> list[int]:
        """All between the first and the last of which an experience tells, latest first."""
        first = [sheet.since for sheet in self.sheets if sheet.since is not None]
        if not first:
            return []
        present = timezone.localdate().year
        last = [sheet.until or present for sheet in self.sheets if sheet.since is not None]
        return list(range(max(*first, *last), min(first) - 1, -1))

    @cached_property
    def facets(self) -> list[Facet]:
        """Those that offer a choice."""
        found = [Facet(name, str(label), self._options(name)) for name, label in _FACETS.items()]
        return [facet for facet in found if facet.options]

    def _options(self, name: str) -> list[Option]:
        others = [sheet for sheet in self.sheets if self._fits(sheet, but=name)]
        options = [
            Option(value, label, sum(value in one.values[name] for one in others), self._has(name, value))
            for value, label in sorted(self.known[name].items(), key=lambda item: item[1].casefold())
        ]
        return [option for option in options if option.count or option.is_chosen]

    def _has(self, name: str, value: str) -> bool:
        return self.chosen.get(name) == value

    def _fits(self, sheet: Sheet, but: str = "") -> bool:
        named = all(value in sheet.values[name] for name, value in self.chosen.items() if name != but)
        return named and sheet.overlaps(self.since, self.until)

    def narrow(self, pages: Any) -> Any:
        """Of those pages, the ones that have all that was chosen."""
        if not self.is_narrowed:
            return pages
        return pages.filter(pk__in=[sheet.pk for sheet in self.sheets if self._fits(sheet)])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen) or self.since is not None or self.until is not None

    @property
    def narrowing(self) -> Narrowing:
        said = {name: (value, self.known[name][value]) for name, value in self.chosen.items()}
        if self.since is not None:
            said[SINCE] = (str(self.since), _("dal %(year)d") % {"year": self.since})
        if self.until is not None:
            said[UNTIL] = (str(self.until), _("fino al %(year)d") % {"year": self.until})
        return Narrowing.to(**said)


def slug_of(words: str) -> str:
    """What stands in an address for words that were written by hand."""
    return slugify(words)[:_LONGEST_SLUG]


def _labels(sheets: Iterable[Sheet], name: str) -> dict[str, str]:
    return {value: label for sheet in sheets for value, label in sheet.values[name].items()}


def _read(pages: Any) -> list[Sheet]:
    topics: dict[int, dict[str, str]] = {}
    named = ExperienceTopic.objects.filter(content_object__in=pages.order_by().values("pk"))
    for row in named.select_related("tag"):
        topics.setdefault(row.content_object_id, {})[row.tag.slug] = row.tag.shown_name
    rows = pages.values_list("pk", "region", "promoter", "methods", "year_from", "year_to")
    return [
        Sheet(
            pk,
            {
                REGION: _written(region),
                PROMOTER: _written(promoter),
                METHOD: {one.value: str(one.label) for one in methods_in(methods, Method)},
                TOPIC: topics.get(pk, {}),
            },
            since,
            until,
        )
        for pk, region, promoter, methods, since, until in rows
    ]


def _written(words: str) -> dict[str, str]:
    slug = slug_of(words)
    return {slug: words.strip()} if slug else {}
