"""How often somebody was called, whether they answered, refused or said nothing."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def connections_begun() -> Iterator[list[Any]]:
    """The addresses that Python's sockets connect to in this block, one for each time."""
    begun: list[Any] = []
    connect = socket.socket.connect

    def noted(caller: socket.socket, address: Any) -> None:
        begun.append(address)
        connect(caller, address)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", noted)
        yield begun
