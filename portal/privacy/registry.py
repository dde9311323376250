"""What a declaration says, and all of them together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from portal import declarations


@dataclass(frozen=True)
class Holding:
    """A model whose rows are about people.

    Attributes:
        model: its label, such as `candidature.Submission`.
        fields: those that hold personal data.
        find: the rows of the person with an email address, as a condition; compare without regard to case.
        rule: until when a row is kept, in a sentence.
        ends: the last day a row is kept, or None while no date is known yet.
        beside: fields that are not personal but tell which row this is, exported with the others.
        erase: forgets one row. None where `part_of` or `stays` says what happens instead.
        part_of: the model whose erasure takes these rows along.
        stays: why a row is not erased at a person's request.
    """

    model: str
    fields: tuple[str, ...]
    find: Callable[[str], Q]
    rule: str
    ends: Callable[[Any], date | None] = lambda row: None
    beside: tuple[str, ...] = ()
    erase: Callable[[Any], None] | None = None
    part_of: str = ""
    stays: str = ""

    def rows_of(self, email: str) -> QuerySet[Any]:
        """The rows about the person with this address."""
        model = model_of(self.model)
        return model._default_manager.filter(self.find(email)).distinct().order_by("pk")

    def export(self, row: Model) -> dict[str, Any]:
        """What the row holds about the person, as values that `DjangoJSONEncoder` knows."""
        values: dict[str, Any] = {"model": self.model, "id": row.pk}
        for name in (*self.beside, *self.fields):
            field = row._meta.get_field(name)
            values[name] = row.serializable_value(name) if field.is_relation else _plain(getattr(row, name))
        ends = self.ends(row)
        return {**values, "kept_until": ends, "rule": self.rule}


@dataclass(frozen=True)
class Free:
    """Models that hold no personal data.

    Attributes:
        models: their labels.
        because: the reason, in a sentence.
        public: fields that look personal and are not, such as the telephone of an office on a public page.
    """

    models: tuple[str, ...]
    because: str
    public: tuple[str, ...] = ()


def holdings() -> list[Holding]:
    return [one for module in declarations.modules(MODULE) for one in getattr(module, "HOLDINGS", ())]


def declared_free() -> list[Free]:
    return [one for module in declarations.modules(MODULE) for one in getattr(module, "FREE", ())]


MODULE = "privacy_declarations"


def model_of(label: str) -> type[Model]:
    """Raises LookupError when there is no such model."""
    return apps.get_model(label)


def _plain(value: Any) -> Any:
    """Files by their name, bytes as the text they hold; everything else as it is."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode()
    return value.name if hasattr(value, "storage") else value
