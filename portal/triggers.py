"""Database triggers that an app needs, installed again after each migration.

On SQLite, altering a table rebuilds it and silently drops its triggers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic


@dataclass(frozen=True)
class Triggers:
    """Triggers that belong together.

    Attributes:
        lost: what would not be so without them, for the error on another database.
        names: by table, all that may be there.
        tables: that must be there before they can be made.
        sqlite: the statements that make what is missing, and likewise `postgresql`.
    """

    lost: str
    names: Mapping[str, Sequence[str]]
    tables: frozenset[str]
    sqlite: Sequence[str]
    postgresql: Sequence[str]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Creates the triggers where they are missing.

        Raises:
            NotImplementedError: the database is neither SQLite nor PostgreSQL.
        """
        statements = {"sqlite": self.sqlite, "postgresql": self.postgresql}.get(connection.vendor)
        if statements is None:
            raise NotImplementedError(f"{self.lost} on {connection.vendor}.")
        # At once: SQLite reads its schema again after each transaction that changed it.
        with atomic(connection.alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Removes the triggers: before they are made anew, or for tests that empty tables or miss them."""
        with atomic(connection.alias), connection.cursor() as cursor:
            for table, names in self.names.items():
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                for name in names:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def in_the_way(table: str, *keys: Sequence[str], only: str = "") -> str:
    """SQLite's condition that a row to be inserted would replace one that is there.

    Its REPLACE deletes the row in its way without asking the trigger of deletions, so an insert must not be
    let through.

    Args:
        keys: the columns of each key that is unique, the primary key too.
        only: which of the rows that are there matter; all, unless given.
    """
    same = (" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys)
    where = " OR ".join(f"({one})" for one in same)
    # Names of our own tables and columns: nothing here comes from outside.
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {f"{only} AND " if only else ""}({where}))'  # noqa: S608


_registered: list[Triggers] = []


def register(triggers: Triggers) -> None:
    """Keeps these triggers there from the next migration on."""
    _registered.append(triggers)


def registered() -> list[Triggers]:
    """All that the apps need."""
    return list(_registered)


def drop_before_migrate(using: str, plan: Sequence[object] = (), **_kwargs: object) -> None:
    """Receiver of `pre_migrate`: SQLite alters no table that a trigger of another table reads.

    Only where something is migrated, which on SQLite no process writes beside.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        for triggers in _registered:
            triggers.drop(connection)


def install_after_migrate(using: str, **_kwargs: object) -> None:
    """Receiver of `post_migrate`: what is there is as the code says now, also where nothing was migrated."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for triggers in _registered:
        if triggers.tables <= tables:
            with atomic(using):
                if connection.vendor == "sqlite":
                    # It replaces no trigger; PostgreSQL's statements do.
                    triggers.drop(connection)
                triggers.install(connection)
