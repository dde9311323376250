"""Mail servers that do not take a letter as they should, each a backend of Django's."""

import smtplib
from typing import Any, Never

from django.core.mail.backends.locmem import EmailBackend


class BrokenServer(EmailBackend):
    """A mail server that refuses to talk."""

    def send_messages(self, messages: Any) -> Never:
        raise ConnectionRefusedError("no answer from prova@example.org's server")


class BreaksOff(EmailBackend):
    """Cannot make every message, and breaks the line at the first that it can."""

    def send_messages(self, messages: Any) -> Never:
        for message in messages:
            message.message()
        raise TimeoutError


class TalksALot(EmailBackend):
    """Refuses with a long speech."""

    def send_messages(self, messages: Any) -> Never:
        raise ConnectionRefusedError("no " * 500)


class LosesTheAnswer(EmailBackend):
    """Takes the letter, then the line breaks."""

    def send_messages(self, messages: Any) -> Never:
        super().send_messages(messages)
        raise TimeoutError("no answer after the end of the letter")


class RefusesRecipients(EmailBackend):
    """Knows nobody."""

    def send_messages(self, messages: Any) -> Never:
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user") for message in messages})
