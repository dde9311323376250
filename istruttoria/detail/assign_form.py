"""What whoever assigns one submission says: to whom, and who had it on the screen."""

from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from candidature.access.readers import colleagues_of
from candidature.models import Submission
from istruttoria.absences import cover
from istruttoria.absences.words import named
from istruttoria.assigning.days import WorkByField
from portal.models import User


class Act(TextChoices):
    """The buttons of the form."""

    ME = "me", _("Assegna a me")
    COLLEAGUE = "colleague", _("Assegna")
    NOBODY = "nobody", _("Togli l’assegnazione")


class ColleagueField(forms.ModelChoiceField[User]):
    """Colleagues, each with whether they are away today."""

    @cached_property
    def _stand_ins(self) -> dict[int, list[User]]:
        return cover.stand_ins(timezone.localdate())

    def label_from_instance(self, obj: Any) -> str:
        return named(obj, standing_in=self._stand_ins.get(obj.pk))


class AssignForm(forms.Form):
    """Gives a submission to oneself, to a colleague who may work on it, or to nobody."""

    act = forms.ChoiceField(choices=Act.choices)
    former = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    account = ColleagueField(
        label=_("A chi"), queryset=User.objects.none(), required=False, empty_label=_("Scegli chi…")
    )

    def __init__(self, submission: Submission, data: Any = None) -> None:
        holder = submission.assigned_to_id
        super().__init__(data, initial={"former": holder, "account": holder})
        self.fields["work_by"] = WorkByField(given=submission.work_by)
        account = cast(ColleagueField, self.fields["account"])
        # Asked of the database where they are shown or one is chosen.
        account.queryset = colleagues_of(submission)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act") == Act.COLLEAGUE and "account" in cleaned and cleaned["account"] is None:
            self.add_error("account", _("Scegli a chi assegnarla."))
        return cleaned

    @property
    def sets_day(self) -> bool:
        """Whether the button stands beside the field of the day."""
        return bool(self.cleaned_data["act"] == Act.COLLEAGUE)

    def to(self, user: User) -> User | None:
        """The account that was chosen, of a valid form; None for nobody."""
        account: User | None = self.cleaned_data["account"]
        return {Act.ME.value: user, Act.COLLEAGUE.value: account}.get(self.cleaned_data["act"])
