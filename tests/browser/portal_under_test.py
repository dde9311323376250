"""The whole portal with its demonstration: gunicorn with two processes, and the worker beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.preparation import prepare
from tests.load.server import Server


@dataclass(frozen=True)
class Portal:
    """A running portal.

    Attributes:
        address: without a slash at the end.
        mail: the folder where letters arrive.
    """

    address: str
    mail: Path

    def url(self, path: str) -> str:
        return self.address + path


@contextmanager
def running(var: Path) -> Iterator[Portal]:
    """Prepares an empty folder as `make run` does, starts both processes, and ends them.

    At the end the server's log must hold no error, for a page can look right and still have failed.
    """
    server = Server(var, processes=2)
    prepare(server.var, server.environment)
    try:
        server.start()
        yield Portal(server.address, server.var / "mail")
        errors = server.errors()
        assert not errors, "Errors in the log of the server:\n" + "\n".join(errors)
    finally:
        server.end()
