"""A municipality of the register.

The engine imports this while models load: the register is looked up when a question is asked, never before.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli import Question, QuestionBlock, QuestionType

# Chosen by those whose municipality is not in the register, for instance outside the region.
OTHER_MUNICIPALITY = "other"


class MunicipalityBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Comune")
        icon = "site"


class MunicipalityField(forms.ChoiceField):
    """A municipality of the register, by its cadastral code."""

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli un comune dall’elenco.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=municipality_choices, **kwargs)
        self.widget.attrs["autocomplete"] = "address-level2"


class MunicipalityType(QuestionType[Question]):
    """Kept as the cadastral code with the name that the municipality has on that day."""

    key = "municipality"
    position = 140
    block_class = MunicipalityBlock
    blank = gettext_lazy("Scegli il comune.")

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return MunicipalityField(**shared)

    def keep(self, question: Question, value: str) -> dict[str, str]:
        return {"code": value, "label": dict(municipality_choices())[value]}

    def show(self, question: Question, answer: Any) -> str:
        return answer["code"] if isinstance(answer, dict) else str(answer)

    def words(self, question: Question, answer: Any) -> list[str]:
        return [answer["label"] if isinstance(answer, dict) else str(answer)]


def municipality_choices() -> list[tuple[str, str]]:
    """The register by name, after an empty choice and before the one for who is not in it."""
    register = apps.get_model("territori", "Municipality")
    rows = register.objects.values_list("cadastral_code", "name", "province")
    known = [(code, f"{name} ({province})") for code, name, province in rows]
    return [("", _("Scegli un comune")), *known, (OTHER_MUNICIPALITY, _("Altro comune, non in elenco"))]
