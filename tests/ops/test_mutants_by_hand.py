"""What is broken by hand stands where the table says, and living ones are told."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ops import mutants_by_hand
from ops.failure import Failure
from ops.mutants_by_hand import Mutant
from ops.toolchain import ROOT


@pytest.mark.parametrize("mutant", mutants_by_hand.mutants(), ids=lambda mutant: mutant.breaks)
def test_every_break_is_one_and_its_tests_exist(mutant: Mutant) -> None:
    whole = (ROOT / mutant.file).read_text()

    assert mutant.broken(whole) != whole
    assert (ROOT / mutant.tests).exists()


@pytest.mark.parametrize(("ended", "died"), [(0, False), (1, True)])
def test_the_tests_see_the_broken_code_and_the_copy_is_whole_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: int, died: bool
) -> None:
    path, seen = tmp_path / "one.py", list[str]()
    path.write_text("a = 1\n")

    def run(_command: list[str], **_values: Any) -> Any:
        seen.append(path.read_text())
        return subprocess.CompletedProcess([], ended)

    monkeypatch.setattr(subprocess, "run", run)

    assert mutants_by_hand.dies(Mutant("one", "one.py", "1", "2", "tests"), tmp_path) is died
    assert seen == ["a = 2\n"]
    assert path.read_text() == "a = 1\n"


def test_tests_that_could_not_run_are_no_death(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.py").write_text("a = 1\n")
    could_not: subprocess.CompletedProcess[bytes] = subprocess.CompletedProcess([], 4)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_values: could_not)

    with pytest.raises(Failure):
        mutants_by_hand.dies(Mutant("one", "one.py", "1", "2", "tests"), tmp_path)


def test_tests_that_fail_on_whole_code_notice_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_values: Any) -> Any:
        return subprocess.CompletedProcess([], int(command[-1] == "tests/broken"))

    monkeypatch.setattr(subprocess, "run", run)
    sound, unsound = (Mutant("one", "one.py", "1", "2", tests) for tests in ("tests/sound", "tests/broken"))

    mutants_by_hand.ask_of_whole([sound], tmp_path)
    with pytest.raises(Failure, match="tests/broken"):
        mutants_by_hand.ask_of_whole([sound, unsound], tmp_path)


def test_a_word_that_no_break_holds_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["mutants_by_hand", "inesistente"])
    with pytest.raises(SystemExit) as ended:
        mutants_by_hand.main()
    assert ended.value.code == 2
