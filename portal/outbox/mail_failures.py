"""What an error at sending means for the letter: try again, give up, or find the server first."""

import smtplib
from enum import Enum


class Verdict(Enum):
    """What to do with a letter that did not leave."""

    # Busy, full or grey-listing: another time it may be taken.
    TRY_AGAIN = "try again"
    # This recipient, or this letter, is refused for good.
    GIVE_UP = "give up"
    # The conversation broke off: the letter is tried again, and the connection is of no more use.
    SERVER_LOST = "server lost"


def verdict(error: Exception) -> Verdict:
    """Reads an error by the reply codes of RFC 5321, section 4.2.1: 4yz is transient, 5yz permanent.

    A refused *sender* is our own setting and not the recipient's word, so it is tried again: somebody will
    put it right.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return Verdict.GIVE_UP if all(_is_permanent(code) for code in codes) else Verdict.TRY_AGAIN
    if isinstance(error, smtplib.SMTPDataError) and _is_permanent(error.smtp_code):
        return Verdict.GIVE_UP
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # An address outside ASCII, and a server that cannot carry it.
        return Verdict.GIVE_UP
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict.SERVER_LOST if error.smtp_code == 421 else Verdict.TRY_AGAIN
    if isinstance(error, OSError):
        # All of smtplib's other errors, and the network's own.
        return Verdict.SERVER_LOST
    if isinstance(error, ValueError):
        # No message can be made of it: a line break in an address, a name that no domain can have.
        return Verdict.GIVE_UP
    return Verdict.TRY_AGAIN


def _is_permanent(code: int) -> bool:
    return 500 <= code < 600
