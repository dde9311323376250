"""Which characters a text in XML may hold."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def admitted(text: str, instead: str = " ") -> str:
    """A text with something in the place of each character that XML cannot hold, not even escaped.

    Some come with what is pasted: the line break of a word processor is one.
    """
    return _FORBIDDEN.sub(instead, text)
