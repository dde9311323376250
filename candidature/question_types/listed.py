"""An entry of a list that the staff loaded (`candidature.reference_lists`), chosen or typed.

The engine imports this while models load: lists are looked up when a question is composed, frozen or asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import ChoiceBlock

from candidature.question_types import searchable
from candidature.question_types.searchable import Chosen, SearchableField, SearchableSelect
from moduli import Copier, Question, QuestionBlock, QuestionType


class ListedQuestion(Question):
    list_name: str
    list_version: int | None  # id of a version, whose entries never change; None where no list is chosen
    list_number: int  # which version of the list it is


def known_lists() -> list[tuple[str, str]]:
    """The lists that an editor may choose."""
    model = apps.get_model("candidature", "ReferenceList")
    return [(str(pk), name) for pk, name in model.objects.values_list("pk", "name")]


class KnownListBlock(ChoiceBlock):
    """One of the lists, by its id as text."""

    def normalize_choice(self, value: Any) -> Any:
        """The value as it is: Wagtail would read all lists whenever a form is loaded."""
        return value

    def name_of(self, value: str) -> str | None:
        """By what another portal would find the list (`candidature.shelf.portable`)."""
        return dict(known_lists()).get(value)

    def of_name(self, name: str) -> str | None:
        """The list of this name, whatever its case."""
        return {known.lower(): pk for pk, known in known_lists()}.get(name.lower())


class ListedBlock(QuestionBlock):
    source = KnownListBlock(
        label=gettext_lazy("Elenco"),
        choices=known_lists,
        help_text=gettext_lazy("Gli elenchi si caricano in «Elenchi», da un file CSV."),
    )

    class Meta:
        label = gettext_lazy("Voce di un elenco")
        icon = "list-ul"


@dataclass(frozen=True)
class ListedEntry:
    code: str
    label: str

    @property
    def name(self) -> str:
        return self.label


class ListedField(SearchableField):
    """An entry of one version of a list."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("«%(value)s» non è nell’elenco: scegli una delle voci proposte."),
        "several": gettext_lazy("Più voci si chiamano «%(value)s»: scegli dall’elenco quella giusta."),
    }

    def __init__(self, *, version: int | None, **kwargs: Any) -> None:
        self.version = version
        super().__init__(widget=SearchableSelect(_words), **kwargs)

    def read_entries(self) -> Sequence[ListedEntry]:
        model = apps.get_model("candidature", "ReferenceListVersion")
        found = model.objects.filter(pk=self.version).first() if self.version else None
        return [ListedEntry(code, label) for code, label in found.pairs()] if found else []

    def offered(self) -> list[Any]:
        return [("", _("Scegli dall’elenco")), *((one.code, one.label) for one in self.entries())]


class ListedType(QuestionType[ListedQuestion]):
    """Kept as the code of the entry with the label that it had."""

    key = "list_entry"
    position = 152
    block_class = ListedBlock
    blank = gettext_lazy("Rispondi a «%(question)s»: scegli una voce dell’elenco.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        chosen = str(value.get("source") or "")
        model = apps.get_model("candidature", "ReferenceListVersion")
        versions = (
            model.objects.filter(reference_list_id=int(chosen))
            if chosen.isascii() and chosen.isdecimal()
            else model.objects.none()
        )
        newest = versions.select_related("reference_list").defer("entries").first()
        return {
            "list_name": newest.reference_list.name if newest else "",
            "list_version": newest.pk if newest else None,
            "list_number": newest.number if newest else 0,
        }

    def field(self, question: ListedQuestion, **shared: Any) -> forms.Field:
        return ListedField(version=question["list_version"], **shared)

    def rules(self, question: ListedQuestion) -> str:
        return _("Elenco «%(name)s», versione %(number)d.") % {
            "name": question["list_name"],
            "number": question["list_number"],
        }

    def keep(self, question: ListedQuestion, value: Chosen) -> dict[str, str]:
        return searchable.kept(value)

    def show(self, question: ListedQuestion, answer: Any) -> str:
        return searchable.shown(answer)

    def words(self, question: ListedQuestion, answer: Any) -> list[str]:
        return searchable.words(answer)

    def is_anonymous(self, question: ListedQuestion) -> bool:
        return not self.is_personal(question)


def _words() -> dict[str, str]:
    return {
        "data-combobox": _("Comincia a scrivere, poi scegli dall’elenco."),
        "data-list": _("Voci dell’elenco"),
        "data-found-one": _("Una voce trovata."),
        "data-found": _("{count} voci trovate."),
        "data-found-none": _("Nessuna voce con questo nome: controlla come è scritto."),
    }
