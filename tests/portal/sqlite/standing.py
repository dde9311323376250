"""Somebody in a process of their own who takes a place before a database, says so, and writes."""

import sqlite3
import sys
import time
from contextlib import closing

from portal.sqlite import line


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(path: str, seconds: float, times: int) -> None:
    """Writes so often, and holds the line for so long each time; each line of the output is a thing done.

    Args:
        seconds: below zero, until a line comes in.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as database:
        before = line.of(database)
        assert before is not None
        # Whoever closes the file locks it for a moment to whoever has not read from it yet.
        database.execute("SELECT count(*) FROM wrote").fetchone()
        # From here on the line alone keeps writers apart: whom SQLite has to stop, it stops with an error.
        database.execute("PRAGMA busy_timeout=0")
        say("ready")
        sys.stdin.readline()
        for _time in range(times):
            place = before.enter(60)
            database.execute("BEGIN IMMEDIATE")
            say("writes")
            database.execute("INSERT INTO wrote (who) VALUES (?)", [sys.argv[4]])
            if seconds < 0:
                sys.stdin.readline()
            else:
                time.sleep(seconds)
            database.execute("COMMIT")
            before.leave(place)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
