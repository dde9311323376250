"""Breaks the code line by line and counts how many of the breaks the tests notice: `make mutants ARGS=seats`.

mutmut works in a copy of the repository under VAR_DIR, one part of `ops/mutants.toml` at a time, with the
tests that are about it. Ends with 1 when fewer than `--floor` per cent of the mutants of a part die.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ops import folder
from ops.failure import Failure, fail
from ops.preparation import apps
from ops.toolchain import ROOT, VENV

TABLE = ROOT / "ops" / "mutants.toml"
COPIED = ("tests", "templates", "locale", "ops", "requirements", "manage.py", "Makefile", "pyproject.toml")
# Of mutants that should die: at least so many per cent.
FLOOR = 90


@dataclass(frozen=True)
class Part:
    name: str
    modules: list[str]
    tests: list[str]


@dataclass(frozen=True)
class Outcome:
    """How the mutants of a part ended. One that makes the tests hang is noticed, one no test reaches not."""

    died: int
    lived: int

    @property
    def rate(self) -> float:
        """Per cent that died; 0 where there was no mutant at all, because then nothing was tried."""
        every = self.died + self.lived
        return 100 * self.died / every if every else 0.0


def parts() -> list[Part]:
    table = tomllib.loads(TABLE.read_text())
    return [Part(name, values["modules"], values["tests"]) for name, values in table.items()]


def settings_of(part: Part) -> str:
    """The configuration of mutmut for a part, in TOML."""
    lists = {
        "source_paths": [app.name for app in apps()],
        "only_mutate": [path if path.endswith(".py") else f"{path}/*" for path in part.modules],
        "also_copy": [*COPIED, ".ci", "docs"],
        # The first failure is enough.
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-n", "0", "-x"],
        "pytest_add_cli_args_test_selection": part.tests,
    }
    lines = "\n".join(f"{name} = {json.dumps(values)}" for name, values in lists.items())
    # Mutants no test of the part reaches live: they are counted, not left out.
    return f"\n[tool.mutmut]\n{lines}\nmutate_only_covered_lines = false\n"


def prepare(part: Part, var: Path) -> Path:
    """A copy of the repository, fresh but for what mutmut remembers of an earlier run."""
    home = var / "mutants" / part.name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    skip = shutil.ignore_patterns("__pycache__", "node_modules", "var")
    for name in (*(app.name for app in apps()), *COPIED, ".ci", "docs"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=skip)
        else:
            shutil.copy2(source, home / name)
    with (home / "pyproject.toml").open("a") as configuration:
        configuration.write(settings_of(part))
    return home


def outcome(statistics: Path) -> Outcome:
    """Raises KeyError or ValueError when the file is not what `mutmut export-cicd-stats` writes."""
    counts = json.loads(statistics.read_text())
    died = counts["killed"] + counts["timeout"] + counts.get("segfault", 0)
    lived = counts["survived"] + counts["no_tests"] + counts["suspicious"]
    return Outcome(died, lived)


def run(part: Part, var: Path, at_once: int, minutes: float | None) -> Outcome:
    """Tries every mutant of a part, so many at once: each copies the database for itself.

    Args:
        minutes: after which those that were not tried yet are left out of the count, and it is said.

    Raises:
        Failure: the tests do not even pass on code that is whole, or mutmut could not begin.
    """
    home = prepare(part, var)
    # No database server and no bytecode beside the code.
    environment = {**os.environ, "VAR_DIR": str(home / "var"), "DATABASE_URL": ""}
    mutmut = str(VENV / "bin" / "mutmut")
    command = [mutmut, "run", "--max-children", str(at_once)]
    if _ends_badly(command, home, environment, minutes):
        fail(f"mutmut could not try the part {part.name}: see above.")
    subprocess.run(
        [mutmut, "export-cicd-stats"], cwd=home, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    subprocess.run([mutmut, "results"], cwd=home, env=environment, check=False)
    return outcome(home / "mutants" / "mutmut-cicd-stats.json")


def _ends_badly(command: list[str], home: Path, environment: dict[str, str], minutes: float | None) -> bool:
    """Whether mutmut failed; one that is stopped because its time is over did not."""
    # A group of its own, because the mutants being tried must stop too.
    with subprocess.Popen(command, cwd=home, env=environment, start_new_session=True) as running:
        try:
            return running.wait(timeout=minutes and minutes * 60) != 0
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()
            print(f"\nStopped after {minutes:g} minutes: the rest was not tried.", flush=True)
            return False
        except KeyboardInterrupt:
            os.killpg(running.pid, signal.SIGTERM)
            raise


def main() -> int:
    known = parts()
    parser = argparse.ArgumentParser(prog="python -m ops.mutants", description=__doc__)
    names = ", ".join(one.name for one in known)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{names}; all when none is named")
    parser.add_argument("--floor", type=float, default=FLOOR, help=f"per cent that must die ({FLOOR})")
    parser.add_argument("--at-once", type=int, default=2, help="mutants tried side by side (2)")
    parser.add_argument("--minutes", type=float, help="for each part; what was not tried by then is left out")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - {one.name for one in known}
    if unknown:
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    chosen = [one for one in known if not arguments.parts or one.name in arguments.parts]
    outcomes: dict[str, Outcome] = {}
    try:
        var = folder.var_dir()
        for part in chosen:
            outcomes[part.name] = run(part, var, arguments.at_once, arguments.minutes)
    except Failure as failure:
        sys.exit(str(failure))
    for name, result in outcomes.items():
        print(f"{name:10} {result.died:5} died {result.lived:5} lived {result.rate:6.1f} %")
    return int(any(result.rate < arguments.floor for result in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
