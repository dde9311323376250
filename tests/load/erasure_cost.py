"""What SQLite's `secure_delete` costs: pages written to the write-ahead log, and time, for each transaction.

python -m tests.load.erasure_cost FOLDER
"""

import argparse
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from portal.settings.databases import sqlite

ROWS = 300
# About what an application with its answers weighs.
CHARACTERS = 8000
STATEMENTS = {
    "insert": "INSERT INTO answers (text) SELECT ? WHERE ? IS NOT NULL",
    "update": "UPDATE answers SET text = ? WHERE id = ?",
    "delete": "DELETE FROM answers WHERE ? IS NOT NULL AND id = ?",
}


def measure(folder: Path, mode: str) -> dict[str, tuple[float, float]]:
    """For each kind of statement, pages and milliseconds of one transaction.

    Args:
        folder: on the disk that is to be measured.
        mode: OFF, FAST or ON.
    """
    path = folder / f"{mode}.sqlite3"
    setting = sqlite(path)["OPTIONS"]["init_command"].replace("secure_delete=ON", f"secure_delete={mode}")
    found: dict[str, tuple[float, float]] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(setting + "PRAGMA wal_autocheckpoint=0;")
        database.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, text TEXT)")
        for kind, statement in STATEMENTS.items():
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            begun = time.perf_counter()
            for number in range(1, ROWS + 1):
                database.execute("BEGIN IMMEDIATE")
                database.execute(statement, (kind[0] * (CHARACTERS - len(kind)), number))
                database.execute("COMMIT")
            seconds = time.perf_counter() - begun
            _busy, pages, _moved = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            found[kind] = (pages / ROWS, 1000 * seconds / ROWS)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to make the databases, which are deleted at the end")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory(dir=folder) as made:
        for mode in ("OFF", "FAST", "ON"):
            for kind, (pages, milliseconds) in measure(Path(made), mode).items():
                print(f"{mode:5}{kind:8}{pages:6.2f} pages{milliseconds:8.2f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
