"""What cards show of pages of different types, read in one query.

A home page that shows news, calls, events and territories would otherwise ask for each type on its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    Field,
    Model,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber
from wagtail.models import Page

from portal.media.renditions import attach_card_images
from portal.pages.cards import Card

DATES = {
    "day": DateField(),
    "starts_at": DateTimeField(),
    "opens_at": DateTimeField(),
    "closes_at": DateTimeField(),
}
COMMON = ("pk", "title", "url_path", "abstract", "image_id")


@dataclass
class Teaser:
    """A page as its card shows it. `day` is a news item's date, the other moments a call's or event's."""

    pk: int
    title: str
    url_path: str
    abstract: str
    image_id: int | None
    day: date | None
    starts_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    group: str
    # Which of its group it is.
    place: int
    # What the columns of a `Describer` held.
    more: Mapping[str, Any] = field(default_factory=dict)
    image: Any = None
    # Where something stands and the words for it, from the app that knows the rule: see `Describer`.
    state: str = ""
    state_label: str = ""
    when: str = ""
    reserved: str = ""

    @property
    def url(self) -> str:
        return Page(pk=self.pk, url_path=self.url_path).url or ""

    @property
    def card(self) -> Card:
        return Card(
            title=self.title,
            url=self.url,
            abstract=self.abstract,
            image=self.image,
            day=self.day,
            when=self.when,
            state=self.state,
            state_label=self.state_label,
            reserved=self.reserved,
        )


@dataclass(frozen=True)
class TeaserGroup:
    """Published pages of one type in an order of their own (`order_by`), cut to what is shown.

    `dates` says which of the model's fields hold the teaser's `day`, `starts_at`, `opens_at`, `closes_at`.
    """

    pages: QuerySet[Any, Any]
    dates: Mapping[str, str]


@dataclass(frozen=True)
class Describer:
    """An app that says of its own pages where they stand.

    Attributes:
        fields: the columns it needs, by name, with their types.
        columns: the expressions of those columns for a model of its own; empty for any other.
        describe: fills in `state`, `state_label`, `when` and `reserved` of its own teasers, by `more`.
    """

    fields: Mapping[str, Field[Any, Any]]
    columns: Callable[[type[Model]], Mapping[str, Any]]
    describe: Callable[[list[Teaser]], None]


_describers: list[Describer] = []


def describe_with(describer: Describer) -> None:
    """Registers a describer. Its columns are read together with the teasers: it costs no query."""
    if describer not in _describers:
        _describers.append(describer)


def load_teasers(*beside: Any, **groups: TeaserGroup) -> dict[str, list[Teaser]]:
    """The teasers of each group, in the order of its queryset. Three queries for all, pictures included.

    Args:
        beside: pictures that the page shows beside them, or None: their sizes come along.
    """
    teasers = _read(groups)
    attach_card_images(teasers, beside)
    return _grouped(teasers, groups)


def load_unpictured(**groups: TeaserGroup) -> dict[str, list[Teaser]]:
    """The same without their pictures, in one query."""
    return _grouped(_read(groups), groups)


def _read(groups: Mapping[str, TeaserGroup]) -> list[Teaser]:
    parts = [_columns(name, group) for name, group in groups.items()]
    rows: list[Any] = list(parts[0].union(*parts[1:], all=True)) if parts else []
    own = (*COMMON, *DATES, "group", "place")
    others = [name for describer in _describers for name in describer.fields]
    teasers = [
        Teaser(
            **dict(zip(own, row[: len(own)], strict=True)),
            more=dict(zip(others, row[len(own) :], strict=True)),
        )
        for row in rows
    ]
    for describer in _describers:
        describer.describe(teasers)
    return teasers


def _grouped(teasers: list[Teaser], groups: Mapping[str, TeaserGroup]) -> dict[str, list[Teaser]]:
    return {
        name: sorted((one for one in teasers if one.group == name), key=lambda one: one.place)
        for name in groups
    }


def _columns(name: str, group: TeaserGroup) -> QuerySet[Any, Any]:
    # A compound query may not hold a LIMIT on SQLite, but an inner query may. Neither keeps an order, so
    # each row says which of its group it is.
    chosen = group.pages.model._default_manager.filter(pk__in=group.pages.values("pk")).order_by()
    dates = {
        f"teaser_{column}": F(group.dates[column]) if column in group.dates else Cast(Value(None), field)
        for column, field in DATES.items()
    }
    more: dict[str, Any] = {}
    for describer in _describers:
        known = describer.columns(group.pages.model)
        more |= {key: known.get(key, Cast(Value(None), kind)) for key, kind in describer.fields.items()}
    order: Any = list(group.pages.query.order_by)
    rows = chosen.annotate(
        **dates,
        **more,
        teaser_group=Value(name, output_field=CharField()),
        teaser_place=Window(RowNumber(), order_by=order),
    )
    found: QuerySet[Any, Any] = rows.values_list(*COMMON, *dates, "teaser_group", "teaser_place", *more)
    return found
