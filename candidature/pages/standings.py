"""Where many pages stand at once: for lists, cards and teasers, in one query or in none of their own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Field,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Value,
)

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Facts, Standing, standing
from portal.pages.teasers import Describer, Teaser

# What `Facts` is read from, the same for every kind of page.
FIELDS: dict[str, Field[Any, Any]] = {
    "fact_kind": CharField(),
    "fact_opens_at": DateTimeField(),
    "fact_closes_at": DateTimeField(),
    "fact_concluded": BooleanField(),
    "fact_published": BooleanField(),
    "fact_admits": CharField(),
    "fact_from": CharField(),
    "fact_notice": BigIntegerField(),
    "fact_asks": BooleanField(),
    "fact_starts_at": DateTimeField(),
    "fact_ends_at": DateTimeField(),
    "fact_room": IntegerField(),
    "fact_cancelled": BooleanField(),
    "fact_suspended": BooleanField(),
    "fact_suspended_until": DateTimeField(),
}


def columns(model: type[Model]) -> Mapping[str, Any]:
    """The expressions of `FIELDS` for a kind of page that people can answer; empty for any other model."""
    if not issubclass(model, ParticipationPage):
        return {}
    return {
        "fact_kind": Value(model.kind.value, output_field=CharField()),
        "fact_opens_at": F("opens_at"),
        "fact_closes_at": F("closes_at"),
        "fact_concluded": F("concluded"),
        "fact_published": ExpressionWrapper(
            Q(live=True) & (Q(original=None) | Q(original__live=True)), output_field=BooleanField()
        ),
        "fact_admits": F("allowed_applicants"),
        "fact_from": F("admits_from"),
        "fact_notice": F("privacy_notice"),
        "fact_suspended": F("suspended"),
        "fact_suspended_until": F("suspended_until"),
        **model.fact_columns(),
    }


def standings(page_ids: Iterable[int], at: datetime | None = None) -> dict[int, Standing]:
    """How pages stand at a moment (now, unless given), by id; one query, whatever their kinds and number.

    Ids of pages that nobody can answer are left out.
    """
    wanted = list(page_ids)
    if not wanted:
        return {}
    pages = [model.objects.filter(pk__in=wanted) for model in participation_models()]
    return {pk: found for pk, _kind, found in standings_of(pages, at)}


def with_facts(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The same pages, of one kind, read together with what `standing_of` asks."""
    rows: QuerySet[Any] = pages.annotate(**columns(pages.model))
    return rows


def standing_of(page: ParticipationPage, at: datetime | None = None) -> Standing:
    """How a page read `with_facts` stands at a moment (now, unless given). No query."""
    return standing(_facts(vars(page)), at)


def attach_standings(pages: list[ParticipationPage], at: datetime) -> None:
    """Gives each page, read `with_facts`, its standing, as `page.shown`."""
    for page in pages:
        page.shown = standing_of(page, at)


def standings_of(
    pages: Iterable[QuerySet[Any]], at: datetime | None = None
) -> list[tuple[int, str, Standing]]:
    """The id, the kind and the standing of each page of these querysets, of one kind each; one query."""
    parts = [found.order_by().annotate(**columns(found.model)).values("pk", *FIELDS) for found in pages]
    rows = parts[0].union(*parts[1:], all=True)
    return [(row["pk"], row["fact_kind"], standing(_facts(row), at)) for row in rows]


def _facts(row: Mapping[str, Any]) -> Facts:
    kinds = {model.kind.value: model for model in participation_models()}
    kind = kinds[row["fact_kind"]]
    return Facts(
        opens_at=row["fact_opens_at"],
        closes_at=row["fact_closes_at"],
        concluded=row["fact_concluded"],
        has_notice=row["fact_notice"] is not None,
        has_questions=row["fact_asks"],
        starts_at=row["fact_starts_at"],
        ends_at=row["fact_ends_at"],
        is_full=row["fact_room"] is not None and row["fact_room"] <= 0,
        has_waiting_list=kind.has_waiting_list,
        is_cancelled=row["fact_cancelled"],
        is_suspended=row["fact_suspended"],
        suspended_until=row["fact_suspended_until"],
        is_published=row["fact_published"],
        admits=row["fact_admits"],
        admits_from=row["fact_from"],
        labels=kind.words.labels,
        headings=kind.words.headings,
        sentences=kind.words.sentences,
    )


def describe_teasers(teasers: list[Teaser]) -> None:
    """Gives teasers of pages that people can answer their state and its words."""
    for teaser in teasers:
        if teaser.more["fact_kind"]:
            own = standing(_facts(teaser.more))
            teaser.state, teaser.state_label, teaser.when = own.tone, own.label, own.when
            teaser.reserved = own.reserved


OF_TEASERS = Describer(fields=FIELDS, columns=columns, describe=describe_teasers)
