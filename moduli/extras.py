"""What an editor may say of a question besides: rarely needed, so it stands folded under the rest.

Of these only what was written is frozen: the form of an editor who never opens them is the same as before
there were any.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock

# What is left blank is as the type of the question has it.
YES_OR_NO = [("yes", _("Sì")), ("no", _("No"))]
# Name of the group in the block of a question.
EXTRAS = "extras"
_TEXTS = ("example", "error")
_SWITCHES = ("personal", "listed", "reusable")


class ExtrasBlock(StructBlock):
    """Of a question whose answer is given for one occasion."""

    example = CharBlock(
        label=_("Esempio di risposta"),
        required=False,
        max_length=200,
        help_text=_("Compare sotto la domanda dopo «Per esempio:»."),
    )
    error = CharBlock(
        label=_("Testo dell’errore"),
        required=False,
        max_length=300,
        help_text=_(
            "Che cosa dire a chi non risponde o sbaglia: il motivo preciso lo aggiunge il portale. Se resta "
            "vuoto, il portale dice da solo che cosa non va."
        ),
    )
    personal = ChoiceBlock(
        label=_("È un dato personale?"),
        choices=YES_OR_NO,
        required=False,
        help_text=_(
            "Lo vede chi valuta e resta scritto nella copia dei dati. Se non scegli, sono dati personali "
            "email, PEC, telefono, codice fiscale, IBAN, indirizzo e firma."
        ),
    )
    listed = ChoiceBlock(
        label=_("È tra le più importanti?"),
        choices=YES_OR_NO,
        required=False,
        help_text=_("Con «sì» chi valuta la trova in evidenza, sopra tutte le altre risposte."),
    )

    class Meta:
        label = _("Altre impostazioni")
        icon = "cog"
        collapsed = True
        label_format = ""
        form_classname = "struct-block question-extras"


class ReusableExtrasBlock(ExtrasBlock):
    """Of a question whose answer may be taken from something that was sent before."""

    reusable = ChoiceBlock(
        label=_("Si può riprendere da una domanda già inviata?"),
        choices=YES_OR_NO,
        required=False,
        help_text=_(
            "Con «no» ognuno risponde da capo, anche chi comincia da ciò che ha inviato un’altra volta."
        ),
    )


def frozen_extras(value: Any) -> Mapping[str, Any]:
    """What was written of them, as entries of the frozen question."""
    written = value.get(EXTRAS) or {}
    texts = {name: text for name in _TEXTS if (text := str(written.get(name) or "").strip())}
    switches = {name: written[name] == "yes" for name in _SWITCHES if written.get(name) in ("yes", "no")}
    return {**texts, **switches}


def with_own_error(own: str, said: str) -> str:
    """An editor's words for a mistake, before the reason that the rules give."""
    return f"{own} {said}" if said and said != own else own
