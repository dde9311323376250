"""What all lists have in common that are searched by typing: the control, and what may be meant by a text."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self

from django import forms
from django.core.exceptions import ValidationError


class Entry(Protocol):
    """An entry of a list; its label tells it from others of the same name."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...


class Chosen(str):
    """The code of an entry with the label that it has on this day."""

    label: str

    @classmethod
    def of(cls, code: str, label: str) -> Self:
        made = cls(code)
        made.label = label
        return made


class SearchableSelect(forms.Select):
    """A list that a script makes searchable (`frontend/src/js/combobox.js`): it then sends what is typed.

    Args:
        words: for the script, by the name of its attribute.
    """

    # The code of what was typed; empty where that is none.
    resolve: Callable[[str], str] = staticmethod(lambda _typed: "")

    def __init__(self, words: Callable[[], dict[str, str]]) -> None:
        super().__init__()
        self.words = words

    def format_value(self, value: Any) -> list[str]:
        return [self.resolve(text) or text for text in super().format_value(value)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = "" if value is None else str(value)
        # What is typed and is none stays to be corrected.
        context["widget"]["attrs"] |= {**self.words(), "data-typed": "" if self.resolve(typed) else typed}
        return context


class SearchableField(forms.ChoiceField):
    """An entry of a list: its code, its label, or its name alone where only one has it."""

    def __init__(self, *, widget: SearchableSelect, **kwargs: Any) -> None:
        super().__init__(choices=(), widget=widget, **kwargs)
        self._begin()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied: Self = super().__deepcopy__(memo)
        copied._begin()
        return copied

    def _begin(self) -> None:
        """The list is read once for each form."""
        self._entries: Sequence[Entry] | None = None
        self.choices = self.offered
        self.widget.resolve = self._resolve

    def read_entries(self) -> Sequence[Entry]:
        """All entries; called once for each form."""
        raise NotImplementedError

    def offered(self) -> list[Any]:
        """What the control offers, as Django's choices."""
        raise NotImplementedError

    def entries(self) -> Sequence[Entry]:
        if self._entries is None:
            self._entries = self.read_entries()
        return self._entries

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        if not typed:
            return ""
        found = self._found(typed)
        if len(found) == 1:
            return found[0]
        code = "several" if found else "invalid_choice"
        raise ValidationError(self.error_messages[code], code=code, params={"value": typed})

    def validate(self, value: Any) -> None:
        # What `to_python` found is in the list.
        forms.Field.validate(self, value)

    def _resolve(self, typed: str) -> str:
        found = self._found(typed.strip()) if typed else []
        return str(found[0]) if len(found) == 1 else ""

    def _found(self, typed: str) -> list[Chosen]:
        """What may be meant: by the code alone, else by the whole label, else by the name."""
        listed = self.entries()
        # What was chosen from the list comes as its code.
        if chosen := [Chosen.of(one.code, one.label) for one in listed if one.code == typed]:
            return chosen
        plain = plain_text(typed)
        for is_meant in (
            lambda one: one.label == typed,
            # Of signs alone nothing is left to compare: they mean only what is written with the same ones.
            lambda one: plain and plain_text(one.label) == plain,
            lambda one: plain and plain_text(one.name) == plain,
        ):
            if found := [Chosen.of(one.code, one.label) for one in listed if is_meant(one)]:
                return found
        return []


def plain_text(text: str) -> str:
    """Without accents, capitals, signs and double blanks, as people type a name: `forli` is “Forlì”."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def kept(value: Chosen) -> dict[str, str]:
    """An entry as an answer keeps it: with the label that it had on that day."""
    return {"code": str(value), "label": value.label}


def shown(answer: Any) -> str:
    """A kept answer, or what was typed and is none, as the control shows it."""
    return answer["code"] if isinstance(answer, dict) else str(answer)


def words(answer: Any) -> list[str]:
    return [answer["label"] if isinstance(answer, dict) else str(answer)]
