"""The points that colleagues gave, as columns of an export: all together, and for each criterion."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from istruttoria.exports.columns import FixedColumn, Registers
from istruttoria.scores.reading import ScoredCall, Sheet, scores_of, sees_others
from portal.models import User
from portal.spreadsheets.cells import Cell


@dataclass(frozen=True)
class Given:
    """The means of the points of a submission; empty for who may not know them."""

    total: Decimal | None = None
    # How many there were to be had.
    most: int | None = None
    how_many: int | None = None
    # By the key of the criterion.
    means: Mapping[str, Decimal | None] = field(default_factory=dict)


NOT_GIVEN = Given()


def point_columns(calls: Mapping[int, ScoredCall]) -> list[FixedColumn]:
    """The columns, in the order of the calls and their criteria; none where no call has criteria.

    The key of a criterion is that of its block; where two calls ask for it otherwise, it names the call too.
    """
    if not calls:
        return []
    asked: dict[str, set[tuple[str, int]]] = {}
    for call in calls.values():
        for one in call.criteria:
            asked.setdefault(one.key, set()).add((one.text, one.most))
    found = {
        "points": FixedColumn("points", _("Punteggio medio"), lambda row, _known: row["points"].total),
        "points-most": FixedColumn(
            "points-most", _("Punti al massimo"), lambda row, _known: row["points"].most
        ),
        "scorers": FixedColumn(
            "scorers", _("Quanti hanno dato punti"), lambda row, _known: row["points"].how_many
        ),
    }
    for page, call in calls.items():
        for one in call.criteria:
            is_one = len(asked[one.key]) == 1
            key = f"points-{one.key}" if is_one else f"points-{one.key}@{page}"
            label = _("Punti: %(criterion)s (su %(most)d)") % {"criterion": one.text, "most": one.most}
            found.setdefault(key, FixedColumn(key, label, _mean_of(one.key, None if is_one else page)))
    return list(found.values())


def _mean_of(key: str, page: int | None) -> Callable[[Mapping[str, Any], Registers], Cell]:
    """The cell of a criterion, of submissions to one page or to any."""
    return lambda row, _known: row["points"].means.get(key) if page in (None, row["page_id"]) else None


def points_of(
    rows: Collection[Mapping[str, Any]], calls: Mapping[int, ScoredCall], user: User
) -> dict[int, Given]:
    """What was given to each of these submissions (`pk`, `page_id`, `status`); one query, or none."""
    concerned = [row for row in rows if row["page_id"] in calls]
    scores = scores_of([row["pk"] for row in concerned]) if concerned else {}
    return {
        row["pk"]: _given(Sheet(calls[row["page_id"]].criteria, scores[row["pk"]]), calls, row, user)
        for row in concerned
        if row["pk"] in scores
    }


def _given(sheet: Sheet, calls: Mapping[int, ScoredCall], row: Mapping[str, Any], user: User) -> Given:
    if not sees_others(user, calls[row["page_id"]], row["status"], sheet.own(user)):
        return NOT_GIVEN
    means = {mean.criterion.key: mean.points for mean in sheet.means}
    return Given(sheet.total, sheet.most, sheet.how_many, means)
