"""Database triggers by which no seat is sold that is not there, whoever writes to the database.

* No seat is numbered above the capacity of its pool, and no capacity is set below a seat that is taken;
  with numbers that are unique in a pool, no pool is oversold.
* A confirmed sign-up has a seat. On SQLite, which asks at each statement, the seat is therefore written
  first. On PostgreSQL it is asked when the transaction ends, and there the other half is asked too: whoever
  is not confirmed holds none.
"""

from candidature.statuses import Kind, Status
from candidature.submissions.models import Submission
from eventi.pools import Seat, SeatPool
from portal.triggers import Triggers

ABOVE_CAPACITY = "no such seat in this pool"
BELOW_SEATS = "seats above this capacity are taken"
DISAGREES = "a confirmed sign-up has a seat, and no other"

_SUBMISSIONS, _POOLS, _SEATS = (model._meta.db_table for model in (Submission, SeatPool, Seat))
_CONFIRMED = f"NEW.\"kind\" = '{Kind.EVENT.value}' AND NEW.\"status\" = '{Status.ACCEPTED.value}'"

# Names of our own tables and columns, and our own codes: nothing here comes from outside.
_SQLITE = [
    f'CREATE TRIGGER IF NOT EXISTS seat_{name} BEFORE {event} ON "{_SEATS}" '  # noqa: S608
    f'WHEN NEW."number" > (SELECT "capacity" FROM "{_POOLS}" WHERE "id" = NEW."pool_id") '
    f"BEGIN SELECT RAISE(ABORT, '{ABOVE_CAPACITY}'); END"
    for name, event in (("made", "INSERT"), ("moved", "UPDATE"))
] + [
    f'CREATE TRIGGER IF NOT EXISTS seat_pool_resized BEFORE UPDATE OF "capacity" ON "{_POOLS}" '  # noqa: S608
    f'WHEN EXISTS (SELECT 1 FROM "{_SEATS}" WHERE "pool_id" = NEW."id" AND "number" > NEW."capacity") '
    f"BEGIN SELECT RAISE(ABORT, '{BELOW_SEATS}'); END",
    f'CREATE TRIGGER IF NOT EXISTS seat_of_confirmed BEFORE UPDATE OF "status" ON "{_SUBMISSIONS}" '  # noqa: S608
    f'WHEN {_CONFIRMED} AND NOT EXISTS (SELECT 1 FROM "{_SEATS}" WHERE "submission_id" = NEW."id") '
    f"BEGIN SELECT RAISE(ABORT, '{DISAGREES}'); END",
    # A new row cannot have a seat yet.
    f'CREATE TRIGGER IF NOT EXISTS seat_of_new BEFORE INSERT ON "{_SUBMISSIONS}" '
    f"WHEN {_CONFIRMED} BEGIN SELECT RAISE(ABORT, '{DISAGREES}'); END",
]

_RAISE = "RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'"
_POSTGRESQL = [
    # The pool is locked while it is looked at: its capacity cannot change before the seat is written.
    "CREATE OR REPLACE FUNCTION seat_within_pool() RETURNS trigger LANGUAGE plpgsql AS $$ "  # noqa: S608
    "DECLARE most integer; BEGIN "
    f'SELECT "capacity" INTO most FROM "{_POOLS}" WHERE "id" = NEW."pool_id" FOR SHARE; '
    f'IF NEW."number" > most THEN {_RAISE.format(sentence=ABOVE_CAPACITY)}; END IF; RETURN NEW; END $$',
    f'CREATE OR REPLACE TRIGGER seat_made BEFORE INSERT OR UPDATE ON "{_SEATS}" '
    "FOR EACH ROW EXECUTE FUNCTION seat_within_pool()",
    "CREATE OR REPLACE FUNCTION seat_pool_holds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
    f'IF EXISTS (SELECT 1 FROM "{_SEATS}" WHERE "pool_id" = NEW."id" AND "number" > NEW."capacity") '
    f"THEN {_RAISE.format(sentence=BELOW_SEATS)}; END IF; RETURN NEW; END $$",
    f'CREATE OR REPLACE TRIGGER seat_pool_resized BEFORE UPDATE OF "capacity" ON "{_POOLS}" '
    "FOR EACH ROW EXECUTE FUNCTION seat_pool_holds()",
    # Called for both tables, with the name of the column that holds the submission's number.
    "CREATE OR REPLACE FUNCTION seat_agrees() RETURNS trigger LANGUAGE plpgsql AS $$ "  # noqa: S608
    "DECLARE wanted bigint; said text; BEGIN "
    "IF TG_OP = 'DELETE' THEN wanted := to_jsonb(OLD)->>TG_ARGV[0]; "
    "ELSE wanted := to_jsonb(NEW)->>TG_ARGV[0]; END IF; "
    f'SELECT "status" INTO said FROM "{_SUBMISSIONS}" '
    f'WHERE "id" = wanted AND "kind" = \'{Kind.EVENT.value}\'; '
    "IF FOUND AND (said = "
    f'\'{Status.ACCEPTED.value}\') <> EXISTS (SELECT 1 FROM "{_SEATS}" WHERE "submission_id" = wanted) '
    f"THEN {_RAISE.format(sentence=DISAGREES)}; END IF; RETURN NULL; END $$",
    # There is no CREATE OR REPLACE for these.
    f'DROP TRIGGER IF EXISTS seat_of_confirmed ON "{_SUBMISSIONS}"',
    f'CREATE CONSTRAINT TRIGGER seat_of_confirmed AFTER INSERT OR UPDATE OF "status" ON "{_SUBMISSIONS}" '
    f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.\"kind\" = '{Kind.EVENT.value}') "
    "EXECUTE FUNCTION seat_agrees('id')",
    f'DROP TRIGGER IF EXISTS seat_is_of_confirmed ON "{_SEATS}"',
    f'CREATE CONSTRAINT TRIGGER seat_is_of_confirmed AFTER INSERT OR UPDATE OR DELETE ON "{_SEATS}" '
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION seat_agrees('submission_id')",
]

TRIGGERS = Triggers(
    lost="Seats cannot be protected",
    names={
        _SEATS: ("seat_made", "seat_moved", "seat_is_of_confirmed"),
        _POOLS: ("seat_pool_resized",),
        _SUBMISSIONS: ("seat_of_confirmed", "seat_of_new"),
    },
    tables=frozenset({_SUBMISSIONS, _POOLS, _SEATS}),
    sqlite=_SQLITE,
    postgresql=_POSTGRESQL,
)
