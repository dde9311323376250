"""Breaks the code in the places of `ops/mutants_by_hand.toml`, one at a time, and says which no test noticed.

mutmut knows no rules of ours: that a row out of reach is not exported, that a printed letter stays. Each is
tried in a copy of the repository under VAR_DIR. Ends with 1 when one lives.
"""

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ops import folder
from ops.failure import Failure, fail
from ops.mutants import Part, prepare
from ops.toolchain import PYTHON, ROOT

TABLE = ROOT / "ops" / "mutants_by_hand.toml"
# Of pytest: some tests failed.
FAILED = 1


@dataclass(frozen=True)
class Mutant:
    """One break.

    Attributes:
        breaks: what would be so.
        code, instead: what stands once in the file, and what takes its place.
        tests: a file or folder of tests of which one must fail.
    """

    breaks: str
    file: str
    code: str
    instead: str
    tests: str

    def broken(self, source: str) -> str:
        """Raises Failure when the code is not there, or more than once."""
        if source.count(self.code) != 1:
            fail(f"{TABLE.name}: “{self.breaks}” does not stand once in {self.file}.")
        return source.replace(self.code, self.instead)


def mutants() -> list[Mutant]:
    return [Mutant(**values) for values in tomllib.loads(TABLE.read_text())["mutant"]]


def dies(mutant: Mutant, home: Path) -> bool:
    """Whether a test notices, in this copy of the repository, which is whole again afterwards.

    Raises:
        Failure: the code is not there, or the tests could not run.
    """
    path = home / mutant.file
    whole = path.read_text()
    path.write_text(mutant.broken(whole))
    try:
        return fails(mutant.tests, home)
    finally:
        path.write_text(whole)


def fails(tests: str, home: Path) -> bool:
    """Whether one of these tests fails in this copy.

    Raises:
        Failure: they could not run.
    """
    command = [str(PYTHON), "-m", "pytest", "-p", "no:cacheprovider", "-q", "-n", "0", "-x", tests]
    environment = {**os.environ, "VAR_DIR": str(home / "var"), "DATABASE_URL": ""}
    ended = subprocess.run(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode not in (0, FAILED):
        fail(f"{tests}: these tests could not run.")
    return ended.returncode == FAILED


def ask_of_whole(chosen: Iterable[Mutant], home: Path) -> None:
    """Raises Failure where tests fail though nothing is broken: they would notice whatever it is."""
    for tests in sorted({mutant.tests for mutant in chosen}):
        if fails(tests, home):
            fail(f"{tests}: these tests fail on code that is whole.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ops.mutants_by_hand", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only those whose line or file holds one")
    words = parser.parse_args().words
    known = mutants()
    chosen = [one for one in known if not words or any(w in one.breaks or w in one.file for w in words)]
    if not chosen:
        parser.error("no break holds one of these words")
    alive = 0
    try:
        home = prepare(Part("by-hand", [], []), folder.var_dir())
        ask_of_whole(chosen, home)
        for mutant in chosen:
            died = dies(mutant, home)
            alive += not died
            print(f"{'died ' if died else 'LIVED'}  {mutant.breaks}", flush=True)
    except Failure as failure:
        sys.exit(str(failure))
    print(f"{len(chosen) - alive} of {len(chosen)} died.")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main())
