"""An IBAN, of any country that has them."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as StdnumError

from moduli.shape import Question
from moduli.types.base import CODE_TYPING, QuestionBlock, QuestionType
from moduli.types.registry import register

# Country, check digits, account: what stdnum alone would also take in other alphabets.
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
ITALIAN_LENGTH = 27


class IbanBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("IBAN")
        icon = "tag"


class IbanField(forms.CharField):
    """An IBAN typed with or without spaces, whose check digits agree (ISO 13616)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        number = iban.compact(written)
        if number.startswith("IT") and len(number) != ITALIAN_LENGTH:
            raise ValidationError(
                _("Un IBAN italiano ha 27 caratteri: qui ce ne sono %(length)d."),
                params={"length": len(number)},
            )
        if not IBAN.fullmatch(number):
            raise ValidationError(
                _("Questo non è un IBAN: comincia con due lettere e due cifre, per esempio IT60.")
            )
        try:
            return iban.validate(number)
        except InvalidChecksum:
            raise ValidationError(
                _("Questo IBAN non esiste: controlla di avere copiato bene ogni carattere.")
            ) from None
        except StdnumError:
            raise ValidationError(_("Questo IBAN non ha la forma che usa il suo paese.")) from None


@register
class Iban(QuestionType[Question]):
    """Kept without spaces, shown in groups of four as banks print it."""

    key = "iban"
    position = 130
    block_class = IbanBlock
    seconds = 45
    blank = gettext_lazy("Scrivi l’IBAN.")
    personal = True
    typing: ClassVar[Mapping[str, str]] = CODE_TYPING

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return IbanField(**shared)

    def hint(self, question: Question) -> str:
        return _("Se il conto è in Italia ha 27 caratteri e comincia con IT; gli spazi non contano.")

    def show(self, question: Question, answer: Any) -> str:
        return iban.format(answer) if iban.is_valid(answer) else str(answer)

    def words(self, question: Question, answer: Any) -> list[str]:
        return [self.show(question, answer)]
