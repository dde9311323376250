"""What the tests run of the code: measured in each process of a run, held to the floor by `make coverage`.

    COVERAGE_IN=folder python -m pytest -p tests.coverage …
    python -m tests.coverage folder

Slipcover instruments a module when it is imported and takes a probe out again once it was reached, so a
measured run takes little longer than another. The plugin that comes with it rewrites assertions in a way that
pytest no longer knows, and of tests nothing is measured here.
"""

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import slipcover

ROOT = Path(__file__).resolve().parent.parent
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage-floor"]


def begin() -> slipcover.Slipcover:
    """Instruments from now on whatever is imported of the sources."""
    sources = [str(ROOT / name) for name in RULES["source"]]
    measured = slipcover.Slipcover(
        branch=True,
        source=sources,
        omit=RULES["omit"],
        exclude_lines=RULES["exclude"],
    )
    files = slipcover.FileMatcher(sources=sources, omit=RULES["omit"])
    slipcover.ImportManager(measured, files).__enter__()
    return measured


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each process that ran tests writes what it reached."""
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", None):
        name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        folder = Path(os.environ["COVERAGE_IN"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(_measured.get_coverage()))


def total(folder: Path) -> dict[str, Any]:
    """What all processes of the run reached together."""
    parts = [json.loads(part.read_text()) for part in sorted(folder.glob("*.json"))]
    if not parts:
        raise SystemExit(f"Nothing was measured in {folder}.")
    whole: dict[str, Any] = parts[0]
    for part in parts[1:]:
        slipcover.merge_coverage(whole, part)
    return whole


def main(folder: Path) -> int:
    """Prints what was not reached; 1 below the floor."""
    whole = total(folder)
    slipcover.print_coverage(whole, skip_covered=True)
    reached: float = whole["summary"]["percent_covered"]
    sys.stdout.write(f"\nLines and branches reached: {reached:.2f} % (floor: {RULES['floor']} %).\n")
    return int(reached < RULES["floor"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
else:
    _measured = begin()
