"""The checks of a submission as they are answered on its page, and on their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from istruttoria.checklists.answering import Given, is_examined
from istruttoria.checklists.models import LONGEST_REMARK, Answer, CheckAnswer
from istruttoria.checklists.reading import Line, lines
from istruttoria.permissions import may_answer
from portal.forms.text import PlainTextForm
from portal.models import User


@dataclass(frozen=True)
class Row:
    """One check with its fields; `now` is a colleague's answer that a posted one would have overwritten."""

    line: Line
    answer: Any
    remark: Any
    seen: Any
    now: Line | None = None


class ChecksForm(PlainTextForm):
    """An answer and a remark for each check that the call lists.

    Args:
        asked: the checks.
        conflicts: of them, those that a colleague answered while this was typed.
    """

    def __init__(self, asked: list[Line], data: Any = None, conflicts: list[Line] | None = None) -> None:
        super().__init__(data, prefix="checks", auto_id="controllo-%s")
        self.asked = [line for line in asked if line.is_asked]
        self.conflicts = {line.key: line for line in conflicts or ()}
        for line in self.asked:
            given = line.given
            self.fields[f"answer-{line.key}"] = forms.ChoiceField(
                choices=[("", _("Da controllare")), *Answer.choices],
                widget=forms.RadioSelect,
                required=False,
                label=line.asked,
                initial=given.answer if given else "",
            )
            self.fields[f"remark-{line.key}"] = forms.CharField(
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 1}),
                label=_("Nota sul controllo"),
                initial=given.remark if given else "",
            )
            self.fields[f"seen-{line.key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, max_length=64, initial=line.mark
            )

    def rows(self) -> Iterator[Row]:
        for line in self.asked:
            yield Row(
                line,
                answer=self[f"answer-{line.key}"],
                remark=self[f"remark-{line.key}"],
                seen=self[f"seen-{line.key}"],
                now=self.conflicts.get(line.key),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for line in self.asked:
            if cleaned.get(f"remark-{line.key}") and not cleaned.get(f"answer-{line.key}"):
                self.add_error(f"answer-{line.key}", _("Scegli una risposta, oppure togli la nota."))
        return cleaned

    @property
    def given(self) -> list[Given]:
        """What was posted for each."""
        values = self.cleaned_data
        return [
            Given(
                line.key,
                values.get(f"answer-{line.key}", ""),
                values.get(f"remark-{line.key}", ""),
                values.get(f"seen-{line.key}", ""),
            )
            for line in self.asked
        ]


def context(
    submission: Submission,
    page: ParticipationPage,
    user: User,
    *,
    checks_form: ChecksForm | None = None,
    answers: Iterable[CheckAnswer] | None = None,
    **_others: Any,
) -> dict[str, Any]:
    """What the template of the checks needs. One query, unless the `answers` are known."""
    found = lines(submission, page, answers)
    return {
        "checks": found,
        "open_checks": [line for line in found if line.is_open],
        "former_checks": [line for line in found if not line.is_asked],
        "may_check": may_answer(user) and is_examined(submission),
        "checks_form": checks_form or ChecksForm(found),
    }
