"""Boxes to tick for a text that holds several words of a list."""

from typing import Any

from django import forms
from django.db.models import TextChoices


class WordBoxes(forms.CheckboxSelectMultiple):
    """Offers a list of choices; what is ticked is stored as its values with a space between them."""

    def __init__(self, of: type[TextChoices], attrs: Any = None) -> None:
        super().__init__(attrs, choices=of.choices)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return " ".join(super().value_from_datadict(data, files, name) or [])

    def format_value(self, value: Any) -> list[str]:
        return str(value or "").split()
