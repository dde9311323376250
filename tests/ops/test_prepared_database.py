"""The original that every test process copies: made once, whole, and anew when its making changes."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ops import preparation
from tests import prepared_database


def write(text: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_text(text)

    return make


def test_of_many_that_ask_at_once_one_makes_the_original(tmp_path: Path) -> None:
    made = []

    def make(path: Path) -> None:
        made.append(path)
        time.sleep(0.1)
        path.write_text("whole")

    original = tmp_path / "databases" / "one.sqlite3"
    many = [threading.Thread(target=prepared_database.made_once, args=(original, make)) for _ in range(4)]
    for one in many:
        one.start()
    for one in many:
        one.join()

    assert len(made) == 1
    assert original.read_text() == "whole"


def test_an_original_whose_making_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    original = tmp_path / "one.sqlite3"

    def break_off(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepared_database.made_once(original, break_off)

    assert not original.exists()
    prepared_database.made_once(original, write("whole"))
    assert original.read_text() == "whole"


def test_the_originals_of_a_few_branches_are_kept_and_older_ones_go(tmp_path: Path) -> None:
    for number in range(prepared_database.KEPT + 3):
        prepared_database.made_once(tmp_path / f"{number}.sqlite3", write(""))

    assert len(list(tmp_path.glob("*.sqlite3"))) == prepared_database.KEPT + 1
    assert (tmp_path / f"{prepared_database.KEPT + 2}.sqlite3").exists()


def test_processes_of_runs_at_once_never_share_a_database(tmp_path: Path) -> None:
    with prepared_database.slot(tmp_path) as first, prepared_database.slot(tmp_path) as second:
        assert first != second
    with prepared_database.slot(tmp_path) as again:
        assert again == first


def test_other_settings_or_files_ask_for_another_original(tmp_path: Path, monkeypatch, settings) -> None:
    before = prepared_database.fingerprint()
    settings.LANGUAGE_CODE = "en"
    other_settings = prepared_database.fingerprint()
    monkeypatch.setattr(preparation, "database_fingerprint", lambda environment: "other files")

    assert len({before, other_settings, prepared_database.fingerprint()}) == 3
