"""Brings database and static files up to date, and skips both when nothing they depend on has changed."""

import ast
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from ops import earlier_database
from ops.failure import fail
from ops.toolchain import LOCKS, PYTHON, ROOT, digest

Steps = list[list[str]]

# What the database is made from: migrations, models (whose permissions and triggers follow them), and what is
# installed after migrating. Views, forms and templates are not among them: editing one prepares nothing.
DATABASE_FOLDERS = {"migrations", "models"}
DATABASE_FILES = {"apps.py", "models.py", "public_content.py", "roles.py", "groups.py", "triggers.py"}
# These import what belongs to an app's database, wherever it is written: models, receivers of `post_migrate`.
NAMING_FILES = {"apps.py", "models.py"}


def prepare(var: Path, environment: dict[str, str], *, static: bool = True) -> None:
    """Migrates, loads the demonstration into an empty database, and collects the static files.

    Args:
        static: whether to collect them; the development server finds them where they are written.

    Raises:
        Failure: a step failed, and its log is named; or the database was made by other code.
    """
    if not environment.get("DATABASE_URL"):
        earlier_database.refuse(var / "portal.sqlite3")
    record = var / "run" / "prepared.json"
    done = _read(record)
    wanted = {"database": database_fingerprint(environment), "static": static_fingerprint()}
    work: dict[str, Steps] = {}
    if done.get("database") != wanted["database"] or not database_exists(var, environment):
        work["database"] = [["migrate", "--noinput", "-v", "0"], ["load_demo", "--if-empty"]]
    if static and (
        done.get("static") != wanted["static"] or not (var / "static" / "staticfiles.json").exists()
    ):
        work["static"] = [["collectstatic", "--noinput", "-v", "0"]]
    if not work:
        return
    started = time.monotonic()
    print(f"Preparing: {' and '.join(work)} …", flush=True)
    for step in _side_by_side(work, var, environment):
        done[step] = wanted[step]
        record.write_text(json.dumps(done))
    print(f"Prepared in {time.monotonic() - started:.0f} s.", flush=True)


def database_fingerprint(environment: dict[str, str]) -> str:
    """Changes with whatever the database is made from, and with the database that is meant."""
    return digest(LOCKS / "base.txt", *database_files()) + environment.get("DATABASE_URL", "")


def database_files() -> list[Path]:
    """The files of every app that decide what is in a freshly migrated database."""
    code = {path for app in apps() for path in app.rglob("*.py")}
    found = {
        path
        for path in code
        if path.name in DATABASE_FILES or DATABASE_FOLDERS & set(path.relative_to(ROOT).parts[:-1])
    }
    named = {path for file in found if file.name in NAMING_FILES for path in _imported(file)}
    return sorted(found | (named & code))


def _imported(file: Path) -> Iterator[Path]:
    """The files that the modules a file imports would stand in; not all of them exist."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for module in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                yield ROOT.joinpath(*module.split(".")).with_suffix(".py")


def apps() -> list[Path]:
    """The folders of the portal's own apps, wherever they stand."""
    return sorted(path.parent for path in ROOT.glob("*/apps.py"))


def static_fingerprint() -> str:
    files = [path for app in apps() for path in (app / "static").rglob("*") if path.is_file()]
    return digest(LOCKS / "base.txt", *files)


def database_exists(var: Path, environment: dict[str, str]) -> bool:
    """Whether there is something to keep; a server's database is asked each time instead."""
    return not environment.get("DATABASE_URL") and (var / "portal.sqlite3").exists()


def _side_by_side(work: dict[str, Steps], var: Path, environment: dict[str, str]) -> Iterator[str]:
    """Runs the kinds of work beside each other, and yields each one's name as it succeeds."""
    queues = {name: list(steps) for name, steps in work.items()}
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        while queues or running:
            for name in list(queues):
                if name not in running:
                    running[name] = _begin(queues[name].pop(0), var, environment)
            time.sleep(0.05)
            for name, process in list(running.items()):
                if process.poll() is None:
                    continue
                del running[name]
                if process.returncode:
                    fail(f"Preparing the {name} failed, see {var / 'log' / 'prepare.log'}:\n{_tail(var)}")
                if not queues[name]:
                    del queues[name]
                    yield name
    finally:
        for process in running.values():
            process.terminate()
            process.wait()


def _begin(arguments: list[str], var: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (var / "log" / "prepare.log").open("ab") as log:
        return subprocess.Popen(
            [str(PYTHON), "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _tail(var: Path) -> str:
    return "\n".join((var / "log" / "prepare.log").read_text(errors="replace").splitlines()[-5:])


def _read(record: Path) -> dict[str, str]:
    try:
        return dict(json.loads(record.read_text()))
    except (OSError, ValueError):
        return {}
