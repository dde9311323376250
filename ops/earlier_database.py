"""Recognises a demonstration that was made by the code of another time, before anything is run on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ops.failure import fail
from portal.startup import generation


def refuse(path: Path) -> None:
    """Raises Failure when the code cannot work on this SQLite database; a missing one is well."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
            of_another_time = generation.is_of_another_time(
                tables, lambda query: database.execute(query).fetchall()
            )
    except sqlite3.Error as error:
        fail(f"{path} is no database, or cannot be read ({error}): make reset deletes it.")
    if of_another_time:
        fail(f"{generation.SENTENCE}")
