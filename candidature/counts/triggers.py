"""Database triggers that count submissions (`SubmissionCount`) and keep the versions of forms as they are.

Whoever writes to the database, by whatever way, the counts hold.
"""

from candidature.counts.models import SubmissionCount
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from portal.triggers import Triggers

REFUSAL = "a version of a form is never changed"
_SUBMISSIONS = Submission._meta.db_table
_COUNTS = SubmissionCount._meta.db_table
_VERSIONS = FormVersion._meta.db_table
# Columns of a submission and of its count, in the same order.
_COUNTED = ("page_id", "zone_id", "kind", "status", "assigned_to_id")
_INTO = f'INSERT INTO "{_COUNTS}" ("page", "zone", "kind", "status", "assigned_to", "how_many")'


def _added(row: str, how_many: int) -> str:
    values = ", ".join(f'{row}."{name}"' for name in _COUNTED)
    return f"{_INTO} VALUES ({values}, {how_many});"


def _changed(differs: str) -> str:
    return " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in _COUNTED)


_PLUS, _MINUS = _added("NEW", 1), _added("OLD", -1)
_COLUMNS = ", ".join(f'"{name}"' for name in _COUNTED)

_SQLITE = [
    f'CREATE TRIGGER IF NOT EXISTS submission_count_insert AFTER INSERT ON "{_SUBMISSIONS}" '
    f"BEGIN {_PLUS} END",
    f'CREATE TRIGGER IF NOT EXISTS submission_count_delete AFTER DELETE ON "{_SUBMISSIONS}" '
    f"BEGIN {_MINUS} END",
    f'CREATE TRIGGER IF NOT EXISTS submission_count_update AFTER UPDATE OF {_COLUMNS} ON "{_SUBMISSIONS}" '
    f"WHEN {_changed('IS NOT')} BEGIN {_MINUS} {_PLUS} END",
    f'CREATE TRIGGER IF NOT EXISTS form_version_refuses_update BEFORE UPDATE ON "{_VERSIONS}" '
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
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
]

TRIGGERS = Triggers(
    lost="Submissions cannot be counted",
    names={
        _SUBMISSIONS: ("submission_count_insert", "submission_count_delete", "submission_count_update"),
        _VERSIONS: ("form_version_refuses_update",),
    },
    tables=frozenset({_SUBMISSIONS, _COUNTS, _VERSIONS}),
    sqlite=_SQLITE,
    postgresql=_POSTGRESQL,
)
