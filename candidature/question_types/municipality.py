"""A municipality of the register, chosen from a list or typed.

The engine imports this while models load: the register is looked up when a question is asked, never before.
"""

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli import Question, QuestionBlock, QuestionType

# Chosen by those whose municipality is not in the register, for instance outside the region.
OTHER_MUNICIPALITY = "other"


class MunicipalityBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Comune")
        icon = "site"


@dataclass(frozen=True)
class Listed:
    """A municipality of the register; its label tells it from another of the same name."""

    code: str
    name: str
    label: str
    zone_id: int | None
    zone: str


class Chosen(str):
    """A cadastral code, or `OTHER_MUNICIPALITY`, with the name that it has on this day."""

    label: str

    @classmethod
    def of(cls, code: str, label: str) -> Self:
        made = cls(code)
        made.label = label
        return made


class MunicipalitySelect(forms.Select):
    """A list that a script makes searchable (`frontend/src/js/combobox.js`): it then sends what is typed."""

    # The code of what was typed; empty where that is none.
    resolve: Callable[[str], str] = staticmethod(lambda _typed: "")

    def format_value(self, value: Any) -> list[str]:
        return [self.resolve(text) or text for text in super().format_value(value)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = "" if value is None else str(value)
        context["widget"]["attrs"] |= {
            "data-combobox": _("Comincia a scrivere il nome, poi scegli dall’elenco."),
            "data-list": _("Comuni"),
            "data-found-one": _("Un comune trovato."),
            "data-found": _("{count} comuni trovati."),
            "data-found-none": _("Nessun comune con questo nome: controlla come è scritto."),
            # What is typed and is none stays to be corrected.
            "data-typed": "" if self.resolve(typed) else typed,
        }
        return context


class MunicipalityField(forms.ChoiceField):
    """A municipality of the register: its cadastral code, its name, or its name with the province.

    Attributes:
        first_zones: gives the ids of the zones whose municipalities stand first.
    """

    default_error_messages = {
        "invalid_choice": gettext_lazy(
            "«%(value)s» non è nell’elenco dei comuni: scegline uno, oppure «Altro comune, non in elenco»."
        ),
        "several": gettext_lazy("Più comuni si chiamano «%(value)s»: scegli dall’elenco quello giusto."),
    }

    def __init__(self, **kwargs: Any) -> None:
        self.first_zones: Callable[[], Collection[int]] = tuple
        super().__init__(choices=(), widget=MunicipalitySelect, **kwargs)
        self.widget.attrs |= {"autocomplete": "address-level2", "autocapitalize": "words"}
        self._begin()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied: Self = super().__deepcopy__(memo)
        copied._begin()
        return copied

    def _begin(self) -> None:
        """The register is read once for each form."""
        self._register: list[Listed] | None = None
        self.choices = self._grouped
        self.widget.resolve = self._resolve

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        if not typed:
            return ""
        found = self._found(typed)
        if len(found) == 1:
            return found[0]
        code = "several" if found else "invalid_choice"
        raise ValidationError(self.error_messages[code], code=code, params={"value": typed})

    def validate(self, value: Any) -> None:
        # What `to_python` found is in the list.
        forms.Field.validate(self, value)

    def _resolve(self, typed: str) -> str:
        found = self._found(typed.strip()) if typed else []
        return str(found[0]) if len(found) == 1 else ""

    def _found(self, typed: str) -> list[Chosen]:
        """What may be meant: by the code alone, else by the whole label, else by the name."""
        other = Listed(OTHER_MUNICIPALITY, other_label(), other_label(), None, "")
        listed, plain = [*self.register(), other], plain_text(typed)
        for is_meant in (
            lambda one: one.code == typed,
            lambda one: plain_text(one.label) == plain,
            lambda one: plain_text(one.name) == plain,
        ):
            if found := [Chosen.of(one.code, one.label) for one in listed if is_meant(one)]:
                return found
        return []

    def register(self) -> list[Listed]:
        """All of them, by name."""
        if self._register is None:
            model = apps.get_model("territori", "Municipality")
            by_name = model.objects.order_by("name", "province")
            rows = by_name.values_list("cadastral_code", "name", "province", "zone_id", "zone__name")
            self._register = [
                Listed(code, name, f"{name} ({province})", zone_id, zone or "")
                for code, name, province, zone_id, zone in rows
            ]
        return self._register

    def _grouped(self) -> list[Any]:
        """The list: those of the zones that come first, the others, and who is in none."""
        first = set(self.first_zones())
        zones: dict[str, list[tuple[str, str]]] = {}
        others: list[tuple[str, str]] = []
        for one in self.register():
            of_it = zones.setdefault(one.zone, []) if one.zone_id in first else others
            of_it.append((one.code, one.label))
        groups = sorted(zones.items())
        rest = [(_("Altri comuni"), others)] if groups and others else others
        return [("", _("Scegli un comune")), *groups, *rest, (OTHER_MUNICIPALITY, other_label())]


class MunicipalityType(QuestionType[Question]):
    """Kept as the cadastral code with the name that the municipality has on that day."""

    key = "municipality"
    position = 140
    block_class = MunicipalityBlock
    blank = gettext_lazy("Scegli il comune.")

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return MunicipalityField(**shared)

    def keep(self, question: Question, value: Chosen) -> dict[str, str]:
        return {"code": str(value), "label": value.label}

    def show(self, question: Question, answer: Any) -> str:
        return answer["code"] if isinstance(answer, dict) else str(answer)

    def words(self, question: Question, answer: Any) -> list[str]:
        return [answer["label"] if isinstance(answer, dict) else str(answer)]


def other_label() -> str:
    return _("Altro comune, non in elenco")


def plain_text(text: str) -> str:
    """Without accents, capitals, signs and double blanks, as people type a name: `forli` is “Forlì”."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def put_first(fields: Mapping[str, forms.Field], zones: Callable[[], Collection[int]]) -> None:
    """In the lists of municipalities among these fields, those of some zones come first.

    Args:
        zones: gives their ids; called once for each list that is drawn.
    """
    for field in fields.values():
        if isinstance(field, MunicipalityField):
            field.first_zones = zones
