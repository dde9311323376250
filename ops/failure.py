"""How a command of this package ends when it cannot go on."""

from typing import NoReturn


class Failure(Exception):  # noqa: N818 - it is not an error of the program
    """Something on this machine is missing or in the way; the message is one sentence for the person."""


def fail(sentence: str) -> NoReturn:
    raise Failure(sentence)
