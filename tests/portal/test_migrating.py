"""Models that a migration creates together stand in the database as if they had been made step by step."""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.migrating import CreatedTogether

STEPS = [
    migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Door", [("id", models.BigAutoField(primary_key=True)), ("width", models.IntegerField(default=80))]
    ),
    # The first leads to what is made after it.
    migrations.AddField("room", "entrance", models.ForeignKey("portal.door", models.PROTECT)),
    migrations.AddField("room", "doors", models.ManyToManyField("portal.door", related_name="+")),
    migrations.AddIndex("door", models.Index(fields=["width"], name="doors_by_width")),
    migrations.AddConstraint(
        "room", models.UniqueConstraint(fields=["entrance"], name="rooms_have_an_entrance_each")
    ),
]
TABLES = ["portal_room", "portal_door", "portal_room_doors"]


def apply(operations: list[Any], *, backwards: bool = False) -> ProjectState:
    before = ProjectState()
    with connection.schema_editor() as editor:
        for operation in operations:
            after = before.clone()
            operation.state_forwards("portal", after)
            operation.database_forwards("portal", editor, before, after)
            before = after
    if backwards:
        with connection.schema_editor() as editor:
            operations[0].database_backwards("portal", editor, before, ProjectState())
    return before


def shape() -> dict[str, Any]:
    """Columns, keys, indexes and constraints, but for the names that Django makes up."""
    with connection.cursor() as cursor:
        there = [table for table in TABLES if table in connection.introspection.table_names(cursor)]
        return {
            table: (
                [
                    (one.name, one.type_code, one.null_ok)
                    for one in connection.introspection.get_table_description(cursor, table)
                ],
                sorted(
                    str((each["columns"], each["unique"], each["foreign_key"], each["index"], each["check"]))
                    for each in connection.introspection.get_constraints(cursor, table).values()
                ),
            )
            for table in there
        }


@pytest.fixture
def tables(committed_db: None) -> Any:
    """SQLite lets nobody make tables in the transaction of a test."""
    yield
    with connection.cursor() as cursor:
        for table in reversed(TABLES):
            cursor.execute(f"DROP TABLE IF EXISTS {table}{' CASCADE' * (connection.vendor == 'postgresql')}")


def test_they_are_as_step_by_step(tables: None) -> None:
    stepwise = apply(STEPS)
    wanted = shape()
    with connection.schema_editor() as editor:
        for name in ("room", "door"):
            editor.delete_model(stepwise.apps.get_model("portal", name))

    together = apply([CreatedTogether(STEPS)])

    assert list(wanted) == TABLES
    assert shape() == wanted
    assert together == stepwise


def test_backwards_they_are_gone(tables: None) -> None:
    apply([CreatedTogether(STEPS)], backwards=True)

    assert shape() == {}


@pytest.mark.parametrize(
    "other",
    [
        migrations.AddField("corridor", "length", models.IntegerField(default=1)),
        migrations.RunSQL("SELECT 1"),
        migrations.DeleteModel("Corridor"),
    ],
)
def test_nothing_else_is_among_them(other: Any) -> None:
    with pytest.raises(ValueError, match="Not of a model that is created here"):
        CreatedTogether([*STEPS, other])
