"""On what it depends whether a question or a step is asked, as an editor chooses it.

Questions and options are named by their block ids, so that a condition survives other words and places. What
is offered is what stands above (`frontend/src/js/builder/conditions.js`); what cannot hold, because something
was moved or deleted since, is named before the page is public (`moduli.reachable`).
"""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock

# Name of the field in the block of a question and of a step.
ONLY_IF = "only_if"
# No form has so many, and nothing longer is a block id.
_MOST, _LONGEST = 50, 64


class OnlyIfWidget(forms.HiddenInput):
    """The condition as JSON, and the button by which a script opens what edits it."""

    template_name = "moduli/widgets/only_if.html"
    # Read by Wagtail: comments are for what stands around it.
    show_add_comment_button = False

    @property
    def is_hidden(self) -> bool:
        return False


class OnlyIfBlock(FieldBlock):
    """Stored as plain JSON: `{"kinds": […], "answers": [{"question": id, "options": [id, …]}]}`, or None."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=OnlyIfWidget())
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> dict[str, Any] | None:
        try:
            return normal(json.loads(value)) if value else None
        except (ValueError, TypeError, RecursionError):
            return None

    def value_for_form(self, value: Any) -> str:
        kept = normal(value)
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""

    def to_python(self, value: Any) -> dict[str, Any] | None:
        return normal(value)

    def get_prep_value(self, value: Any) -> dict[str, Any] | None:
        return normal(value)

    class Meta:
        label = _("Mostra solo se")
        icon = "view"
        form_classname = "question-only-if"
        default = None


def normal(value: Any) -> dict[str, Any] | None:
    """A condition in its right form, without what is none; None for one that asks nothing."""
    if not isinstance(value, dict):
        return None
    found: dict[str, Any] = {}
    if kinds := _keys(value.get("kinds")):
        found["kinds"] = kinds
    answers: dict[str, list[str]] = {}
    given = value.get("answers")
    for one in given[:_MOST] if isinstance(given, list) else []:
        if isinstance(one, dict) and (key := _keys([one.get("question")])):
            # Of two entries for one question both have to hold; an editor cannot write that.
            answers.setdefault(key[0], _keys(one.get("options")))
    if answers:
        found["answers"] = [{"question": key, "options": options} for key, options in answers.items()]
    return found or None


def _keys(value: Any) -> list[str]:
    given = value[:_MOST] if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in given if isinstance(one, str) and 0 < len(one) <= _LONGEST))


# One for all questions and steps, so that the edit page carries its definition once.
ONLY_IF_BLOCK = OnlyIfBlock()
