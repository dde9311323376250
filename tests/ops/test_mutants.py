"""What is broken on purpose, and how the count is read."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ops import mutants
from ops.toolchain import ROOT


@pytest.mark.parametrize("part", mutants.parts(), ids=lambda part: part.name)
def test_every_part_names_files_and_tests_that_exist(part: Any) -> None:
    assert part.modules
    assert part.tests
    assert [path for path in [*part.modules, *part.tests] if not (ROOT / path).exists()] == []


def test_a_part_is_written_as_mutmut_reads_it() -> None:
    part = mutants.Part("seats", ["a/seats.py", "a/room"], ["tests/test_seats.py"])

    said = tomllib.loads(mutants.settings_of(part))["tool"]["mutmut"]

    assert said["only_mutate"] == ["a/seats.py", "a/room/*"]
    assert said["pytest_add_cli_args_test_selection"] == ["tests/test_seats.py"]
    assert "candidature" in said["source_paths"]


def test_a_mutant_that_no_test_reaches_counts_as_alive_and_one_that_hangs_as_dead(tmp_path: Path) -> None:
    counts = {
        "killed": 7,
        "timeout": 1,
        "survived": 1,
        "no_tests": 1,
        "suspicious": 0,
        "skipped": 5,
        "total": 15,
    }
    (tmp_path / "stats.json").write_text(json.dumps(counts))

    result = mutants.outcome(tmp_path / "stats.json")

    assert (result.died, result.lived) == (8, 2)
    assert result.rate == 80


def test_a_part_without_mutants_does_not_pass() -> None:
    assert mutants.Outcome(0, 0).rate == 0
