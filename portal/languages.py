"""In which language somebody reads: that of the address they ask for, or the one kept with what they began.

Never a preference of the browser, never a cookie: one address shows everybody the same. What is Italian has
no prefix, so no address changed when a second language came.
"""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.translation import get_language, override

# What the portal is written in.
ITALIAN = "it"


def others() -> list[str]:
    """The languages whose addresses begin with their code."""
    return [code for code, _name in settings.LANGUAGES if code != ITALIAN]


def of_path(path: str) -> str:
    """The language of an address: that of its first part, else Italian."""
    first = path[1:].partition("/")[0]
    return first if first in others() else ITALIAN


def prefix(language: str) -> str:
    """What stands before each address in a language."""
    return "" if language == ITALIAN else f"/{language}"


def without_prefix(path: str) -> str:
    """The address as it would be in Italian."""
    return path.removeprefix(prefix(of_path(path))) or "/"


def spoken() -> str:
    """The language of what is being written at this moment."""
    language = get_language()
    return language if language in others() else ITALIAN


def reading(language: str) -> AbstractContextManager[None]:
    """What is written meanwhile is for somebody who reads this language, whoever has it written.

    Args:
        language: as it was kept; one that the portal does not speak (any more) is Italian.
    """
    return override(language if language in others() else ITALIAN)
