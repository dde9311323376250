"""What each migration says, taken down: a database that applied it never hears of what is changed in it.

A new migration is added to the record, and so is a new generation, by

    .venv/bin/python -m tests.ops.migration_record
"""

import ast
import hashlib
import json
import sys
from pathlib import Path
from typing import TypedDict

from ops.preparation import apps
from portal.startup.generation import SCHEMA_GENERATION

PATH = Path(__file__).with_name("migration_record.json")
COMMAND = ".venv/bin/python -m tests.ops.migration_record"
REWRITTEN = (
    "Rewritten or deleted after somebody may have applied it: {names}. Write a new migration instead. "
    f"Where that cannot be, raise SCHEMA_GENERATION in portal/startup/generation.py and run: {COMMAND}"
)
NOT_TAKEN_DOWN = f"Not taken down yet: {{names}}. Run: {COMMAND}"


class Record(TypedDict):
    generation: int
    migrations: dict[str, str]


def written() -> dict[str, str]:
    """A digest of each migration there is, by app and name."""
    paths = (path for folder in apps() for path in folder.glob("migrations/[0-9]*.py"))
    return {f"{path.parts[-3]}/{path.stem}": digest(path.read_text("utf-8")) for path in sorted(paths)}


def digest(source: str) -> str:
    """Of what a migration does: comments, line breaks and the Python that reads it do not matter."""
    return hashlib.sha256(json.dumps(_plain(ast.parse(source))).encode()).hexdigest()[:16]


def _plain(node: object) -> object:
    # `ast.dump` has another form with each Python.
    if isinstance(node, ast.AST):
        fields: dict[str, object] = {"is": type(node).__name__}
        fields |= {name: _plain(value) for name, value in ast.iter_fields(node) if value not in (None, [])}
        return fields
    return [_plain(one) for one in node] if isinstance(node, list) else repr(node)


def read() -> Record:
    record: Record = json.loads(PATH.read_text("utf-8"))
    return record


def rewritten(record: Record, found: dict[str, str], generation: int) -> list[str]:
    """Migrations that databases of this generation may have applied as something else."""
    if generation > record["generation"]:
        return []
    return [name for name, one in record["migrations"].items() if found.get(name) != one]


def complaint(record: Record, found: dict[str, str], generation: int) -> str:
    """What is to be done before this code meets a database of yesterday; empty for nothing.

    Args:
        found: as `written` gives it.
        generation: that of the code.
    """
    if names := rewritten(record, found, generation):
        return REWRITTEN.format(names=", ".join(names))
    now: Record = {"generation": generation, "migrations": found}
    if record == now:
        return ""
    new = [name for name, one in found.items() if record["migrations"].get(name) != one]
    return NOT_TAKEN_DOWN.format(names=", ".join(new) or f"generation {generation}")


def main() -> None:
    found = written()
    if PATH.exists() and rewritten(read(), found, SCHEMA_GENERATION):
        sys.exit(complaint(read(), found, SCHEMA_GENERATION))
    record: Record = {"generation": SCHEMA_GENERATION, "migrations": found}
    PATH.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
