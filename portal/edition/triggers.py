"""Database triggers that begin a new edition with every change, whoever makes it and by whatever way.

The word is a random one: a number would come back after a transaction that was rolled back. On PostgreSQL it
is written when the transaction ends, so that nobody who saves two pages holds the row while waiting for
another, and once for each transaction. Whoever writes one row locks all of them first, in their order: of two
who change what belongs to several, each would otherwise hold what the other waits for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from portal.edition.models import Edition
from portal.triggers import Triggers

_EDITION = Edition._meta.db_table
_CHANGES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Watched:
    """A table with whose rows an edition changes.

    Attributes:
        model: whose table it is.
        but: names of fields that may be written without that.
        with_new: whether a new row counts.
    """

    model: type[models.Model]
    but: tuple[str, ...] = ()
    with_new: bool = True

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def changes(self) -> list[str]:
        return [change for change in _CHANGES if self.with_new or change != "INSERT"]

    def on(self, change: str) -> str:
        """`UPDATE OF "one", "two"` where only some columns count, else the change as it is called."""
        if change != "UPDATE" or not self.but:
            return change
        fields = self.model._meta.local_concrete_fields
        return "UPDATE OF " + ", ".join(f'"{field.column}"' for field in fields if field.name not in self.but)


@dataclass(frozen=True)
class Row:
    """One of the rows of `Edition`, and what its triggers are named after."""

    number: int
    name: str

    def trigger(self, table: str, change: str = "") -> str:
        return "_".join(part for part in (self.name, table, change.lower()) if part)

    # The names in these statements are those of our own tables.
    @property
    def sqlite(self) -> str:
        return (
            f"INSERT OR IGNORE INTO {_EDITION} (id, token) "  # noqa: S608
            f"VALUES ({self.number}, lower(hex(randomblob(16))))"
        )

    @property
    def sqlite_change(self) -> str:
        return (
            f"UPDATE {_EDITION} SET token = lower(hex(randomblob(16))) "  # noqa: S608
            f"WHERE id = {self.number};"
        )

    @property
    def postgresql(self) -> list[str]:
        return [
            f"INSERT INTO {_EDITION} (id, token) VALUES ({self.number}, gen_random_uuid()::text) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            f"CREATE OR REPLACE FUNCTION begin_{self.name}() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608
            f"$$ BEGIN IF EXISTS (SELECT FROM {_EDITION} "
            f"WHERE id = {self.number} AND token NOT LIKE txid_current() || ':%') THEN "
            f"PERFORM FROM {_EDITION} ORDER BY id FOR UPDATE; "
            f"UPDATE {_EDITION} SET token = txid_current() || ':' || gen_random_uuid() "
            f"WHERE id = {self.number}; END IF; RETURN NULL; END $$",
        ]

    def postgresql_trigger(self, watched: Watched) -> list[str]:
        # A constraint trigger cannot be replaced.
        name, table = self.trigger(watched.table), watched.table
        changes = " OR ".join(watched.on(change) for change in watched.changes)
        return [
            f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
            f'CREATE CONSTRAINT TRIGGER {name} AFTER {changes} ON "{table}" '
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION begin_{self.name}()",
        ]


def beginning(row: Row, watched: Iterable[Watched], *, lost: str) -> Triggers:
    """With every change of these tables that row has another word."""
    watched = list(watched)
    return Triggers(
        lost=lost,
        names={
            one.table: [row.trigger(one.table), *(row.trigger(one.table, change) for change in _CHANGES)]
            for one in watched
        },
        tables=frozenset({_EDITION, *(one.table for one in watched)}),
        sqlite=[
            row.sqlite,
            *(
                f"CREATE TRIGGER IF NOT EXISTS {row.trigger(one.table, change)} AFTER {one.on(change)} "
                f'ON "{one.table}" BEGIN {row.sqlite_change} END'
                for one in watched
                for change in one.changes
            ),
        ],
        postgresql=[
            *row.postgresql,
            *(statement for one in watched for statement in row.postgresql_trigger(one)),
        ],
    )
