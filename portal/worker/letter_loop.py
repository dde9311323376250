"""The part of the worker that sends letters, on a thread of its own.

A mail server that takes the connection and then says nothing holds whoever talks to it for EMAIL_TIMEOUT
seconds at each step: nothing else may wait behind it.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from portal.outbox import departures
from portal.outbox import sending as outbox
from portal.outbox.mail_connection import MailServerAwayError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0
# While the server is away it is asked less and less often, up to this.
LONGEST_PAUSE_SECONDS = 120.0
# Many servers end a conversation after a hundred letters.
LETTERS_A_CONNECTION = 50


def run(stop: threading.Event, tick: Callable[[], None]) -> None:
    """Sends due letters until told to stop.

    Args:
        stop: set to end; the letter on its way is finished first.
        tick: called at each letter and each turn, as a sign that the loop has not got stuck.
    """
    departures.hold_after_restore()
    pause = PAUSE_SECONDS

    def goes_on() -> bool:
        tick()
        return not stop.is_set()

    while goes_on():
        close_old_connections()
        try:
            outbox.deliver_due(limit=LETTERS_A_CONNECTION, goes_on=goes_on)
        except MailServerAwayError as error:
            logger.warning("The mail server is away, letters wait: %s", error)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        else:
            pause = PAUSE_SECONDS
        stop.wait(pause)
