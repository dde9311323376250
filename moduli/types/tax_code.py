"""A codice fiscale, of a person or of an organisation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.it import codicefiscale
from wagtail.blocks import ChoiceBlock

from moduli.shape import Question
from moduli.types.base import CODE_TYPING, Copier, QuestionBlock, QuestionType
from moduli.types.registry import register

PERSON_LENGTH = 16
ORGANISATION_LENGTH = 11


class TaxCodeQuestion(Question):
    holder: str  # "person", "organisation", "either"


class TaxCodeBlock(QuestionBlock):
    holder = ChoiceBlock(
        label=gettext_lazy("Di chi è il codice"),
        choices=[
            ("either", gettext_lazy("Persona o ente")),
            ("person", gettext_lazy("Persona (16 caratteri)")),
            ("organisation", gettext_lazy("Ente (11 cifre)")),
        ],
        default="either",
        help_text=gettext_lazy(
            "Scegli «Persona» se è di chi partecipa: a un evento chi ha già usato quel codice non può "
            "iscriversi una seconda volta. Se può essere di un genitore o di un insegnante, che iscrivono "
            "più persone, lascia «Persona o ente»: allora il codice non esclude nessuno."
        ),
    )

    class Meta:
        label = gettext_lazy("Codice fiscale")
        icon = "tag"


class TaxCodeField(forms.CharField):
    """A codice fiscale: 16 characters for a person, 11 digits for an organisation (DM 23/12/1976)."""

    def __init__(self, *, holder: str, **kwargs: Any) -> None:
        self.holder = holder
        super().__init__(max_length=40, **kwargs)
        if holder == "organisation":
            self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        code = codicefiscale.compact(written)
        if self.holder == "person" and len(code) != PERSON_LENGTH:
            raise ValidationError(_("Il codice fiscale di una persona ha 16 caratteri."))
        if self.holder == "organisation" and len(code) != ORGANISATION_LENGTH:
            raise ValidationError(_("Il codice fiscale di un ente ha 11 cifre."))
        try:
            return codicefiscale.validate(code)
        except InvalidLength:
            raise ValidationError(
                _("Il codice fiscale ha 16 caratteri, oppure 11 cifre se è di un ente.")
            ) from None
        except InvalidChecksum:
            raise ValidationError(
                _("Questo codice fiscale non esiste: controlla di avere copiato bene ogni carattere.")
            ) from None
        except StdnumError:
            raise ValidationError(_("Questo non è un codice fiscale: controlla lettere e cifre.")) from None


@register
class TaxCode(QuestionType[TaxCodeQuestion]):
    key = "tax_code"
    position = 110
    block_class = TaxCodeBlock
    seconds = 30
    blank = gettext_lazy("Scrivi il codice fiscale.")
    personal = True
    typing: ClassVar[Mapping[str, str]] = CODE_TYPING
    identifies = True

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"holder": value.get("holder") or "either"}

    def field(self, question: TaxCodeQuestion, **shared: Any) -> forms.Field:
        return TaxCodeField(holder=question["holder"], **shared)

    def is_of_a_person(self, question: TaxCodeQuestion) -> bool:
        return question["holder"] == "person"

    def hint(self, question: TaxCodeQuestion) -> str:
        if question["holder"] == "person":
            return _("16 caratteri.")
        if question["holder"] == "organisation":
            return _("11 cifre.")
        return _("16 caratteri, oppure 11 cifre se è di un ente.")
