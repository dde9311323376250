"""A municipality of the register, chosen from a list or typed.

The engine imports this while models load: the register is looked up when a question is asked, never before.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.apps import apps
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from candidature.question_types import searchable
from candidature.question_types.searchable import Chosen, SearchableField, SearchableSelect
from moduli import Question, QuestionBlock, QuestionType
from portal.edition.memory import remembered

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


class MunicipalitySelect(SearchableSelect):
    """Hundreds of options, written as one text: a template for each takes most of the time of the page."""

    template_name = "candidature/municipality_select.html"
    # The options, none of them selected.
    options_html: Callable[[], str] = staticmethod(lambda: "")

    def use_required_attribute(self, _initial: Any) -> bool:
        # The first option is blank.
        return True

    def optgroups(self, _name: str, _value: list[str], _attrs: dict[str, Any] | None = None) -> list[Any]:
        # They are in `options_html`.
        return []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        [selected] = context["widget"]["value"]
        context["widget"]["options"] = _selected(self.options_html(), selected)
        return context


class MunicipalityField(SearchableField):
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
        super().__init__(widget=MunicipalitySelect(_words), **kwargs)
        self.widget.attrs |= {"autocomplete": "address-level2", "autocapitalize": "words"}

    def _begin(self) -> None:
        super()._begin()
        self.widget.options_html = self._options_html

    def read_entries(self) -> list[Listed]:
        """All of them, by name, and who is in none."""
        return remembered(None, ("municipalities", get_language()), _read_register)

    def zone_of(self, code: str) -> int | None:
        """The zone of one of the list, as far as the register knows it."""
        register = cast("Sequence[Listed]", self.entries())
        return next((one.zone_id for one in register if one.code == code), None)

    def _options_html(self) -> str:
        first = frozenset(self.first_zones())
        key = ("list of municipalities", first, get_language())
        return remembered(None, key, lambda: _written(self.offered()))

    def offered(self) -> list[Any]:
        """Those of the zones that come first, the others, and who is in none."""
        first = set(self.first_zones())
        zones: dict[str, list[tuple[str, str]]] = {}
        others: list[tuple[str, str]] = []
        *register, other = cast("Sequence[Listed]", self.entries())
        for one in register:
            of_it = zones.setdefault(one.zone, []) if one.zone_id in first else others
            of_it.append((one.code, one.label))
        groups = sorted(zones.items())
        rest = [(_("Altri comuni"), others)] if groups and others else others
        return [("", _("Scegli un comune")), *groups, *rest, (other.code, other.label)]


class MunicipalityType(QuestionType[Question]):
    """Kept as the cadastral code with the name that the municipality has on that day."""

    key = "municipality"
    position = 140
    block_class = MunicipalityBlock
    blank = gettext_lazy("Scegli il comune.")

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return MunicipalityField(**shared)

    def keep(self, question: Question, value: Chosen) -> dict[str, str]:
        return searchable.kept(value)

    def show(self, question: Question, answer: Any) -> str:
        return searchable.shown(answer)

    def words(self, question: Question, answer: Any) -> list[str]:
        return searchable.words(answer)

    def is_anonymous(self, question: Question) -> bool:
        return not self.is_personal(question)


def _read_register() -> list[Listed]:
    by_name = apps.get_model("territori", "Municipality").objects.order_by("name", "province")
    rows = by_name.values_list("cadastral_code", "name", "province", "zone_id", "zone__name")
    return [
        *(
            Listed(code, name, f"{name} ({province})", zone_id, zone or "")
            for code, name, province, zone_id, zone in rows
        ),
        Listed(OTHER_MUNICIPALITY, other_label(), other_label(), None, ""),
    ]


def _written(choices: Iterable[Any]) -> str:
    """Options and groups of options as HTML."""
    return format_html_join(
        "\n",
        "{}",
        (
            (format_html('<optgroup label="{}">\n{}\n</optgroup>', value, _written(label)),)
            if isinstance(label, list)
            else (format_html('<option value="{}">{}</option>', value, label),)
            for value, label in choices
        ),
    )


def _selected(options: str, value: str) -> str:
    """The same options with one selected; as they were, if there is none of this value."""
    written = f'<option value="{escape(value)}"'
    return mark_safe(options.replace(written, f"{written} selected", 1))  # noqa: S308 - both are escaped


def other_label() -> str:
    return _("Altro comune, non in elenco")


def _words() -> dict[str, str]:
    return {
        "data-combobox": _("Comincia a scrivere il nome, poi scegli dall’elenco."),
        "data-list": _("Comuni"),
        "data-found-one": _("Un comune trovato."),
        "data-found": _("{count} comuni trovati."),
        "data-found-none": _("Nessun comune con questo nome: controlla come è scritto."),
        # Who finds nothing may be from elsewhere: the last entry is offered whatever is typed.
        "data-last-always": "",
    }


def put_first(fields: Mapping[str, forms.Field], zones: Callable[[], Collection[int]]) -> None:
    """In the lists of municipalities among these fields, those of some zones come first.

    Args:
        zones: gives their ids; called once for each list that is drawn.
    """
    for field in fields.values():
        if isinstance(field, MunicipalityField):
            field.first_zones = zones
