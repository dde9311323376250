"""The whole portal with its demonstration: gunicorn with two processes, and the worker beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.preparation import prepare
from tests.load import static_files
from tests.load.server import Server


@dataclass(frozen=True)
class Portal:
    """A running portal.

    Attributes:
        address: without a slash at the end.
        mail: the folder where letters arrive.
        server: whose database it is.
    """

    address: str
    mail: Path
    server: Server

    def url(self, path: str) -> str:
        return self.address + path

    def office(self, command: str, **arguments: Any) -> Any:
        """Has the office do something meanwhile, a command of `tests.browser.office`."""
        return self.server.inside(command, module="tests.browser.office", **arguments)


@contextmanager
def running(var: Path) -> Iterator[Portal]:
    """Prepares an empty folder as `make run` does, starts both processes, and ends them.

    At the end the server's log must hold no error, for a page can look right and still have failed.
    """
    server = Server(var, processes=2)
    static_files.put(server)
    prepare(server.var, server.environment, static=False)
    try:
        server.start()
        yield Portal(server.address, server.var / "mail", server)
        errors = server.errors()
        assert not errors, "Errors in the log of the server:\n" + "\n".join(errors)
    finally:
        server.end()
