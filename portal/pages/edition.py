"""Database triggers that begin a new edition with every change, whoever makes it and by whatever way.

The word is a random one: a number would come back after a transaction that was rolled back. On PostgreSQL it
is written when the transaction ends, so that nobody who saves two pages holds the row while waiting for
another, and once for each transaction.
"""

from django.db import models
from wagtail.models import Page, PageViewRestriction, Site

from portal.edition.models import ONLY, Edition
from portal.pages.models import PortalSettings
from portal.triggers import Triggers

_EDITION = Edition._meta.db_table
_WATCHED: tuple[type[models.Model], ...] = (Page, PageViewRestriction, Site, PortalSettings)
_TABLES = [model._meta.db_table for model in _WATCHED]
_CHANGES = ("INSERT", "UPDATE", "DELETE")


# The names in these statements are those of our own tables.
_SQLITE_ROW = f"INSERT OR IGNORE INTO {_EDITION} (id, token) VALUES ({ONLY}, lower(hex(randomblob(16))))"  # noqa: S608
_SQLITE_CHANGE = f"UPDATE {_EDITION} SET token = lower(hex(randomblob(16))) WHERE id = {ONLY};"  # noqa: S608
_POSTGRESQL_ROW = (
    f"INSERT INTO {_EDITION} (id, token) VALUES ({ONLY}, gen_random_uuid()::text) "  # noqa: S608
    "ON CONFLICT DO NOTHING"
)
_POSTGRESQL_CHANGE = (
    f"UPDATE {_EDITION} SET token = txid_current() || ':' || gen_random_uuid() "  # noqa: S608
    f"WHERE id = {ONLY} AND token NOT LIKE txid_current() || ':%';"
)


def _name(table: str, change: str = "") -> str:
    return "_".join(part for part in ("edition", table, change.lower()) if part)


def _postgresql(table: str) -> list[str]:
    # A constraint trigger cannot be replaced.
    return [
        f'DROP TRIGGER IF EXISTS {_name(table)} ON "{table}"',
        f'CREATE CONSTRAINT TRIGGER {_name(table)} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION begin_edition()",
    ]


TRIGGERS = Triggers(
    lost="Nobody would see what editors change",
    names={table: [_name(table), *(_name(table, change) for change in _CHANGES)] for table in _TABLES},
    tables=frozenset({_EDITION, *_TABLES}),
    sqlite=[
        _SQLITE_ROW,
        *(
            f'CREATE TRIGGER IF NOT EXISTS {_name(table, change)} AFTER {change} ON "{table}" '
            f"BEGIN {_SQLITE_CHANGE} END"
            for table in _TABLES
            for change in _CHANGES
        ),
    ],
    postgresql=[
        _POSTGRESQL_ROW,
        "CREATE OR REPLACE FUNCTION begin_edition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_POSTGRESQL_CHANGE} RETURN NULL; END $$",
        *(statement for table in _TABLES for statement in _postgresql(table)),
    ],
)
