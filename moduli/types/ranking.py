"""Options to be put in order."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, IntegerBlock, StructBlock

from moduli.branches import OptionsBlock
from moduli.room import Room
from moduli.shape import Option, Question
from moduli.types.base import Copier, QuestionBlock, QuestionType, RecordColumn
from moduli.types.choice import frozen_options, named_options
from moduli.types.registry import register
from portal.spreadsheets.cells import Cell

# What a control sends: a place and the key of an option, "2:o1".
PLACED = re.compile(r"([1-9]\d{0,2}):(.+)", re.ASCII | re.DOTALL)
MOST_OPTIONS = 20


class RankingQuestion(Question):
    places: int | None  # how many are given; all of them where there is no number


class RankingOptionsBlock(OptionsBlock):
    class Meta:
        max_num = MOST_OPTIONS


class RankingBlock(QuestionBlock):
    options = RankingOptionsBlock(
        StructBlock(
            [("label", CharBlock(label=gettext_lazy("Voce"), max_length=255))], label=gettext_lazy("Voce")
        ),
        label=gettext_lazy("Voci da ordinare"),
        default=[{"label": ""}, {"label": ""}],
    )
    places = IntegerBlock(
        label=gettext_lazy("Quanti posti assegnare"),
        required=False,
        min_value=1,
        max_value=MOST_OPTIONS,
        help_text=gettext_lazy("Per esempio 3: solo le prime tre. Lascia vuoto per ordinarle tutte."),
    )

    class Meta:
        label = gettext_lazy("Classifica")
        icon = "list-ol"


class RankingWidget(forms.Widget):
    """A list of places beside each option; a script adds buttons that move it up and down."""

    template_name = "moduli/widgets/ranking.html"
    use_fieldset = True

    def __init__(self, *, options: list[tuple[str, str]], places: int) -> None:
        super().__init__()
        self.options, self.places = options, places

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_{index}" if id_ else id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [entry for entry in sent if isinstance(entry, str) and PLACED.fullmatch(entry)]

    def subwidgets(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        return iter(self.get_context(name, value, attrs)["widget"]["entries"])

    def format_value(self, value: Any) -> list[str]:
        return value if isinstance(value, list) else []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        placed = set(self.format_value(value))
        context["widget"]["entries"] = [
            {
                "id": self.id_for_label(context["widget"]["attrs"].get("id", ""), str(index)),
                "label": label,
                "places": [
                    {"value": sent, "number": number, "is_chosen": sent in placed}
                    for number in range(1, self.places + 1)
                    for sent in [f"{number}:{key}"]
                ],
            }
            for index, (key, label) in enumerate(self.options)
        ]
        return context


class RankingField(forms.Field):
    """The keys of the options by their places, cleaned to the keys in order."""

    def __init__(self, *, options: list[tuple[str, str]], places: int, **kwargs: Any) -> None:
        self.labels, self.places = dict(options), places
        super().__init__(widget=RankingWidget(options=options, places=places), **kwargs)

    def clean(self, value: Any) -> list[str]:
        if not value:
            self.validate(value)
            return []
        by_place: dict[int, list[str]] = {}
        for entry in value:
            place, key = _placed(entry)
            if key not in self.labels or not 1 <= place <= self.places:
                raise ValidationError(_("Scegli un posto tra quelli proposti, per le voci proposte."))
            by_place.setdefault(place, []).append(key)
        given = [key for place in sorted(by_place) for key in by_place[place]]
        for place, keys in sorted(by_place.items()):
            if len(keys) > 1:
                raise ValidationError(
                    _(
                        "Allo stesso posto, il %(place)d°, ci sono %(options)s: dai a ciascuna un posto "
                        "diverso."
                    ),
                    params={"place": place, "options": self._named(keys)},
                )
        if len(set(given)) < len(given):
            raise ValidationError(_("La stessa voce sta in due posti: dalle un posto solo."))
        if missing := [place for place in range(1, self.places + 1) if place not in by_place]:
            if self.places == len(self.labels):
                raise ValidationError(
                    _("Manca il posto di: %(options)s."),
                    params={"options": self._named([key for key in self.labels if key not in given])},
                )
            raise ValidationError(
                _("Scegli anche che cosa va al posto %(places)s."),
                params={"places": get_text_list([f"{place}°" for place in missing], _("e"))},
            )
        return given

    def _named(self, keys: list[str]) -> str:
        return get_text_list([f"«{self.labels[key]}»" for key in keys], _("e"))


@register
class Ranking(QuestionType[RankingQuestion]):
    """Kept as the keys of the options in the order that was given."""

    key = "ranking"
    position = 25
    block_class = RankingBlock
    seconds = 45
    blank = gettext_lazy("Rispondi a «%(question)s»: metti in ordine le voci.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"options": frozen_options(value, copier), "places": value.get("places")}

    def field(self, question: RankingQuestion, **shared: Any) -> forms.Field:
        return RankingField(options=named_options(question), places=_places(question), **shared)

    def hint(self, question: RankingQuestion) -> str:
        places = _places(question)
        if places < len(question["options"]):
            return _("Dai un posto a %(count)d voci: 1° è la più importante.") % {"count": places}
        return _("Dai un posto a ogni voce: 1° è la più importante.")

    def room(self, question: RankingQuestion) -> Room:
        return Room(lines=0, how=_("Scrivi nella casella il posto di ciascuna: 1, 2, 3…"))

    def show(self, question: RankingQuestion, answer: Any) -> list[str]:
        """As the controls send it. Options that are gone leave no gap."""
        entries = answer if isinstance(answer, list) else [answer]
        there = [option["key"] for option in question["options"]]
        kept = [entry for entry in entries if entry in there]
        sent = [entry for entry in entries if isinstance(entry, str) and PLACED.fullmatch(entry)]
        return [*(f"{place}:{key}" for place, key in enumerate(kept, start=1)), *sent]

    def words(self, question: RankingQuestion, answer: Any) -> list[str]:
        labels = dict(named_options(question))
        found = sorted(_placed(entry) for entry in self.show(question, answer))
        return [f"{place}° {labels.get(key, key)}" for place, key in found]

    def is_anonymous(self, question: RankingQuestion) -> bool:
        return not self.is_personal(question)

    def record_columns(self, question: RankingQuestion) -> list[RecordColumn]:
        return [RecordColumn("place", _("Posto")), RecordColumn("option", _("Voce"))]

    def records(self, question: RankingQuestion, answer: Any) -> list[list[Cell]]:
        labels = dict(named_options(question))
        found = sorted(_placed(entry) for entry in self.show(question, answer))
        return [[place, labels.get(key, key)] for place, key in found]


def _placed(entry: str) -> tuple[int, str]:
    """The place and the key of an option, from what a control sends."""
    place, _colon, key = entry.partition(":")
    return int(place), key


def _places(question: RankingQuestion) -> int:
    options: list[Option] = question["options"]
    return min(question["places"] or len(options), len(options))
