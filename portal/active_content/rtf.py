"""Embedded objects in Rich Text Format: they carry programs, and formulas that run them."""

import re
from typing import IO

from portal.active_content.verdict import ActiveContentError

# Control words of objects, and a template or a field that is fetched from elsewhere as the text opens.
_OBJECTS = re.compile(rb"\\obj(ect|data|emb|ocx|link|autlink|html|update|class)\b", re.I)
_FETCHED = re.compile(rb"\\\*\s*\\template\s+(https?|ftp|file:[/\\]{2,}[^/\\]|\\\\\\\\)", re.I)
_DDE = re.compile(rb"\bDDE(AUTO)?\b")


def check(file: IO[bytes]) -> None:
    """Raises ActiveContentError, as `active_content.check` does."""
    file.seek(0)
    content = file.read()
    # A control word may be cut by a line break that Word drops.
    content = content.replace(b"\r", b"").replace(b"\n", b"")
    if _OBJECTS.search(content) or _FETCHED.search(content) or _DDE.search(content):
        raise ActiveContentError
