"""Every model is declared: as holding personal data, with its end, export and erasure, or as free of them."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.privacy import Free, Holding, declared_free, holdings

PERSONAL_TYPES = (models.EmailField, models.GenericIPAddressField)
PERSONAL_NAMES = {
    "first_name", "last_name", "full_name", "email", "phone", "contact_email", "contact_phone", "recipient",
    "username", "password", "birth_date", "fiscal_code", "tax_code", "ip_address", "user_agent", "answers",
}  # fmt: skip


@register()
def check_personal_data(**_kwargs: Any) -> list[CheckMessage]:
    concrete = [model for model in apps.get_models() if not model._meta.proxy]
    return problems(concrete, holdings(), declared_free())


def problems(concrete: list[type[models.Model]], held: list[Holding], free: list[Free]) -> list[CheckMessage]:
    """What is wrong with the declarations about these models."""
    by_label = {model._meta.label: model for model in concrete}
    declared = Counter([one.model for one in held] + [label for one in free for label in one.models])
    found: list[CheckMessage] = []
    for label in sorted(by_label.keys() - declared.keys()):
        found.append(
            Error(
                f"{label} is not declared.",
                hint="Say in its app's privacy_declarations.py what it holds, or that it is free.",
                obj=by_label[label],
                id="portal.E001",
            )
        )
    for label in sorted(label for label, times in declared.items() if times > 1):
        found.append(Error(f"{label} is declared more than once.", id="portal.E002"))
    for label in sorted(declared.keys() - by_label.keys()):
        if not _belongs_to_another_database(label):
            found.append(Error(f"{label} is declared and does not exist.", id="portal.E003"))
    for one in free:
        for label in one.models:
            if label in by_label:
                found += _overlooked(by_label[label], set(one.public), "declared free of them")
    for holding in held:
        if holding.model in by_label:
            found += _incomplete(by_label[holding.model], holding)
    return found


def _belongs_to_another_database(label: str) -> bool:
    """Wagtail's search index has one model on each kind of database."""
    return label == "wagtailsearch.SQLiteFTSIndexEntry"


def _looks_personal(field: Any) -> bool:
    return isinstance(field, PERSONAL_TYPES) or field.name in PERSONAL_NAMES


def _overlooked(model: type[models.Model], known: set[str], declared: str) -> list[CheckMessage]:
    return [
        Error(
            f"{model._meta.label}.{field.name} looks like personal data, and the model is {declared}.",
            hint="Name it among the fields of a Holding, or in `public` with the reason.",
            obj=model,
            id="portal.E004",
        )
        for field in model._meta.concrete_fields
        if _looks_personal(field) and field.name not in known
    ]


def _incomplete(model: type[models.Model], holding: Holding) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name in (*holding.fields, *holding.beside):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            found.append(Error(f"{holding.model} has no field {name}.", obj=model, id="portal.E005"))
    found += _overlooked(model, {*holding.fields, *holding.beside}, "a holding that does not name it")
    if not holding.rule or not holding.fields:
        found.append(Error(f"{holding.model} says no rule or no field.", obj=model, id="portal.E006"))
    if sum(map(bool, (holding.erase, holding.part_of, holding.stays))) != 1:
        found.append(
            Error(
                f"{holding.model} must say one of: how a row is erased, what it is part of, why it stays.",
                obj=model,
                id="portal.E007",
            )
        )
    return found
