"""Database triggers that make the log append-only, whoever writes to the database.

They refuse every DELETE, and every UPDATE but the one by which a foreign key becomes NULL because the account
or the submission it named was deleted. SQLite's REPLACE deletes the row in its way without asking the trigger
of deletions (unless `recursive_triggers` is on, which each connection decides for itself), so there an INSERT
may not name a row that exists.
"""

from candidature.log.models import LogEntry
from portal.triggers import Triggers

REFUSAL = "the log is append-only"
_MAY_BECOME_NULL = ("submission_id", "actor_id")
_TABLE = LogEntry._meta.db_table
# What SQLite shows as the number of a new row before it has given it one.
_NUMBER_TO_COME = -1


def _other_columns() -> list[str]:
    columns = [str(field.column) for field in LogEntry._meta.concrete_fields]
    return [column for column in columns if column not in _MAY_BECOME_NULL]


def _sqlite_statements() -> list[str]:
    table, key = _TABLE, LogEntry._meta.pk.column
    changed = [f'NEW."{column}" IS NOT OLD."{column}"' for column in _other_columns()]
    changed += [
        f'(NEW."{column}" IS NOT OLD."{column}" AND NEW."{column}" IS NOT NULL)'
        for column in _MAY_BECOME_NULL
    ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS log_refuses_delete BEFORE DELETE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f'CREATE TRIGGER IF NOT EXISTS log_refuses_update BEFORE UPDATE ON "{table}" '
        f"WHEN {' OR '.join(changed)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        # Names of our own tables and columns: nothing here comes from outside.
        f'CREATE TRIGGER IF NOT EXISTS log_refuses_replace BEFORE INSERT ON "{table}" '  # noqa: S608
        f'WHEN NEW."{key}" <> {_NUMBER_TO_COME} '
        f'AND EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}") '
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        # Otherwise a row numbered -1 could be made, and the trigger above would let it be replaced.
        f'CREATE TRIGGER IF NOT EXISTS log_refuses_hidden_number AFTER INSERT ON "{table}" '
        f"WHEN NEW.\"{key}\" < 1 BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ]


def _postgresql_statements() -> list[str]:
    table = _TABLE
    changed = [f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in _other_columns()]
    changed += [
        f'(NEW."{column}" IS DISTINCT FROM OLD."{column}" AND NEW."{column}" IS NOT NULL)'
        for column in _MAY_BECOME_NULL
    ]
    return [
        "CREATE OR REPLACE FUNCTION log_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f'CREATE OR REPLACE TRIGGER log_refuses_delete BEFORE DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION log_refuses_change()",
        f'CREATE OR REPLACE TRIGGER log_refuses_truncate BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION log_refuses_change()",
        f'CREATE OR REPLACE TRIGGER log_refuses_update BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW WHEN ({' OR '.join(changed)}) EXECUTE FUNCTION log_refuses_change()",
    ]


TRIGGERS = Triggers(
    lost="The log cannot be protected",
    names={
        _TABLE: (
            "log_refuses_delete",
            "log_refuses_update",
            "log_refuses_truncate",
            "log_refuses_replace",
            "log_refuses_hidden_number",
        )
    },
    tables=frozenset({_TABLE}),
    sqlite=_sqlite_statements(),
    postgresql=_postgresql_statements(),
)
