"""Errands in the database of a portal under test, each in a process of its own that begins with all loaded.

To load the portal takes a second of the processor, and a test may send a dozen errands. So a module of
errands is started once and `serve`s: what each line asks for is done by a process that parts from it, knows
nothing of the errands before, and ends.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from ops.toolchain import PYTHON, ROOT

Commands = dict[str, Callable[..., Any]]


class Errands:
    """A module of errands that stands ready.

    Args:
        module: calls `serve` when it is run.
        environment: of its processes.
    """

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.child = subprocess.Popen(
            [str(PYTHON), "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, command: str, arguments: dict[str, Any]) -> Any:
        """What came of it.

        Raises:
            AssertionError: it failed; with what Python says of it.
        """
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(json.dumps([command, arguments]) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        assert line, f"Nobody runs {command!r}: the process that would has ended."
        answer = json.loads(line)
        assert "failed" not in answer, answer["failed"][-3000:]
        return answer["answer"]

    def end(self) -> None:
        for stream in (self.child.stdin, self.child.stdout):
            if stream is not None:
                stream.close()
        self.child.wait()


def serve(commands: Commands) -> None:
    """Runs what each line of the input asks for, such as `["close", {"page": 7}]`, until the input ends."""
    for line in sys.stdin:
        name, arguments = json.loads(line)
        parted = os.fork()
        if not parted:
            _say(_done(commands[name], arguments))
            os._exit(0)
        _, status = os.waitpid(parted, 0)
        if status:
            _say({"failed": f"{name!r} ended with {os.waitstatus_to_exitcode(status)}."})


def _done(command: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    from django.db import connections

    try:
        # Only answers are read there.
        with redirect_stdout(sys.stderr):
            return {"answer": command(**arguments)}
    except Exception:
        return {"failed": traceback.format_exc()}
    finally:
        connections.close_all()


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
