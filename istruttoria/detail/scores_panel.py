"""The points of a submission as they are given on its page, and on their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from candidature.pages.scoring import Criterion
from istruttoria.checklists.answering import is_examined
from istruttoria.permissions import may_answer
from istruttoria.scores.giving import Points, Seen, mark_of_criteria, mark_of_own
from istruttoria.scores.models import LONGEST_REASON, Score
from istruttoria.scores.reading import Sheet, call_of, in_words, sees_others, sheet_of
from portal.forms.text import PlainTextForm
from portal.models import User

# With more points than these to choose from, their number is typed.
MOST_TO_CHOOSE_FROM = 10


@dataclass(frozen=True)
class Row:
    """One criterion with its fields, and what the account gave for it, if it did.

    Attributes:
        is_typed: whether the points are typed, not chosen.
        outdated: points that were given for another maximum, which the form does not repeat.
    """

    criterion: Criterion
    points: Any
    reason: Any
    is_typed: bool
    given: Score | None
    outdated: Score | None


class ScoresForm(PlainTextForm):
    """Points and a reason for each criterion of the call.

    Args:
        criteria: those that it has now.
        own: what the account gave, by criterion.
    """

    seen_criteria = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    seen_own = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, criteria: list[Criterion], own: dict[str, Score], data: Any = None) -> None:
        super().__init__(data, prefix="punti", auto_id="punteggio-%s")
        self.criteria, self.own = criteria, own
        self.fields["seen_criteria"].initial = mark_of_criteria(criteria)
        self.fields["seen_own"].initial = mark_of_own(own.values())
        for criterion in criteria:
            given = own.get(criterion.key)
            points = _points_field(criterion)
            # The same number would mean something else where the maximum is another by now.
            points.initial = given.points if given and given.most == criterion.most else None
            self.fields[f"points-{criterion.key}"] = points
            self.fields[f"reason-{criterion.key}"] = forms.CharField(
                required=False,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 1}),
                label=_("Perché, in breve"),
                initial=given.reason if given else "",
            )

    def rows(self) -> Iterator[Row]:
        for criterion in self.criteria:
            given = self.own.get(criterion.key)
            yield Row(
                criterion,
                points=self[f"points-{criterion.key}"],
                reason=self[f"reason-{criterion.key}"],
                is_typed=criterion.most > MOST_TO_CHOOSE_FROM,
                given=given,
                outdated=given if given and given.most != criterion.most else None,
            )

    @property
    def seen(self) -> Seen:
        """What the page showed. The form must be valid."""
        return Seen(self.cleaned_data["seen_criteria"], self.cleaned_data["seen_own"])

    @property
    def given(self) -> list[Points]:
        """What was posted for each. The form must be valid."""
        values = self.cleaned_data
        return [
            Points(one.key, values[f"points-{one.key}"], values[f"reason-{one.key}"]) for one in self.criteria
        ]


def _points_field(criterion: Criterion) -> forms.Field:
    missing = {"required": _("Dai i punti anche per questo criterio: zero, se non ne merita.")}
    if criterion.most > MOST_TO_CHOOSE_FROM:
        return forms.IntegerField(
            min_value=0,
            max_value=criterion.most,
            label=_("Punti, da 0 a %(most)d") % {"most": criterion.most},
            error_messages=missing,
        )
    return forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(criterion.most + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        label=criterion.text,
        error_messages=missing,
    )


@dataclass(frozen=True)
class ShownMean:
    """A criterion with what was given for it, as far as the account may read it."""

    criterion: Criterion
    mean: str
    scores: list[Score]


def context(
    submission: Submission,
    page: ParticipationPage,
    user: User,
    *,
    scores_form: ScoresForm | None = None,
    scores: Iterable[Score] | None = None,
    **_others: Any,
) -> dict[str, Any]:
    """What the template of the points needs. One query, unless the `scores` are known."""
    sheet = sheet_of(submission, page, scores)
    own = sheet.own(user)
    sees = sees_others(user, call_of(page), submission.status, own)
    return {
        "has_scores": bool(sheet.criteria or sheet.scores),
        "scores_form": scores_form or ScoresForm(sheet.criteria, own),
        "own_scores": own,
        "may_score": may_answer(user) and is_examined(submission) and bool(sheet.criteria),
        "sees_scores": sees,
        "score_means": _means(sheet) if sees and sheet.counted else [],
        "score_total": in_words(sheet.total),
        "score_most": sheet.most,
        "how_many_scored": sheet.how_many,
        "former_scores": [one for one in sheet.former if sees or one.by_id == user.pk],
    }


def _means(sheet: Sheet) -> list[ShownMean]:
    return [ShownMean(mean.criterion, in_words(mean.points), mean.scores) for mean in sheet.means]
