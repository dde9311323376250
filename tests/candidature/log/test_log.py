"""The log can only grow: the database itself refuses the rest."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from candidature.actors import Actor
from candidature.log import triggers
from candidature.models import LogEntry, Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from portal.triggers import drop_before_migrate, install_after_migrate, registered
from tests.candidature.factories import CallPageFactory, reviewer, submitted

pytestmark = pytest.mark.django_db


def refused() -> Any:
    return pytest.raises(DatabaseError, match=triggers.REFUSAL)


def test_no_entry_is_deleted_even_by_raw_sql() -> None:
    submitted(CallPageFactory.create())

    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidature_logentry")

    assert LogEntry.objects.exists()


@pytest.mark.parametrize("column", ["reference", "actor_label", "action", "to_status", "details", "at"])
def test_no_column_of_an_entry_is_changed_even_by_a_queryset(column: str) -> None:
    submitted(CallPageFactory.create())
    other = {"details": {"changed": "yes"}, "at": "2020-01-01T00:00:00Z"}.get(column, "x")

    with refused(), transaction.atomic():
        LogEntry.objects.update(**{column: other})


# Every way in which SQL writes over a row, by the database that knows it.
SQLITE_WAYS = {
    "insert or replace": "INSERT OR REPLACE INTO {table} ({columns}) VALUES ({row})",
    "replace": "REPLACE INTO {table} ({columns}) VALUES ({row})",
    "replace by rowid": "INSERT OR REPLACE INTO {table} (rowid, {others}) "
    "SELECT {number}, {others} FROM {table}",
    "replace by another's number": "UPDATE OR REPLACE {table} SET id = {number} WHERE id <> {number}",
    "update or replace": "UPDATE OR REPLACE {table} SET action = 'x'",
    "update or ignore": "UPDATE OR IGNORE {table} SET action = 'x'",
    "update from": "UPDATE {table} SET action = other.reference FROM {table} AS other",
    "upsert": "INSERT INTO {table} ({columns}) VALUES ({row}) ON CONFLICT (id) DO UPDATE SET action = 'x'",
    "renumbering": "UPDATE {table} SET rowid = id + 1000",
    "insert or ignore": "INSERT OR IGNORE INTO {table} ({columns}) VALUES ({row})",
    "with": "WITH one AS (SELECT 1) DELETE FROM {table}",
}
POSTGRESQL_WAYS = {
    "upsert": "INSERT INTO {table} ({columns}) VALUES ({row}) ON CONFLICT (id) DO UPDATE SET action = 'x'",
    "update from": "UPDATE {table} SET action = other.reference FROM {table} AS other",
    "merge": "MERGE INTO {table} AS old USING (SELECT {number} AS id) AS new ON old.id = new.id "
    "WHEN MATCHED THEN UPDATE SET action = 'x'",
    "merge that deletes": "MERGE INTO {table} AS old USING (SELECT {number} AS id) AS new ON old.id = new.id "
    "WHEN MATCHED THEN DELETE",
    "with": "WITH gone AS (DELETE FROM {table} RETURNING id) SELECT * FROM gone",
    "truncate": "TRUNCATE {table} CASCADE",
    "renumbering": "UPDATE {table} SET id = id + 1000",
}
WAYS = SQLITE_WAYS if connection.vendor == "sqlite" else POSTGRESQL_WAYS


def write_over(way: str) -> None:
    """Runs one of the ways against the first entry."""
    columns = [str(field.column) for field in LogEntry._meta.concrete_fields]
    entry = LogEntry.objects.values_list(*columns)[0]
    row = dict(zip(columns, entry, strict=True)) | {"action": "forged", "details": "{}"}
    values = ", ".join("NULL" if value is None else f"'{value}'" for value in row.values())
    statement = WAYS[way].format(
        table=LogEntry._meta.db_table,
        columns=", ".join(columns),
        others=", ".join(column for column in columns if column != "id"),
        row=values,
        number=row["id"],
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# Whether REPLACE asks the triggers of deletions: each connection says so for itself.
CONNECTION_SETTINGS = (
    ["PRAGMA recursive_triggers = ON", "PRAGMA recursive_triggers = OFF"]
    if connection.vendor == "sqlite"
    # Foreign keys still to be checked would stop a TRUNCATE before the log does.
    else ["SET CONSTRAINTS ALL IMMEDIATE"]
)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_over_an_entry_is_let_through(way: Any) -> None:
    page = CallPageFactory.create()
    submitted(page), submitted(page)
    before = list(LogEntry.objects.values())

    for setting in CONNECTION_SETTINGS:
        with connection.cursor() as cursor:
            cursor.execute(setting)
        with refused():
            write_over(way)

    assert list(LogEntry.objects.values()) == before


def test_an_entry_with_a_number_that_could_be_replaced_is_not_made() -> None:
    submitted(CallPageFactory.create())
    entry = LogEntry.objects.get()
    entry.pk = -1

    if connection.vendor == "sqlite":
        with refused(), transaction.atomic():
            entry.save(force_insert=True)
    entry.pk = None
    entry.save(force_insert=True)

    assert LogEntry.objects.count() == 2


def test_the_log_is_protected_again_after_its_table_was_altered(committed_db: None) -> None:
    page = CallPageFactory.create()
    submitted(page), submitted(page)
    old = LogEntry._meta.get_field("actor_label")
    new = old.clone()
    new.set_attributes_from_name("actor_label")
    new.model, new.max_length = LogEntry, 210
    # As a migration would find it; on PostgreSQL one that alters this table drops its triggers itself.
    drop_before_migrate(connection.alias, plan=["this"])
    if connection.vendor == "postgresql":
        triggers.TRIGGERS.drop(connection)
    with connection.schema_editor() as editor:
        editor.alter_field(LogEntry, old, new)

    call_command("migrate", verbosity=0)

    try:
        for way in WAYS:
            with refused():
                write_over(way)
    finally:
        for one in registered():
            one.drop(connection)
        with connection.schema_editor() as editor:
            editor.alter_field(LogEntry, new, old)
        for one in registered():
            one.install(connection)


def test_an_entry_is_not_given_to_another_submission() -> None:
    page = CallPageFactory.create()
    first, second = submitted(page), submitted(page)

    with refused(), transaction.atomic():
        LogEntry.objects.filter(submission=first).update(submission=second)


def test_the_log_survives_the_account_that_acted_and_keeps_its_label() -> None:
    page = CallPageFactory.create()
    user = reviewer(page)
    submission = submitted(page)
    transition(submission.pk, "take", Actor.staff(user), expected_version=submission.version)
    label = str(user)

    user.delete()

    entry = LogEntry.objects.get(action="take")
    assert entry.actor is None
    assert entry.actor_label == label


def test_the_log_survives_the_erasure_of_the_submission_without_saying_who_it_was() -> None:
    submission = submitted(
        CallPageFactory.create(), first_name="Zenobia", last_name="Inventata", email="z@example.org"
    )

    retention.erase(submission)

    assert not Submission.objects.exists()
    entries = list(LogEntry.objects.values())
    assert [entry["action"] for entry in entries] == ["received", "erased"]
    assert {entry["reference"] for entry in entries} == {submission.reference}
    assert "Zenobia" not in str(entries)
    assert "z@example.org" not in str(entries)


def test_the_triggers_come_back_after_a_migration_that_dropped_them() -> None:
    submitted(CallPageFactory.create())
    triggers.TRIGGERS.drop(connection)

    install_after_migrate(using=connection.alias)

    with refused(), transaction.atomic():
        LogEntry.objects.all().delete()
