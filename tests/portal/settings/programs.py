"""Python programs that start in a moment: forks of a process that has loaded Django, nothing of the portal.

What a program says and how it ends is that of `python …` with this environment and these arguments.
"""

import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from types import TracebackType
from typing import Any, Self

from django.conf import settings


class Programs:
    """Starts programs, one after the other, in the folder of the code."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, __file__],
            env=inherited(),
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parent.communicate()

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """As `subprocess.run([sys.executable, *arguments])` with this environment."""
        assert self._parent.stdin
        assert self._parent.stdout
        asked = {"arguments": arguments, "environment": {**inherited(), **environment}}
        self._parent.stdin.write(json.dumps(asked) + "\n")
        self._parent.stdin.flush()
        return subprocess.CompletedProcess(arguments, **json.loads(self._parent.stdout.readline()))


def alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same by a process that begins from nothing."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**inherited(), **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def inherited() -> dict[str, str]:
    """What a program cannot do without, and where Python keeps what it compiled."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX") if name in os.environ}


def _serve() -> None:
    """Answers each line of standard input, a program to be started, with how it ended."""
    # What any settings load, so that no program loads it again.
    import dj_database_url  # noqa: F401
    import django.core.management
    import django.core.wsgi
    import django.http  # noqa: F401
    import environs  # noqa: F401

    assert not any(name.partition(".")[0] == "portal" for name in sys.modules)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ended(**json.loads(line))) + "\n")
        sys.stdout.flush()


def _ended(arguments: list[str], environment: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.environ.clear()
            os.environ.update(environment)
            os._exit(_run(arguments))
        _child, status = os.waitpid(child, 0)
        said = {}
        for name, file in (("stdout", out), ("stderr", err)):
            file.seek(0)
            said[name] = file.read().decode()
    return {"returncode": os.waitstatus_to_exitcode(status), **said}


def _run(arguments: list[str]) -> int:
    """Runs `-c code …` or `file …` as Python does; with which number it ends."""
    code = 0
    try:
        if arguments[0] == "-c":
            sys.argv, sys.path[0] = ["-c", *arguments[2:]], ""
            exec(compile(arguments[1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
        else:
            sys.argv, sys.path[0] = arguments, os.getcwd()  # noqa: PTH109
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve()
