"""`make bench-export`: how long a list of 100,000 submissions takes to leave, and in how much memory.

Each file is made in a process of its own over one database, our formats and those of Wagtail's own export in
turn; Wagtail's has the same columns and the answers as they are stored. Prints figures, judges none.

With `--libreoffice` LibreOffice opens the CSV of all of them, with commas and with semicolons, and the XLSX,
and each cell is compared: of a CSV with what stands in it, of the XLSX with the CSV and the JSON of the same
portal. Any that differs fails the run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ops.toolchain import PYTHON, ROOT
from tests.load.queue_bench import filled
from tests.load.server import empty_postgresql

OURS = ("csv", "xlsx", "json")
# What is read beside each other, by its format.
READ = {
    "csv": "candidature.csv",
    "csv-semicolon": "semicolon.csv",
    "xlsx": "candidature.xlsx",
    "json": "candidature.json",
}
WAGTAILS = ("wagtail csv", "wagtail xlsx")


def answered(module: str, *arguments: str, var: Path, database_url: str) -> Any:
    """What a module says in its last line, in a process of its own over the portal's database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.embedded", "VAR_DIR": str(var)}
    environment["DATABASE_URL"] = database_url
    ended = subprocess.run(
        [str(PYTHON), "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def measure(rounds: int, var: Path, database_url: str) -> None:
    """Prints seconds to the first piece and to the last, megabytes of memory and of the file."""
    print(f"{'file':<16}{'first byte s':>13}{'whole s':>9}{'CPU s':>8}{'memory MB':>11}{'file MB':>9}")
    times: dict[str, list[dict[str, Any]]] = {what: [] for what in (*OURS, *WAGTAILS)}
    for _round in range(rounds):
        for what, found in times.items():
            found.append(answered("tests.load.export_inside", what, var=var, database_url=database_url))
    for what, found in times.items():
        best = min(found, key=lambda one: one["whole"])
        first = max(one["first"] for one in found)
        memory = max(one["memory"] for one in found)
        print(
            f"{what:<16}{first:>13.2f}{best['whole']:>9.1f}{best['processor']:>8.1f}{memory:>11.0f}"
            f"{best['size']:>9.1f}",
            flush=True,
        )


def is_read_as_written(var: Path, database_url: str) -> bool:
    """Has LibreOffice open the files, prints how many cells were compared; whether none differs."""
    with tempfile.TemporaryDirectory() as name:
        folder, further = Path(name), []
        for what, name_of_file in READ.items():
            file = str(folder / name_of_file)
            further = answered("tests.load.export_inside", what, file, var=var, database_url=database_url)
        (folder / "sheets.json").write_text(json.dumps(further))
        found = answered("tests.load.export_read", name, var=var, database_url=database_url)
    print(
        f"LibreOffice: {found['cells']:,} cells compared in {found['sheets']} sheets, of which "
        f"{found['filled']:,} are not empty; {found['differing']:,} differ",
        flush=True,
    )
    for line in found["told"]:
        print(f"  {line}")
    return not found["differing"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-export", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="files of each kind; the fastest counts (3)")
    parser.add_argument("--libreoffice", action="store_true", help="compare what LibreOffice reads")
    parser.add_argument("--submissions", type=int, default=100_000, help="in the portal (100,000)")
    parser.add_argument("--postgresql", default="", help="a PostgreSQL database, to make another beside")
    parser.add_argument("--var", default="", help="a folder whose portal is kept for another time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = empty_postgresql(arguments.postgresql, "portal_bench_export") if arguments.postgresql else ""
        var = Path(arguments.var or folder)
        filled(var, url, arguments.submissions).end()
        if arguments.rounds:
            measure(arguments.rounds, var, url)
        if arguments.libreoffice and not is_read_as_written(var, url):
            sys.exit(1)


if __name__ == "__main__":
    main()
