"""A number, whole or not, within limits and with a unit."""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock, DecimalBlock

from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock, QuestionType, written_limit, written_text
from moduli.types.registry import register
from portal.spreadsheets.cells import Cell

# Italian or plain: 1500 · 1.500 · 1.500,50 · 1500,5 · 12.5
NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d{1,15})(,\d{1,6})?|[+-]?\d{1,15}\.\d{1,6}", re.ASCII)
# So many digits can be written at most, and so many of them after the point.
PLACES = 6
DIGITS = 15 + PLACES
# As `keep` writes it. A draft may hold other words that Decimal knows, such as "inf".
KEPT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+", re.ASCII)


class NumberQuestion(Question):
    minimum: str | None  # as written by Decimal
    maximum: str | None
    whole: bool
    unit: str


class NumberBlock(QuestionBlock):
    minimum = DecimalBlock(
        label=gettext_lazy("Valore minimo"), required=False, max_digits=DIGITS, decimal_places=PLACES
    )
    maximum = DecimalBlock(
        label=gettext_lazy("Valore massimo"), required=False, max_digits=DIGITS, decimal_places=PLACES
    )
    whole = BooleanBlock(label=gettext_lazy("Solo numeri interi"), required=False, default=True)
    unit = CharBlock(
        label=gettext_lazy("Unità di misura"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Per esempio: anni, euro."),
    )

    ordered_limits = (("minimum", "maximum"),)

    class Meta:
        label = gettext_lazy("Numero")
        icon = "order"

    def unanswerable(self, value: Any) -> Mapping[str, str]:
        low, high = value.get("minimum"), value.get("maximum")
        if not value.get("whole") or low is None or high is None:
            return {}
        if low.to_integral_value(ROUND_CEILING) <= high.to_integral_value(ROUND_FLOOR):
            return {}
        return {"maximum": _("Tra il minimo e il massimo non c’è nessun numero intero.")}


def read_number(written: str) -> Decimal:
    """A number written the Italian way or the plain one, without blanks.

    Raises:
        ValueError: it is none.
    """
    if not NUMBER.fullmatch(written):
        raise ValueError(written)
    if "," in written or THOUSANDS.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    return Decimal(written)


class NumberField(forms.CharField):
    """A number written the Italian way or the plain one."""

    def __init__(self, *, minimum: str | None, maximum: str | None, whole: bool, **kwargs: Any) -> None:
        self.minimum = Decimal(minimum) if minimum is not None else None
        self.maximum = Decimal(maximum) if maximum is not None else None
        self.whole = whole
        super().__init__(max_length=40, **kwargs)
        # Keyboards of digits have no minus on some telephones.
        if self.minimum is None or self.minimum >= 0:
            self.widget.attrs["inputmode"] = "numeric" if whole else "decimal"

    def clean(self, value: Any) -> Decimal | None:
        written = super().clean(value).replace(" ", "").replace("\u00a0", "")
        if not written:
            return None
        try:
            number = read_number(written)
        except ValueError:
            raise ValidationError(_("Scrivi un numero, per esempio 12 oppure 12,5.")) from None
        if self.whole and number != number.to_integral_value():
            raise ValidationError(_("Scrivi un numero intero, senza decimali."))
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("Il valore minimo è %(limit)s."), params={"limit": written_number(self.minimum)}
            )
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(
                _("Il valore massimo è %(limit)s."), params={"limit": written_number(self.maximum)}
            )
        return number


@register
class Number(QuestionType[NumberQuestion]):
    """Kept as the text of a Decimal, so that nothing is rounded."""

    key = "number"
    position = 60
    block_class = NumberBlock
    seconds = 15
    blank = gettext_lazy("Rispondi a «%(question)s»: scrivi un numero.")
    typing: ClassVar[Mapping[str, str]] = {"spellcheck": "false"}

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {
            "minimum": written_limit(value, "minimum"),
            "maximum": written_limit(value, "maximum"),
            "whole": bool(value.get("whole")),
            "unit": written_text(value, "unit"),
        }

    def field(self, question: NumberQuestion, **shared: Any) -> forms.Field:
        return NumberField(
            minimum=question["minimum"], maximum=question["maximum"], whole=question["whole"], **shared
        )

    def hint(self, question: NumberQuestion) -> str:
        low, high, unit = question["minimum"], question["maximum"], question["unit"]
        limits = {
            "low": written_number(Decimal(low)) if low is not None else "",
            "high": written_number(Decimal(high)) if high is not None else "",
        }
        if low is not None and high is not None:
            hint = _("Da %(low)s a %(high)s") % limits
        elif low is not None:
            hint = _("Almeno %(low)s") % limits
        elif high is not None:
            hint = _("Al massimo %(high)s") % limits
        elif unit:
            hint = _("Unità di misura:")
        else:
            return ""
        return f"{hint} {unit}".strip() + "."

    def keep(self, question: NumberQuestion, value: Decimal) -> str:
        return format(value, "f")

    def show(self, question: NumberQuestion, answer: Any) -> str:
        written = str(answer)
        return written.replace(".", ",") if KEPT.fullmatch(written) else written

    def words(self, question: NumberQuestion, answer: Any) -> list[str]:
        if not KEPT.fullmatch(str(answer)):
            return [str(answer)]
        return [f"{written_number(Decimal(answer))} {question['unit']}".strip()]

    def is_anonymous(self, question: NumberQuestion) -> bool:
        return not self.is_personal(question)

    def heading(self, question: NumberQuestion) -> str:
        unit = question["unit"]
        return f"{question['label']} ({unit})" if unit else question["label"]

    def cell(self, question: NumberQuestion, answer: Any) -> Cell:
        return Decimal(answer) if KEPT.fullmatch(str(answer)) else str(answer)


def written_number(number: Decimal) -> str:
    """A number as people write it in Italian: 1.500,5."""
    return str(number_format(number.normalize(), force_grouping=True))
