"""A partita IVA."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import InvalidLength
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.it import iva

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register


class VatNumberBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Partita IVA")
        icon = "tag"


class VatNumberField(forms.CharField):
    """A partita IVA: 11 digits, the last one a check digit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            return iva.validate(written)
        except InvalidLength:
            raise ValidationError(_("La partita IVA ha 11 cifre.")) from None
        except StdnumError:
            raise ValidationError(
                _("Questa partita IVA non esiste: controlla di avere copiato bene ogni cifra.")
            ) from None


@register
class VatNumber(QuestionType[Question]):
    key = "vat_number"
    position = 120
    block_class = VatNumberBlock
    blank = gettext_lazy("Scrivi la partita IVA.")
    typing: ClassVar[Mapping[str, str]] = {"inputmode": "numeric", "spellcheck": "false"}
    identifies = True

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return VatNumberField(**shared)

    def hint(self, question: Question) -> str:
        return _("11 cifre.")
