"""The virtual environment with the locked requirements, made once and renewed when the lock changes."""

import hashlib
import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

from ops.failure import fail

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
INSTALLED = VENV / "installed-requirements.json"


def ensure(*, development: bool = False) -> None:
    """Makes the environment if it is missing or broken, and installs what the lock file names if it changed.

    Args:
        development: also what tests and checks need.

    Raises:
        Failure: no venv module, no room, no network, or a package that does not match its hash.
    """
    _ensure_venv()
    # The development lock holds the other one whole.
    lock = "dev.txt" if development else "base.txt"
    if _installed().get(lock) == digest(LOCKS / lock):
        return
    started = time.monotonic()
    print(f"Installing requirements/{lock} …", flush=True)
    # Compiled files are written under VAR_DIR as they are needed, so pip need not make them all.
    command = [
        str(PYTHON),
        *("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"),
        *("--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCKS / lock)),
    ]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        last_words = "\n".join(finished.stderr.strip().splitlines()[-6:])
        fail(f"pip could not install requirements/{lock}; its last words were:\n{last_words}")
    record = {**_installed(), lock: digest(LOCKS / lock)}
    if development:
        record["base.txt"] = digest(LOCKS / "base.txt")
    INSTALLED.write_text(json.dumps(record))
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def digest(*paths: Path) -> str:
    """One fingerprint of the contents and names of the files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def missing_venv_package() -> str | None:
    """The Debian package without which this Python cannot make a virtual environment, or None."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return None
    if Path(sys.executable).resolve() == Path("/usr/bin/python3").resolve():
        return "python3-venv"
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _ensure_venv() -> None:
    if _works():
        return
    package = missing_venv_package()
    if package:
        fail(f"Python cannot make a virtual environment here: install the Debian package {package}.")
    print("Making .venv …", flush=True)
    finished = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode or not _works():
        last_words = (finished.stdout + finished.stderr).strip().splitlines()[-1:] or ["no reason given"]
        fail(f"The virtual environment .venv could not be made: {last_words[0]}")


def _works() -> bool:
    """Whether .venv holds a Python of ours with pip; a Python upgraded or an interrupted start breaks it."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    finished = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False)
    return finished.returncode == 0


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(INSTALLED.read_text()))
    except (OSError, ValueError):
        return {}
