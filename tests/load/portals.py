"""Portals in processes of their own that answer a request a line, to compare a small with a large one."""

import json
import os
import subprocess
from pathlib import Path
from typing import IO, Any, Self

from ops.toolchain import PYTHON, ROOT


class Portal:
    """A process that answers requests over one database.

    Args:
        module: what it runs: reads a list in JSON from each line, and writes what it says of it on a line.
    """

    def __init__(self, module: str, var: Path, database_url: str = "") -> None:
        self.child = subprocess.Popen(
            [str(PYTHON), "-m", module],
            cwd=ROOT,
            env=_environment(var, database_url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @classmethod
    def filled(cls, module: str, var: Path, database_url: str, *commands: list[str]) -> Self:
        """One of an empty database, after these commands of `manage.py`."""
        var.mkdir(parents=True, exist_ok=True)
        for command in (
            ["migrate", "--noinput", "-v", "0"],
            ["collectstatic", "--noinput", "-v", "0"],
            *commands,
        ):
            subprocess.run(
                [str(PYTHON), "manage.py", *command],
                cwd=ROOT,
                env=_environment(var, database_url),
                check=True,
            )
        return cls(module, var, database_url)

    def ask(self, *question: Any) -> dict[str, Any]:
        writing, reading = _pipe(self.child.stdin), _pipe(self.child.stdout)
        writing.write(json.dumps(question) + "\n")
        writing.flush()
        answer: dict[str, Any] = json.loads(reading.readline())
        return answer

    def end(self) -> None:
        _pipe(self.child.stdin).close()
        self.child.wait()


def _environment(var: Path, database_url: str) -> dict[str, str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
    }
    if not database_url:
        environment.pop("DATABASE_URL")
    return environment


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
