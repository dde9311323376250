"""By what results are narrowed: kind of page, zone, topic, year."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from news.models import Topic
from portal.pages.translations import in_spoken_language
from portal.pages.visibility import published
from search.finding.matching import Match
from territori.models import TerritoryPage

KIND, ZONE, TOPIC, YEAR = "tipo", "zona", "argomento", "anno"


@dataclass(frozen=True)
class Option:
    """One value of a facet, with how many results have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet as the page offers it; `name` is its parameter."""

    name: str
    label: str | Promise
    options: Sequence[Option]

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.is_chosen), "")


_VALUES: Mapping[str, Callable[[Match], Iterable[str]]] = {
    KIND: lambda match: [match.kind] if match.kind else [],
    ZONE: lambda match: map(str, match.zones),
    TOPIC: lambda match: map(str, match.topics),
    YEAR: lambda match: [str(match.day.year)] if match.day else [],
}
_LABELS = {KIND: _("Tipo di pagina"), ZONE: _("Zona"), TOPIC: _("Argomento"), YEAR: _("Anno")}


def narrowed(matches: Sequence[Match], asked: Mapping[str, str]) -> tuple[Sequence[Match], dict[str, Facet]]:
    """The results that have all that was chosen, and what else may be chosen.

    A value that none of the results has is no choice. The numbers beside a value say how many results there
    would be with it, and with what was chosen of the other facets.
    """
    known = {name: {value for match in matches for value in of(match)} for name, of in _VALUES.items()}
    chosen = {name: asked[name] for name in _VALUES if asked.get(name) in known[name]}
    facets = {name: _facet(name, matches, chosen) for name in _VALUES}
    return _with(matches, chosen), facets


def _with(matches: Sequence[Match], chosen: Mapping[str, str]) -> Sequence[Match]:
    for name, value in chosen.items():
        matches = [match for match in matches if value in _VALUES[name](match)]
    return matches


def _facet(name: str, matches: Sequence[Match], chosen: Mapping[str, str]) -> Facet:
    others = {other: value for other, value in chosen.items() if other != name}
    counts = Counter(value for match in _with(matches, others) for value in _VALUES[name](match))
    # What was chosen stays to be seen, even where the others leave nothing of it.
    if name in chosen:
        counts.setdefault(chosen[name], 0)
    labels = _labels(name, counts)
    options = [
        Option(value, labels[value], count, chosen.get(name) == value)
        for value, count in counts.items()
        if value in labels
    ]
    if name == KIND:
        options.sort(key=lambda option: (-option.count, option.label))
    else:
        options.sort(key=lambda option: option.label, reverse=name == YEAR)
    return Facet(name, _LABELS[name], options)


def _labels(name: str, values: Iterable[str]) -> dict[str, str]:
    """Each value in words; what is public no more has none."""
    if name == YEAR:
        return {value: value for value in values}
    if name == KIND:
        return {
            str(model._meta.model_name): capfirst(str(model._meta.verbose_name_plural))
            for model in get_page_models()
        }
    if not (numbers := [int(value) for value in values]):
        return {}
    if name == ZONE:
        zones = list(published(TerritoryPage.objects.filter(pk__in=numbers)).defer_streamfields())
        told = in_spoken_language(zones)
        return {str(zone.pk): shown.title for zone, shown in zip(zones, told, strict=True)}
    return {str(topic.pk): topic.shown_name for topic in Topic.objects.filter(pk__in=numbers)}
