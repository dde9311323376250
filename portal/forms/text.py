"""Posted text, freed from what no keyboard types, and long labels in short."""

import textwrap
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

# Embeddings, overrides and isolates: a name with one would turn around the rest of a row, or of a letter.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What finds a question again, in characters.
_ENOUGH = 70


def shortened(label: str) -> str:
    """A label as a sentence names it: a long one ends after a word."""
    cut = textwrap.shorten(label, _ENOUGH, placeholder="…")
    return cut if len(cut) > 1 else label[: _ENOUGH - 1] + "…"


def plain_text_data(data: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Posted text without what no keyboard types: control characters (PostgreSQL refuses NUL), lone
    surrogates, marks that turn around the text after them (UAX #9). Line ends become single characters, so
    that limits count what the person sees."""
    lists = (
        data.lists() if isinstance(data, MultiValueDict) else ((key, [value]) for key, value in data.items())
    )
    return MultiValueDict({key: [_plain_text(value) for value in values] for key, values in lists})


class PlainTextForm(forms.Form):
    """A form whose texts are freed so before they are read: what staff write stands in lists and letters."""

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(None if data is None else plain_text_data(data), *args, **kwargs)


def _plain_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in value
        if character in "\n\t"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in DIRECTION_MARKS)
    )
