"""Database triggers that count submissions and how far drafts come, and keep versions of forms as they are.

Whoever writes to the database, by whatever way, the counts hold.
"""

from candidature.counts.models import COUNTED_BY, SubmissionCount
from candidature.counts.passages import Passage, What
from candidature.submissions.channels import Channel
from candidature.submissions.drafts import Draft
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from portal.triggers import Triggers, in_the_way

REFUSAL = "a version of a form is never changed"
_SUBMISSIONS = Submission._meta.db_table
_COUNTS = SubmissionCount._meta.db_table
_VERSIONS = FormVersion._meta.db_table
_DRAFTS = Draft._meta.db_table
_PASSAGES = Passage._meta.db_table
# Columns of a submission in the order of those of its count.
_COLUMN_OF = {field.name: str(field.column) for field in Submission._meta.concrete_fields}
_COUNTED = [_COLUMN_OF[name] for name in COUNTED_BY]
_NAMES = ", ".join(f'"{name}"' for name in (*COUNTED_BY, "how_many"))
_INTO = f'INSERT INTO "{_COUNTS}" ({_NAMES})'


def _added(row: str, how_many: int) -> str:
    values = ", ".join(f'{row}."{name}"' for name in _COUNTED)
    return f"{_INTO} VALUES ({values}, {how_many});"


def _changed(differs: str) -> str:
    return " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in _COUNTED)


def _passed(what: What, at: str, step: str = "''") -> str:
    values = f'NEW."page_id", \'{what.value}\', {step}, NEW."{at}", 1'
    columns = '"page", "what", "step", "at", "how_many"'
    return f'INSERT INTO "{_PASSAGES}" ({columns}) VALUES ({values});'  # noqa: S608 - ours


# What is typed at the desk says nothing of how a form is filled in.
_ONLINE = f"NEW.\"channel\" = '{Channel.ONLINE.value}'"
_BEGUN, _SENT = _passed(What.BEGUN, "created_at"), _passed(What.SENT, "submitted_at")
_PLUS, _MINUS = _added("NEW", 1), _added("OLD", -1)
_COLUMNS = ", ".join(f'"{name}"' for name in _COUNTED)

# The step that was written last, where each is named once.
_LAST_ON_SQLITE = "json_extract(NEW.\"written_steps\", '$[#-1]')"
_LAST_ON_POSTGRESQL = 'NEW."written_steps" ->> -1'

_SQLITE = [
    f'CREATE TRIGGER IF NOT EXISTS submission_count_insert AFTER INSERT ON "{_SUBMISSIONS}" '
    f"BEGIN {_PLUS} END",
    f'CREATE TRIGGER IF NOT EXISTS submission_count_delete AFTER DELETE ON "{_SUBMISSIONS}" '
    f"BEGIN {_MINUS} END",
    f'CREATE TRIGGER IF NOT EXISTS submission_count_update AFTER UPDATE OF {_COLUMNS} ON "{_SUBMISSIONS}" '
    f"WHEN {_changed('IS NOT')} BEGIN {_MINUS} {_PLUS} END",
    f'CREATE TRIGGER IF NOT EXISTS form_version_refuses_update BEFORE UPDATE ON "{_VERSIONS}" '
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f'CREATE TRIGGER IF NOT EXISTS passage_begun AFTER INSERT ON "{_DRAFTS}" '
    f"WHEN {_ONLINE} BEGIN {_BEGUN} END",
    f'CREATE TRIGGER IF NOT EXISTS passage_reached AFTER UPDATE OF "written_steps" ON "{_DRAFTS}" '
    f'WHEN {_ONLINE} AND json_array_length(NEW."written_steps") > json_array_length(OLD."written_steps") '
    f"BEGIN {_passed(What.REACHED, 'updated_at', _LAST_ON_SQLITE)} END",
    f'CREATE TRIGGER IF NOT EXISTS passage_sent AFTER INSERT ON "{_SUBMISSIONS}" '
    f"WHEN {_ONLINE} BEGIN {_SENT} END",
    f'CREATE TRIGGER IF NOT EXISTS form_version_refuses_replace BEFORE INSERT ON "{_VERSIONS}" '
    f"WHEN {in_the_way(_VERSIONS, ['id'], ['digest'])} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]


def _on_postgresql(name: str, after: str, when: str, does: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {does} RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {name} AFTER {after} "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()",
    ]


_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION count_submission() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP <> 'INSERT' THEN {_MINUS} END IF; IF TG_OP <> 'DELETE' THEN {_PLUS} END IF; "
    "RETURN NULL; END $$",
    f'CREATE OR REPLACE TRIGGER submission_count_insert AFTER INSERT ON "{_SUBMISSIONS}" '
    "FOR EACH ROW EXECUTE FUNCTION count_submission()",
    f'CREATE OR REPLACE TRIGGER submission_count_delete AFTER DELETE ON "{_SUBMISSIONS}" '
    "FOR EACH ROW EXECUTE FUNCTION count_submission()",
    f'CREATE OR REPLACE TRIGGER submission_count_update AFTER UPDATE OF {_COLUMNS} ON "{_SUBMISSIONS}" '
    f"FOR EACH ROW WHEN ({_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION count_submission()",
    "CREATE OR REPLACE FUNCTION form_version_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f'CREATE OR REPLACE TRIGGER form_version_refuses_update BEFORE UPDATE ON "{_VERSIONS}" '
    "FOR EACH ROW EXECUTE FUNCTION form_version_refuses_change()",
    *_on_postgresql("passage_begun", f'INSERT ON "{_DRAFTS}"', _ONLINE, _BEGUN),
    *_on_postgresql(
        "passage_reached",
        f'UPDATE OF "written_steps" ON "{_DRAFTS}"',
        f'{_ONLINE} AND jsonb_array_length(NEW."written_steps") > jsonb_array_length(OLD."written_steps")',
        _passed(What.REACHED, "updated_at", _LAST_ON_POSTGRESQL),
    ),
    *_on_postgresql("passage_sent", f'INSERT ON "{_SUBMISSIONS}"', _ONLINE, _SENT),
]

TRIGGERS = Triggers(
    lost="Submissions cannot be counted",
    names={
        _SUBMISSIONS: (
            "submission_count_insert",
            "submission_count_delete",
            "submission_count_update",
            "passage_sent",
        ),
        _DRAFTS: ("passage_begun", "passage_reached"),
        _VERSIONS: ("form_version_refuses_update", "form_version_refuses_replace"),
    },
    tables=frozenset({_SUBMISSIONS, _COUNTS, _VERSIONS, _DRAFTS, _PASSAGES}),
    sqlite=_SQLITE,
    postgresql=_POSTGRESQL,
)
