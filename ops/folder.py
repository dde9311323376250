"""The folder that holds everything the portal writes, VAR_DIR, and who is using it."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import IO

from ops.failure import fail
from ops.toolchain import ROOT

DEFAULT = ROOT / "var"
# Marks a folder as the portal's own, so that `reset` never empties another one.
MARK = ".portal"


def var_dir() -> Path:
    """VAR_DIR, made if it is missing. Raises Failure when it cannot be written to."""
    path = Path(os.environ.get("VAR_DIR") or DEFAULT).resolve()
    try:
        (path / "run").mkdir(parents=True, exist_ok=True)
        # Also when an earlier version, or somebody's hand, made it for everybody to read.
        path.chmod(0o700)
        (path / "log").mkdir(exist_ok=True)
        (path / MARK).touch()
    except OSError as error:
        fail(f"The folder {path} cannot be written to ({error.strerror}): set VAR_DIR to another one.")
    return path


def empty_temporary(var: Path) -> Path:
    """The folder for temporary files, without what an earlier run left in it."""
    path = var / "tmp"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    return path


def claim(path: Path, port: int) -> IO[str]:
    """Takes the folder for one running portal; it is free again when everything that inherits the file ends.

    Raises:
        Failure: another one is running on it.
    """
    lock = (path / "run" / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with lock:
            lock.seek(0)
            fail(f"The portal is already running on {path}{_where(lock.read())}.")
    lock.seek(0)
    lock.truncate()
    json.dump({"pid": os.getpid(), "port": port}, lock)
    lock.flush()
    return lock


def reset() -> None:
    """Empties the folder. Raises Failure while a portal runs on it, or when it is not the portal's own."""
    path = Path(os.environ.get("VAR_DIR") or DEFAULT).resolve()
    if not path.exists() or not any(path.iterdir()):
        print(f"{path} is already empty.")
        return
    if path != DEFAULT and not (path / MARK).exists():
        fail(f"{path} does not look like a folder of the portal, so nothing was deleted.")
    with claim(var_dir(), 0):
        for entry in path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    print(f"Emptied {path}.")


def _where(record: str) -> str:
    try:
        found = json.loads(record)
        return f" at http://127.0.0.1:{found['port']}/ (process {found['pid']})"
    except (ValueError, KeyError, TypeError):
        return ""
