"""Real mail servers on this machine: one that takes letters, one that refuses, one that says nothing."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

# Seconds that a busy machine may leave a server without a turn.
PATIENCE = 60


@dataclass
class Postman:
    """What aiosmtpd asks at each step of a conversation.

    Attributes:
        refuses: the reply to a recipient, by address.
        letters: what arrived.
        conversations: how many began.
    """

    refuses: dict[str, str] = field(default_factory=dict)
    letters: list[Message] = field(default_factory=list)
    conversations: int = 0

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def mail_server(settings: Any, postman: Postman) -> Iterator[Postman]:
    """A server that letters go to while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
    controller.start()
    try:
        use(settings, port)
        yield postman
    finally:
        controller.stop()


@contextmanager
def mute_server(settings: Any, timeout: float) -> Iterator[None]:
    """A server that takes connections and never says a word.

    Args:
        timeout: seconds the portal waits for a word.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        use(settings, listener.getsockname()[1])
        settings.EMAIL_TIMEOUT = timeout
        # The kernel completes the handshake by itself: nobody needs to accept.
        yield


def use(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = PATIENCE
