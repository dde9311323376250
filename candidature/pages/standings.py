"""Where many pages stand at once: for lists, cards and teasers, in one query."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value

from candidature.pages.kinds import participation_models
from candidature.pages.window import Facts, Standing, standing

if TYPE_CHECKING:
    from portal.pages.teasers import Teaser

_OF_EVERY_PAGE = ("pk", "opens_at", "closes_at", "concluded", "privacy_notice_id")
_OF_ITS_KIND = ("fact_kind", "fact_asks", "fact_starts_at", "fact_ends_at", "fact_room")


def standings(page_ids: Iterable[int], at: datetime | None = None) -> dict[int, Standing]:
    """How pages stand at a moment (now, unless given), by id; one query, whatever their kinds and number.

    Ids of pages that nobody can answer are left out.
    """
    wanted = list(page_ids)
    return {pk: standing(facts, at) for pk, facts in _facts(wanted)} if wanted else {}


def _facts(page_ids: list[int]) -> list[tuple[int, Facts]]:
    models = {model.kind.value: model for model in participation_models()}
    parts = [
        model.objects.filter(pk__in=page_ids)
        .order_by()
        .annotate(fact_kind=Value(kind, output_field=CharField()), **model.fact_columns())
        .values_list(*_OF_EVERY_PAGE, *_OF_ITS_KIND)
        for kind, model in models.items()
    ]
    rows: list[Any] = list(parts[0].union(*parts[1:], all=True))
    return [
        (
            pk,
            Facts(
                opens_at=opens_at,
                closes_at=closes_at,
                concluded=concluded,
                has_notice=notice is not None,
                has_questions=asks,
                starts_at=starts_at,
                ends_at=ends_at,
                is_full=room is not None and room <= 0,
                labels=models[kind].words.labels,
            ),
        )
        for pk, opens_at, closes_at, concluded, notice, kind, asks, starts_at, ends_at, room in rows
    ]


def describe_teasers(teasers: "list[Teaser]") -> None:
    """Gives teasers of pages that people can answer their state and its words; the portal asks."""
    found = standings(teaser.pk for teaser in teasers)
    for teaser in teasers:
        if own := found.get(teaser.pk):
            teaser.state, teaser.state_label, teaser.when = own.tone, own.label, own.when
