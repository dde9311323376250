"""The points of the submissions of a list, as a column of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.models import CallPage, Submission
from candidature.pages.scoring import criteria_of
from istruttoria.scores.reading import ScoredCall, Sheet, in_words, scores_of, sees_others
from portal.models import User

_NOTHING = "–"


def score_columns() -> dict[str, Any]:
    """What brings the criteria of their calls along, for `with_scores`."""
    call = CallPage.objects.filter(pk=OuterRef("page")).order_by()
    return {
        "call_scoring": Subquery(call.values("scoring")),
        "call_is_independent": Subquery(call.values("scores_are_independent")),
    }


def with_scores(rows: Iterable[Submission], user: User) -> None:
    """Gives each row, read with `score_columns`, its `score_in_words`. One query however many there are."""
    rows = list(rows)
    scores = scores_of([row.pk for row in rows])
    for row in rows:
        given = scores.get(row.pk)
        row.score_in_words = _NOTHING  # type: ignore[attr-defined]
        if given and row.call_scoring is not None:  # type: ignore[attr-defined]
            call = ScoredCall(criteria_of(row.call_scoring), row.call_is_independent)  # type: ignore[attr-defined]
            row.score_in_words = _told(row, call, Sheet(call.criteria, given), user)  # type: ignore[attr-defined]


def _told(row: Submission, call: ScoredCall, sheet: Sheet, user: User) -> str:
    """The mean of all points, and of how many colleagues; what the account may not know yet is not told."""
    if sheet.total is None:
        return _NOTHING
    if not sees_others(user, call, row.status, sheet.own(user)):
        return _("Dopo i tuoi punti")
    how_many = sheet.how_many
    told = ngettext(
        "%(total)s su %(most)d (%(number)d persona)", "%(total)s su %(most)d (%(number)d persone)", how_many
    )
    return told % {"total": in_words(sheet.total), "most": sheet.most, "number": how_many}
