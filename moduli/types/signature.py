"""Who signs, by typing the name; whoever likes draws a signature besides.

The drawing is kept with the answer as the points of its strokes: it needs no file, and nothing in it can be
anything but a drawing. The name is always typed, so that nobody needs a hand, a screen or a script to sign.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock

from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import ONE_TIME_EXTRAS, Copier, QuestionBlock, QuestionType
from moduli.types.registry import register

# Of the sheet that is drawn on, in units of its own.
WIDTH, HEIGHT = 600, 200
LONGEST_NAME, LONGEST_DRAWING = 120, 20_000
# Strokes, their points between blanks: "12,30 14,31;40,10".
_POINT = r"\d{1,3},\d{1,3}"
DRAWING = re.compile(rf"{_POINT}( {_POINT})*(;{_POINT}( {_POINT})*)*", re.ASCII)


class SignatureQuestion(Question):
    may_draw: bool


class SignatureBlock(QuestionBlock):
    may_draw = BooleanBlock(
        label=gettext_lazy("Si può anche disegnare"),
        required=False,
        default=True,
        help_text=gettext_lazy(
            "Il nome si scrive sempre. Nessuna delle due è una firma digitale: se la norma ne chiede una "
            "(articolo 65 del Codice dell’amministrazione digitale), chiedi anche un file firmato o la copia "
            "di un documento d’identità."
        ),
    )

    extras = ONE_TIME_EXTRAS

    class Meta:
        label = gettext_lazy("Firma")
        icon = "edit"


class SignatureInput(forms.TextInput):
    """The name, and in a hidden control what a script draws (`frontend/src/js/signature.js`)."""

    template_name = "moduli/widgets/signature.html"

    def __init__(self, *, may_draw: bool) -> None:
        super().__init__()
        self.may_draw = may_draw

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if hasattr(data, "getlist") else []
        written = [entry for entry in sent if isinstance(entry, str)][:2]
        return written if any(entry.strip() for entry in written) else []

    def format_value(self, value: Any) -> str:
        return value[0] if isinstance(value, list) and value else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        drawn = value[1] if isinstance(value, list) and len(value) > 1 else ""
        return {**context, "may_draw": self.may_draw, "drawn": drawn, "width": WIDTH, "height": HEIGHT}


class SignatureField(forms.Field):
    """A name and perhaps a drawing, cleaned to what is kept."""

    def __init__(self, *, may_draw: bool, **kwargs: Any) -> None:
        self.may_draw = may_draw
        super().__init__(widget=SignatureInput(may_draw=may_draw), **kwargs)

    def clean(self, value: Any) -> dict[str, str] | None:
        name, drawn = [*(value or []), "", ""][:2]
        name = " ".join(name.split())
        if not name:
            if drawn:
                raise ValidationError(_("Scrivi anche il tuo nome: il disegno da solo non dice chi sei."))
            self.validate("")
            return None
        if len(name) > LONGEST_NAME:
            raise ValidationError(
                _("Il nome ha %(length)d caratteri: il massimo è %(limit)d."),
                params={"length": len(name), "limit": LONGEST_NAME},
            )
        if not any(character.isalpha() for character in name):
            raise ValidationError(_("Scrivi il tuo nome e cognome."))
        if not drawn or not self.may_draw:
            return {"name": name}
        if len(drawn) > LONGEST_DRAWING or not is_drawing(drawn):
            raise ValidationError(_("Il disegno della firma non si legge: cancellalo e rifallo."))
        return {"name": name, "drawn": drawn}


@register
class Signature(QuestionType[SignatureQuestion]):
    """Kept as the name, with the points of what was drawn."""

    key = "signature"
    position = 172
    block_class = SignatureBlock
    seconds = 20
    personal = True
    holds_elsewhere = False
    blank = gettext_lazy("Scrivi il tuo nome e cognome.")
    typing: ClassVar[Mapping[str, str]] = {
        "autocomplete": "name",
        "autocapitalize": "words",
        "spellcheck": "false",
    }

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {"may_draw": bool(value.get("may_draw"))}

    def field(self, question: SignatureQuestion, **shared: Any) -> forms.Field:
        return SignatureField(may_draw=question["may_draw"], **shared)

    def hint(self, question: SignatureQuestion) -> str:
        return _(
            "Scrivi nome e cognome di chi firma. Il nome scritto non è una firma digitale: se serve anche "
            "quella, l’avviso lo dice (articolo 65 del Codice dell’amministrazione digitale)."
        )

    def show(self, question: SignatureQuestion, answer: Any) -> list[str]:
        if isinstance(answer, dict):
            return [answer["name"], *([answer["drawn"]] if answer.get("drawn") else [])]
        return [str(entry) for entry in answer] if isinstance(answer, list) else [str(answer)]

    def room(self, question: SignatureQuestion) -> Room:
        return Room(how=_("Firma leggibile, per esteso."))

    def words(self, question: SignatureQuestion, answer: Any) -> list[str]:
        name, drawn = [*self.show(question, answer), ""][:2]
        if drawn and is_drawing(drawn):
            return [_("%(name)s (con una firma disegnata)") % {"name": name}]
        return [name] if name else []

    def drawing(self, question: SignatureQuestion, answer: Any) -> str:
        drawn = [*self.show(question, answer), ""][1]
        if not is_drawing(drawn):
            return ""
        # A point alone is a stroke of no length, which round ends make visible.
        strokes = (stroke.replace(",", " ").split() for stroke in drawn.split(";"))
        return "".join(f"M{' '.join(points)}l0 0" for points in strokes)


def is_drawing(drawn: str) -> bool:
    """Whether these are the points of strokes on the sheet."""
    if not DRAWING.fullmatch(drawn):
        return False
    points = (point.split(",") for stroke in drawn.split(";") for point in stroke.split(" "))
    return all(int(x) <= WIDTH and int(y) <= HEIGHT for x, y in points)
