"""A migration that was applied is not rewritten under databases that would never notice."""

from portal.startup.generation import SCHEMA_GENERATION
from tests.ops.migration_record import Record, complaint, digest, read, written

FIRST = "operations = [AddField('page', 'day')]\n"


def record() -> Record:
    return {"generation": 7, "migrations": {"news/0001_initial": digest(FIRST)}}


def test_every_migration_says_what_it_said_when_it_was_taken_down() -> None:
    assert complaint(read(), written(), SCHEMA_GENERATION) == ""


def test_every_app_has_its_migrations_in_the_record() -> None:
    assert {"portal/0001_user", "candidature/0001_initial", "seguire/0001_initial"} <= set(written())


def test_a_rewritten_migration_needs_a_new_generation() -> None:
    rewritten = {"news/0001_initial": digest(FIRST.replace("day", "hour"))}

    said = complaint(record(), rewritten, 7)

    assert "news/0001_initial" in said
    assert "Write a new migration instead" in said
    assert "raise SCHEMA_GENERATION in portal/startup/generation.py" in said
    assert complaint(record(), rewritten, 8).startswith("Not taken down yet: news/0001_initial. Run: ")


def test_so_does_a_deleted_one() -> None:
    assert "raise SCHEMA_GENERATION" in complaint(record(), {}, 7)


def test_an_added_migration_is_only_taken_down() -> None:
    added = {**record()["migrations"], "news/0002_more": digest("")}

    said = complaint(record(), added, 7)

    assert said.startswith("Not taken down yet: news/0002_more. Run: ")
    assert complaint({"generation": 7, "migrations": added}, added, 7) == ""


def test_a_raised_generation_is_taken_down_too() -> None:
    assert complaint(record(), record()["migrations"], 8).startswith(
        "Not taken down yet: generation 8. Run: "
    )


def test_how_a_migration_is_set_does_not_matter() -> None:
    assert digest(FIRST) == digest('# Why.\noperations = [\n    AddField("page", "day"),\n]\n')
