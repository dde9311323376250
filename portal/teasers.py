"""What cards show of pages of different types, read in one query.

A home page that shows news, calls, events and territories would otherwise ask for each type on its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.renditions import attach_card_images

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
    image: Any = None

    @property
    def url(self) -> str:
        return Page(pk=self.pk, url_path=self.url_path).url or ""

    @property
    def when(self) -> str:
        """The day and hour a call's window closes or an event begins, in words."""
        if self.starts_at:
            return _at(self.starts_at)
        if self.closes_at:
            return _("entro %(moment)s") % {"moment": _at(self.closes_at)} if self.state != "closed" else ""
        return ""

    @property
    def state(self) -> str:
        """Whether it can be answered now (`opens_at <= now < closes_at`): upcoming, open, closed or "".

        An event that has begun is closed, whatever its window.
        """
        now = timezone.now()
        if self.starts_at and self.starts_at <= now:
            return "closed"
        if self.closes_at and now >= self.closes_at:
            return "closed"
        if not (self.opens_at and self.closes_at):
            return ""
        return "upcoming" if now < self.opens_at else "open"

    @property
    def state_label(self) -> str:
        if not self.starts_at:
            labels = {"closed": _("Chiuso"), "upcoming": _("In apertura"), "open": _("Aperto")}
        elif self.starts_at <= timezone.now():
            labels = {"closed": _("Concluso")}
        else:
            labels = {
                "closed": _("Iscrizioni chiuse"),
                "upcoming": _("Iscrizioni non ancora aperte"),
                "open": _("Iscrizioni aperte"),
            }
        return labels.get(self.state, "")


def _at(moment: datetime) -> str:
    local = timezone.localtime(moment)
    day, hour = date_format(local, "l j F Y"), date_format(local, "H:i")
    return _("%(day)s, ore %(hour)s") % {"day": day, "hour": hour}


@dataclass(frozen=True)
class TeaserGroup:
    """Published pages of one type, best first and already cut to what is shown.

    `dates` says which of the model's fields hold the teaser's `day`, `starts_at`, `opens_at`, `closes_at`.
    """

    pages: QuerySet
    dates: Mapping[str, str]


def load_teasers(**groups: TeaserGroup) -> dict[str, list[Teaser]]:
    """The teasers of each group, in the order of its queryset. Three queries for all, pictures included."""
    parts = [_columns(name, group) for name, group in groups.items()]
    rows = list(parts[0].union(*parts[1:], all=True)) if parts else []
    teasers = [Teaser(*row) for row in rows]
    attach_card_images(teasers)
    return {
        name: _ordered([teaser for teaser in teasers if teaser.group == name], group)
        for name, group in groups.items()
    }


def _columns(name: str, group: TeaserGroup) -> QuerySet:
    # A compound query may not hold a LIMIT on SQLite, but an inner query may.
    chosen = group.pages.model._default_manager.filter(pk__in=group.pages.values("pk")).order_by()
    dates = {
        f"teaser_{column}": F(group.dates[column]) if column in group.dates else Cast(Value(None), field)
        for column, field in DATES.items()
    }
    return chosen.annotate(**dates, teaser_group=Value(name, output_field=CharField())).values_list(
        *COMMON, *dates, "teaser_group"
    )


def _ordered(teasers: list[Teaser], group: TeaserGroup) -> list[Teaser]:
    """Sort as the queryset does, whose first ordering is the title or one of the dates."""
    ordering = str(group.pages.query.order_by[0])
    names = {field: column for column, field in group.dates.items()}
    name = names.get(ordering.lstrip("-"), "title")
    known = [teaser for teaser in teasers if getattr(teaser, name) is not None]
    unknown = [teaser for teaser in teasers if getattr(teaser, name) is None]
    return [
        *sorted(known, key=lambda teaser: getattr(teaser, name), reverse=ordering.startswith("-")),
        *unknown,
    ]
