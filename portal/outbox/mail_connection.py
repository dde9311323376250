"""One conversation with the mail server for many letters."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class MailServerAwayError(Exception):
    """The mail server does not answer, or does not let us in: no letter was tried."""


@contextmanager
def opened() -> Iterator[BaseEmailBackend]:
    """An open connection, closed at the end. Each wait on it is bounded by EMAIL_TIMEOUT.

    Raises:
        MailServerAwayError: it cannot be opened.
    """
    connection = get_connection()
    try:
        try:
            connection.open()
        except OSError as error:
            raise MailServerAwayError(f"{type(error).__name__}: {error}") from error
        yield connection
    finally:
        # All letters have been accounted for; a farewell that fails is of no interest.
        with suppress(Exception):
            connection.close()
