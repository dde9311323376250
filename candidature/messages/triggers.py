"""Database triggers that keep sent messages as they were sent, whoever writes to the database.

Of a sent message only this may still happen: it is read or, before that, withdrawn, once; and the account
that wrote it goes. It is deleted only with its submission, whose erasure is in the log
(`candidature.privacy.retention`) before.
"""

from candidature.log.models import ERASED, LogEntry
from candidature.messages.models import Message
from candidature.submissions.models import Submission
from portal.triggers import Triggers, in_the_way

REFUSAL = "a sent message is never changed"
_TABLE = Message._meta.db_table
_LOG = LogEntry._meta.db_table
_SUBMISSIONS = Submission._meta.db_table


def _changes(differs: str) -> str:
    """Whether an update changes what may not change any more."""
    free = {"author_id", "read_at", "withdrawn_at"}
    columns = [str(field.column) for field in Message._meta.concrete_fields]
    changed = [f'NEW."{column}" {differs} OLD."{column}"' for column in columns if column not in free]
    changed += [
        f'(NEW."author_id" {differs} OLD."author_id" AND NEW."author_id" IS NOT NULL)',
        f'(NEW."read_at" {differs} OLD."read_at" AND OLD."read_at" IS NOT NULL)',
        f'(NEW."withdrawn_at" {differs} OLD."withdrawn_at" AND OLD."withdrawn_at" IS NOT NULL)',
    ]
    return f'OLD."sent_at" IS NOT NULL AND ({" OR ".join(changed)})'


# Names of our own tables and columns: nothing here comes from outside.
_NOT_ERASED = (
    f'OLD."sent_at" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{_LOG}" WHERE "action" = \'{ERASED}\' '  # noqa: S608
    f'AND "reference" = (SELECT "reference" FROM "{_SUBMISSIONS}" WHERE "id" = OLD."submission_id"))'
)
_IN_THE_WAY = in_the_way(_TABLE, ["id"], ["key_hash"], only='"sent_at" IS NOT NULL')

TRIGGERS = Triggers(
    lost="Sent messages cannot be protected",
    names={
        _TABLE: ("message_refuses_update", "message_refuses_delete", "message_refuses_replace"),
    },
    tables=frozenset({_TABLE, _LOG, _SUBMISSIONS}),
    sqlite=[
        f'CREATE TRIGGER IF NOT EXISTS message_refuses_update BEFORE UPDATE ON "{_TABLE}" '
        f"WHEN {_changes('IS NOT')} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f'CREATE TRIGGER IF NOT EXISTS message_refuses_delete BEFORE DELETE ON "{_TABLE}" '
        f"WHEN {_NOT_ERASED} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f'CREATE TRIGGER IF NOT EXISTS message_refuses_replace BEFORE INSERT ON "{_TABLE}" '
        f"WHEN {_IN_THE_WAY} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    postgresql=[
        # A condition of a trigger may not look into other tables there, so the function does.
        "CREATE OR REPLACE FUNCTION message_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {_NOT_ERASED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN OLD; "
        f"END IF; RAISE EXCEPTION '{REFUSAL}'; END $$",
        f'CREATE OR REPLACE TRIGGER message_refuses_update BEFORE UPDATE ON "{_TABLE}" '
        f"FOR EACH ROW WHEN ({_changes('IS DISTINCT FROM')}) EXECUTE FUNCTION message_refuses_change()",
        f'CREATE OR REPLACE TRIGGER message_refuses_delete BEFORE DELETE ON "{_TABLE}" '
        "FOR EACH ROW EXECUTE FUNCTION message_refuses_change()",
    ],
)
