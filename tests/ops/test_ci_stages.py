"""The stages of CI: side by side, told in order, and failing when any of them fails."""

import subprocess
from pathlib import Path

import pytest

from ops.toolchain import ROOT


def run(tmp_path: Path, script: str) -> subprocess.CompletedProcess[str]:
    head = f"set -euo pipefail\n. {ROOT}/.ci/stages.sh\ntrap end_lanes EXIT\n"
    return subprocess.run(
        ["bash", "-c", head + script], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )


def test_lanes_run_side_by_side_and_are_told_in_the_order_they_began(tmp_path: Path) -> None:
    # Each waits for the other's file: one after the other, they would wait for ever.
    finished = run(
        tmp_path,
        """
        meet() { touch "$1"; until [ -e "$2" ]; do sleep 0.05; done; sleep "$3"; echo "$1 met $2"; }
        slow() { stage "Slow" meet a b 0.3; }
        quick() { stage "Quick" meet b a 0; }
        lane A slow
        lane B quick
        join
        printf '%s\\n' "${times[@]}"
        """,
    )

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.index("a met b") < finished.stdout.index("b met a")
    assert [line.split("s  ")[1] for line in finished.stdout.splitlines()[-2:]] == ["Slow", "Quick"]


@pytest.mark.parametrize("failing", ["first", "second"])
def test_a_failure_in_any_lane_fails_the_run_and_says_which(tmp_path: Path, failing: str) -> None:
    finished = run(
        tmp_path,
        f"""
        first() {{ stage "First" {"false" if failing == "first" else "true"}; echo "first went on"; }}
        second() {{ stage "Second" {"false" if failing == "second" else "true"}; echo "second went on"; }}
        lane first first
        lane second second
        join
        echo "All passed."
        """,
    )

    assert finished.returncode != 0
    assert f"Failed with status 1: {failing}" in finished.stderr
    assert f"{failing} went on" not in finished.stdout
    assert "All passed." not in finished.stdout


BEFORE_AND_AFTER = ["lane fails fails\nlane lasts lasts", "lane lasts lasts\nlane fails fails"]


@pytest.mark.parametrize("lanes", BEFORE_AND_AFTER)
def test_a_failure_ends_what_runs_beside_it(tmp_path: Path, lanes: str) -> None:
    finished = run(
        tmp_path,
        f"""
        fails() {{ stage "Fails" false; }}
        lasts() {{ stage "Lasts" sleep 60; }}
        {lanes}
        join
        """,
    )

    # Otherwise `run` would have waited for the sleeper, which holds its output open.
    assert finished.returncode == 1
    assert "Failed with status 1: fails" in finished.stderr


def test_a_failure_outside_the_lanes_fails_the_run(tmp_path: Path) -> None:
    assert run(tmp_path, 'stage "Alone" false\necho "All passed."').returncode == 1
