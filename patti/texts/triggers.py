"""Database triggers by which what was signed stays as it was, whoever writes to the database."""

from patti.texts.versions import PattoVersion
from portal.triggers import Triggers, in_the_way

REFUSAL = "what was signed is never rewritten"
_TABLE = PattoVersion._meta.db_table
_NAME = "patto_refuses_update"
_REPLACED = "patto_refuses_replace"

TRIGGERS = Triggers(
    lost="What was signed cannot be protected",
    names={_TABLE: (_NAME, _REPLACED)},
    tables=frozenset({_TABLE}),
    sqlite=[
        f'CREATE TRIGGER IF NOT EXISTS {_NAME} BEFORE UPDATE ON "{_TABLE}" '
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f'CREATE TRIGGER IF NOT EXISTS {_REPLACED} BEFORE INSERT ON "{_TABLE}" '
        f"WHEN {in_the_way(_TABLE, ['id'], ['page_id', 'number'])} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    postgresql=[
        f"CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f'CREATE OR REPLACE TRIGGER {_NAME} BEFORE UPDATE ON "{_TABLE}" '
        f"FOR EACH ROW EXECUTE FUNCTION {_NAME}()",
    ],
)
