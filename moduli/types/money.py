"""An amount in euro."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import DecimalBlock

from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock, QuestionType, written_limit
from moduli.types.number import KEPT, read_number
from moduli.types.registry import register
from portal.spreadsheets.cells import Cell, Euro

# As people write it before or after the figure.
CURRENCY = re.compile(r"^(€|euro|eur)|(€|euro|eur)$", re.IGNORECASE)
CENT = Decimal("0.01")
# Of the largest amount that can be written.
DIGITS = 15 + 2
ZERO = Decimal(0)


class MoneyQuestion(Question):
    minimum: str | None  # euro, as written by Decimal; nothing below zero where there is none
    maximum: str | None


class MoneyBlock(QuestionBlock):
    minimum = DecimalBlock(
        label=gettext_lazy("Importo minimo, in euro"),
        required=False,
        max_digits=DIGITS,
        decimal_places=2,
        help_text=gettext_lazy("Se resta vuoto, da zero in su."),
    )
    maximum = DecimalBlock(
        label=gettext_lazy("Importo massimo, in euro"), required=False, max_digits=DIGITS, decimal_places=2
    )

    ordered_limits = (("minimum", "maximum"),)

    class Meta:
        label = gettext_lazy("Importo in euro")
        icon = "tag"

    def unanswerable(self, value: Any) -> Mapping[str, str]:
        high = value.get("maximum")
        if value.get("minimum") is not None or high is None or high >= 0:
            return {}
        return {"maximum": _("Senza un minimo si parte da zero: il massimo non può essere negativo.")}


class MoneyField(forms.CharField):
    """An amount, written the Italian way or the plain one, with or without the currency."""

    def __init__(self, *, minimum: Decimal, maximum: Decimal | None, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(max_length=40, **kwargs)
        # Keyboards of digits have no minus on some telephones.
        if minimum >= 0:
            self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Decimal | None:
        written = "".join(super().clean(value).split())
        if not written:
            return None
        try:
            amount = read_number(CURRENCY.sub("", written, count=1))
        except ValueError:
            raise ValidationError(_("Scrivi un importo in euro, per esempio 1500 oppure 1.500,50.")) from None
        if amount != amount.quantize(CENT):
            raise ValidationError(_("Scrivi al massimo due cifre dopo la virgola: sono i centesimi."))
        if amount < self.minimum:
            raise ValidationError(
                _("L’importo non può essere negativo.")
                if self.minimum == ZERO
                else _("L’importo minimo è %(limit)s."),
                params={"limit": written_amount(self.minimum)},
            )
        if self.maximum is not None and amount > self.maximum:
            raise ValidationError(
                _("L’importo massimo è %(limit)s."), params={"limit": written_amount(self.maximum)}
            )
        return amount


@register
class Money(QuestionType[MoneyQuestion]):
    """Kept as the text of a Decimal with two places."""

    key = "money"
    position = 65
    block_class = MoneyBlock
    seconds = 20
    blank = gettext_lazy("Rispondi a «%(question)s»: scrivi un importo in euro.")
    typing: ClassVar[Mapping[str, str]] = {"spellcheck": "false"}

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"minimum": written_limit(value, "minimum"), "maximum": written_limit(value, "maximum")}

    def field(self, question: MoneyQuestion, **shared: Any) -> forms.Field:
        low, high = question["minimum"], question["maximum"]
        return MoneyField(
            minimum=ZERO if low is None else Decimal(low),
            maximum=None if high is None else Decimal(high),
            **shared,
        )

    def hint(self, question: MoneyQuestion) -> str:
        low, high = question["minimum"], question["maximum"]
        limits = {
            "low": written_amount(Decimal(low)) if low is not None else "",
            "high": written_amount(Decimal(high)) if high is not None else "",
        }
        if low is not None and high is not None:
            return _("In euro, da %(low)s a %(high)s.") % limits
        if low is not None:
            return _("In euro, almeno %(low)s.") % limits
        if high is not None:
            return _("In euro, al massimo %(high)s.") % limits
        return _("In euro.")

    def keep(self, question: MoneyQuestion, value: Decimal) -> str:
        return format(value.quantize(CENT), "f")

    def show(self, question: MoneyQuestion, answer: Any) -> str:
        written = str(answer)
        return written.replace(".", ",") if KEPT.fullmatch(written) else written

    def words(self, question: MoneyQuestion, answer: Any) -> list[str]:
        written = str(answer)
        return [written_amount(Decimal(written)) if KEPT.fullmatch(written) else written]

    def is_anonymous(self, question: MoneyQuestion) -> bool:
        return not self.is_personal(question)

    def heading(self, question: MoneyQuestion) -> str:
        return f"{question['label']} (€)"

    def cell(self, question: MoneyQuestion, answer: Any) -> Cell:
        written = str(answer)
        return Euro(written) if KEPT.fullmatch(written) else written


def written_amount(amount: Decimal) -> str:
    """An amount as people write it in Italian: 1.500,50 €."""
    return f"{number_format(amount, decimal_pos=2, force_grouping=True)} €"
