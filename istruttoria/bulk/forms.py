"""What whoever acts on many at once types, once for all of them."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.access.scope import reach_now
from candidature.letters import placeholders
from candidature.messages.form import LONGEST_TEXT
from candidature.models import FormVersion
from candidature.process.rules import Transition
from istruttoria.assigning.days import WorkByField
from istruttoria.assigning.members import members
from istruttoria.bulk.acts import Act, AssignAct
from istruttoria.bulk.leaving import words_of
from istruttoria.bulk.models import BulkJob
from istruttoria.decisions.forms import DecisionForm
from istruttoria.decisions.request_form import RequestForm
from istruttoria.labels.offered import labels_within
from moduli import Asked, asked_of
from portal.forms.text import PlainTextForm
from portal.models import User

# Beyond so many different forms nobody can say what all were asked.
MOST_FORMS = 20


class LettersForm(forms.Form):
    """Until when the letters can be taken back."""

    letters = forms.ChoiceField(
        label=gettext_lazy("Le lettere"),
        choices=BulkJob.Letters.choices,
        initial=BulkJob.Letters.AFTER_A_WHILE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Finché non sono partite puoi annullare tutto."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letters = cast(forms.ChoiceField, self.fields["letters"])
        letters.choices = [(one.value, words_of(one)) for one in BulkJob.Letters]


class TargetForm(forms.Form):
    """Whom they are given to, or which label."""

    target = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(self, act: Act, user: User, data: Any = None) -> None:
        super().__init__(data)
        field = cast(forms.TypedChoiceField, self.fields["target"])
        if isinstance(act, AssignAct):
            field.label = _("A chi")
            colleagues = [one for one in members(timezone.localdate()) if one.account != user]
            mine = [(user.pk, _("A me"))]
            field.choices = [
                ("", _("A nessuno")),
                *mine,
                *((one.account.pk, one.in_words()) for one in colleagues),
            ]
            field.initial = user.pk
            self.fields["work_by"] = WorkByField()
        else:
            field.label, field.required = _("Etichetta"), True
            field.choices = [("", "—"), *labels_within(reach_now(user)).values_list("pk", "name")]

    @property
    def due_at(self) -> datetime | None:
        """The end of the day by which they should be looked at, of a valid form."""
        day = self.cleaned_data.get("work_by")
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class MessageForm(PlainTextForm):
    """What is written to each of them.

    Args:
        kinds: of the pages that they answered: a placeholder must mean something to all.
    """

    text = forms.CharField(
        label=gettext_lazy("Messaggio"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Scrivi il messaggio.")},
        help_text=gettext_lazy(
            "Ognuno lo trova tra i suoi messaggi, senza vedere a chi altri è andato, e può rispondere. "
            "La lettera dice solo che c’è."
        ),
    )

    def __init__(self, kinds: Iterable[str], data: Any = None) -> None:
        super().__init__(data)
        of_each = [placeholders.known(kind, reason=False, term=False) for kind in kinds]
        first, *others = of_each or [[]]
        self.known = [name for name in first if all(name in names for names in others)]

    @property
    def placeholders(self) -> list[tuple[str, str]]:
        """Each with what it becomes."""
        return [(f"{{{name}}}", placeholders.meaning(name)) for name in self.known]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        placeholders.check(text, self.known)
        return text


def act_form(step: Transition, forms_used: Iterable[FormVersion], data: Any = None) -> DecisionForm:
    """The fields that a step asks for; each row's version is kept with the row."""
    form = (
        RequestForm(_asked_of_all(list(forms_used)), step, data)
        if step.needs_questions
        else DecisionForm(step, data)
    )
    del form.fields["expected_version"]
    return form


def _asked_of_all(versions: list[FormVersion]) -> list[Asked]:
    """The questions that all of them ask of everybody."""
    if not versions or len(versions) > MOST_FORMS:
        return []
    first, *others = (list(asked_of(version.schema, {})) for version in versions)
    keys = [{one.question["key"] for one in asked} for asked in others]
    return [one for one in first if all(one.question["key"] in known for known in keys)]
