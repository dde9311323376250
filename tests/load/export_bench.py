"""`make bench-export`: how long a list of 100,000 submissions takes to leave, and in how much memory.

Each file is made in a process of its own over one database, our formats and those of Wagtail's own export in
turn; Wagtail's has the same columns and the answers as they are stored. Prints figures, judges none.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from ops.toolchain import PYTHON, ROOT
from tests.load.queue_bench import filled
from tests.load.server import empty_postgresql

OURS = ("csv", "xlsx", "json")
WAGTAILS = ("wagtail csv", "wagtail xlsx")


def made(what: str, var: Path, database_url: str) -> dict[str, Any]:
    """Milliseconds to the first piece and to the last, megabytes of memory and of the file."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.embedded", "VAR_DIR": str(var)}
    environment["DATABASE_URL"] = database_url
    ended = subprocess.run(
        [str(PYTHON), "-m", "tests.load.export_inside", what],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-export", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="files of each kind; the fastest counts (3)")
    parser.add_argument("--submissions", type=int, default=100_000, help="in the portal (100,000)")
    parser.add_argument("--postgresql", default="", help="a PostgreSQL database, to make another beside")
    parser.add_argument("--var", default="", help="a folder whose portal is kept for another time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = empty_postgresql(arguments.postgresql, "portal_bench_export") if arguments.postgresql else ""
        var = Path(arguments.var or folder)
        if not (var / "filled").exists():
            filled(var, url, arguments.submissions).end()
            (var / "filled").touch()
        print(f"{'file':<16}{'first byte s':>13}{'whole s':>9}{'CPU s':>8}{'memory MB':>11}{'file MB':>9}")
        times: dict[str, list[dict[str, Any]]] = {what: [] for what in (*OURS, *WAGTAILS)}
        for _round in range(arguments.rounds):
            for what, found in times.items():
                found.append(made(what, var, url))
        for what, found in times.items():
            best = min(found, key=lambda one: one["whole"])
            first = max(one["first"] for one in found)
            memory = max(one["memory"] for one in found)
            print(
                f"{what:<16}{first:>13.2f}{best['whole']:>9.1f}{best['processor']:>8.1f}{memory:>11.0f}"
                f"{best['size']:>9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
