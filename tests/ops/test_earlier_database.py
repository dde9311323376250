"""A demonstration of an earlier time is met with one sentence, by `make run` and by every command."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ops import earlier_database, folder, preparation, toolchain
from ops.failure import Failure
from portal.startup import generation

SENTENCE = "Questa base dati è di una versione precedente: make reset"


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return folder.var_dir()


@pytest.fixture
def database(var: Path) -> Path:
    """What every generation of the portal left in its database: which migrations were applied."""
    path = var / "portal.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(
            """
            CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT);
            INSERT INTO django_migrations (app, name) VALUES ('portal', '0001_user'), ('wagtailcore', '0001');
            CREATE TABLE portal_installation (id INTEGER PRIMARY KEY, schema_generation INTEGER);
            """
        )
        made.execute("INSERT INTO portal_installation VALUES (1, ?)", [generation.SCHEMA_GENERATION])
        made.commit()
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as changed:
        changed.execute(statement)
        changed.commit()


AGEINGS = {
    "made before generations were counted": "DROP TABLE portal_installation",
    "of another generation": "UPDATE portal_installation SET schema_generation = schema_generation - 1",
    "with a migration that is gone": "INSERT INTO django_migrations (app, name) VALUES ('portal', '0004_x')",
}


@pytest.fixture(params=list(AGEINGS.values()), ids=list(AGEINGS))
def old(request: pytest.FixtureRequest, database: Path) -> Path:
    change(database, request.param)
    return database


def command(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**environment, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "portal.settings.embedded"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_run_says_so_before_it_prepares_anything(
    var: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "PYTHON", Path("/bin/false"))

    with pytest.raises(Failure) as refused:
        preparation.prepare(var, {"DATABASE_URL": ""})

    assert str(refused.value) == SENTENCE


def test_make_run_goes_on_with_a_database_of_today(var: Path, database: Path) -> None:
    earlier_database.refuse(database)


def test_make_run_goes_on_where_there_is_none_yet(var: Path) -> None:
    earlier_database.refuse(var / "portal.sqlite3")


@pytest.mark.parametrize("content", ["", "CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT)"])
def test_a_first_preparation_that_was_cut_off_is_begun_again(var: Path, content: str) -> None:
    path = var / "portal.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(content)

    earlier_database.refuse(path)


def test_what_is_no_database_is_named(var: Path) -> None:
    (var / "portal.sqlite3").write_bytes(b"no database at all" * 100)

    with pytest.raises(Failure, match="is no database"):
        earlier_database.refuse(var / "portal.sqlite3")


@pytest.mark.parametrize("name", ["migrate", "worker"])
def test_a_command_says_so_in_one_sentence(var: Path, database: Path, name: str) -> None:
    change(database, AGEINGS["made before generations were counted"])

    ended = command(var, name)

    assert ended.returncode == 1
    assert ended.stderr.strip() == SENTENCE


def test_help_needs_no_database(var: Path, database: Path) -> None:
    change(database, AGEINGS["of another generation"])

    assert command(var, "worker", "--help").returncode == 0


@pytest.mark.django_db
def test_a_database_made_by_this_code_is_one_of_today() -> None:
    tables = connection.introspection.table_names()

    def query(text: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(text)
            return list(cursor.fetchall())

    assert "portal_installation" in tables
    assert query("SELECT schema_generation FROM portal_installation") == [(generation.SCHEMA_GENERATION,)]
    assert not generation.is_of_another_time(tables, query)


def test_the_reset_that_the_sentence_names_is_there() -> None:
    assert shutil.which("make")
    listed = subprocess.run(["make", "help"], cwd=toolchain.ROOT, capture_output=True, text=True, check=True)

    assert "make reset" in listed.stdout
