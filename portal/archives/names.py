"""Names of files as every system takes them, each once in its folder."""

import re
import unicodedata

# In bytes: with its folder a path stays far below what Windows takes.
LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Devices of Windows, with whatever extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_LONGEST_EXTENSION = 12
NAMELESS = "file"


def clean(name: str) -> str:
    """A name that somebody gave a file, without what leads elsewhere, hides or cannot be written."""
    composed = unicodedata.normalize("NFC", name)
    # Marks that turn the direction of writing show one extension and have another.
    seen = "".join(
        sign for sign in composed if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    plain = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _short(plain or NAMELESS, LONGEST)


def _short(name: str, most: int) -> str:
    stem, extension = _parted(name)
    room = most - len(extension.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + extension


def _parted(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if not stem or len((dot + extension).encode()) > _LONGEST_EXTENSION:
        return name, ""
    return stem, dot + extension


class Folder:
    """Hands out each name once, however capitals are written."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        name = plain = clean(wanted)
        number = 1
        while name.casefold() in self._taken:
            number += 1
            stem, extension = _parted(plain)
            ending = f" ({number}){extension}"
            name = _short(stem, LONGEST - len(ending.encode())) + ending
        self._taken.add(name.casefold())
        return name
