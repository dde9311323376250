"""No row that the database protects is written over by an insert that takes its place."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from portal.triggers import registered
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.patti.factories import patto, signed

pytestmark = pytest.mark.django_db

BY_TABLE: dict[str, Any] = {model._meta.db_table: model for model in apps.get_models()}
# Tables of which an update is refused, whatever the condition.
PROTECTED = sorted(
    table
    for triggers in registered()
    for table, names in triggers.names.items()
    if any(name.endswith("refuses_update") for name in names)
)
# As all of them say it.
REFUSED = "append-only|is never"
# Whether REPLACE asks the triggers of deletions: each connection says so for itself.
SETTINGS = ["PRAGMA recursive_triggers = ON", "PRAGMA recursive_triggers = OFF"]


def keys(model: Any) -> list[list[str]]:
    """The columns of every key that holds for all rows."""
    fields = [[str(field.column)] for field in model._meta.concrete_fields if field.unique]
    together = [
        [str(model._meta.get_field(name).column) for name in one.fields]
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields and one.condition is None
    ]
    return fields + together


def another(field: Any, value: Any) -> Any:
    """A value that the first row does not have; a row that is named stays, because it must be there."""
    if value is None or field.is_relation or isinstance(field, models.BooleanField):
        return value
    if isinstance(field, models.CharField):
        return f"altro{value}"[: field.max_length]
    return value + 1000 if isinstance(value, int) else value


def statement(model: Any, key: list[str], row: dict[str, Any]) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(["%s"] * len(row))
    into = f'INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'
    if connection.vendor == "sqlite":
        return f"INSERT OR REPLACE {into}"
    where = ", ".join(f'"{name}"' for name in key)
    others = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in row if name not in key)
    return f"INSERT {into} ON CONFLICT ({where}) DO UPDATE SET {others}"


def test_every_table_that_refuses_updates_is_tried() -> None:
    assert PROTECTED == [
        "candidature_formversion",
        "candidature_logentry",
        "candidature_message",
        "patti_pattoversion",
    ]


@pytest.mark.parametrize("table", PROTECTED)
def test_no_insert_takes_the_place_of_a_row(table: Any) -> None:
    from_applicant(submitted(CallPageFactory.create()), "Una domanda.")
    signed(patto())
    model = BY_TABLE[table]
    columns = [str(field.column) for field in model._meta.concrete_fields]
    before = list(model._base_manager.values_list(*columns))

    for key in keys(model):
        for setting in SETTINGS if connection.vendor == "sqlite" else [""]:
            with connection.cursor() as cursor:
                if setting:
                    cursor.execute(setting)
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY id LIMIT 1')  # noqa: S608
                row = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
                for field in model._meta.concrete_fields:
                    if field.column not in key:
                        row[field.column] = another(field, row[field.column])
                with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                    cursor.execute(statement(model, key, row), list(row.values()))

    assert list(model._base_manager.values_list(*columns)) == before
