"""Whether a database was made by the code of another time, which its migrations cannot bring up to date.

A migration that is rewritten keeps its name: Django believes it applied, and a column is missing.
So each database says of which generation it is. This module is read by the launcher too, before Django is
there: it imports nothing of it.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

# Add one whenever migrations that were already applied somewhere are rewritten: a test notices
# (`tests/ops/migration_record.py`). A migration that is added needs none: `migrate` applies it.
SCHEMA_GENERATION = 15
SENTENCE = "Questa base dati è di una versione precedente: make reset"
# For a database that `make reset` does not reach.
SENTENCE_ELSEWHERE = "Questa base dati è di una versione precedente: ne serve una vuota."

ROOT = Path(__file__).resolve().parents[2]

Query = Callable[[str], Sequence[Sequence[Any]]]


def is_of_another_time(tables: Iterable[str], query: Query) -> bool:
    """Whether the code cannot work on this database.

    Args:
        tables: the names of the tables there are.
        query: runs one SELECT and returns its rows.
    """
    known = set(tables)
    if "django_migrations" not in known:
        return False
    applied = [(str(app), str(name)) for app, name in query("SELECT app, name FROM django_migrations")]
    if not any(app == "portal" for app, _name in applied):
        # Made just now, or a first `migrate` that was cut off before it reached us.
        return False
    if any(_is_gone(app, name) for app, name in applied):
        return True
    if "portal_installation" not in known:
        return True
    generations = query("SELECT schema_generation FROM portal_installation")
    # Without a row the tables are there and `migrate` did not end: it will.
    return any(int(generation) != SCHEMA_GENERATION for (generation,) in generations)


def _is_gone(app: str, name: str) -> bool:
    """Whether a migration of ours was applied that is no longer written anywhere."""
    folder = ROOT / app / "migrations"
    return folder.is_dir() and not (folder / f"{name}.py").exists()
