"""What a document would run on the computer of whoever opens it: macros, scripts, embedded programs.

Found by what is in the file, never by its name: a macro renamed is a macro. Nothing is executed, and what is
unpacked is bounded. A file that cannot be looked into (encrypted, malformed on purpose, too large inside) is
refused too, because nobody could say what it does.
"""

from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.active_content import packages, pdf, rtf, signed
from portal.active_content.verdict import ActiveContentError, UnreadableContentError

__all__ = ["ActiveContentError", "UnreadableContentError", "check", "refuse"]

# OLE compound files: Word, Excel and PowerPoint before 2007, and every encrypted one since.
_OLE = packages.OLE_MAGIC
_PLAIN = ("csv", "txt")
_PACKAGES = ("docx", "odt", "ods", "pptx", "xlsx", "zip")


def refuse(file: IO[bytes], name: str, extension: str) -> None:
    """As `check`, but raises `ValidationError` with a sentence for the person who sent the file."""
    try:
        check(file, extension)
    except ActiveContentError as error:
        raise ValidationError(
            _(
                "«%(name)s» contiene macro, programmi o oggetti incorporati, che qui non si accettano per la "
                "sicurezza di chi lo apre. Stampalo in un nuovo PDF, oppure toglili, e allegalo di nuovo."
            ),
            code="active",
            params={"name": name},
        ) from error
    except UnreadableContentError as error:
        raise ValidationError(
            _(
                "«%(name)s» è protetto o fatto in modo che il portale non può controllarlo. "
                "Togli la protezione, oppure stampalo in un nuovo PDF, e allegalo di nuovo."
            ),
            code="unreadable",
            params={"name": name},
        ) from error


def check(file: IO[bytes], extension: str) -> None:
    """Reads a document and says nothing when it only shows itself.

    Args:
        file: at any position; it is left at its beginning.
        extension: lower case, without the dot.

    Raises:
        ActiveContentError: it holds something that runs.
        UnreadableContentError: it cannot be told.
    """
    try:
        file.seek(0)
        start = file.read(8)
        file.seek(0)
        if extension == "p7m":
            signed.check(file, check_start)
        elif extension in _PLAIN and start.startswith((b"PK\x03\x04", b"{\\rt", b"%PDF")):
            raise UnreadableContentError
        else:
            check_start(file, start, extension)
    finally:
        file.seek(0)


def check_start(file: IO[bytes], start: bytes, extension: str = "") -> None:
    """Looks into a file by the kind that its first bytes show."""
    if start.startswith(_OLE):
        raise ActiveContentError
    if start.startswith(b"PK") or extension in _PACKAGES:
        packages.check(file, extension)
    elif start.startswith(b"{\\rt"):
        rtf.check(file)
    elif b"%PDF" in start or extension == "pdf":
        pdf.check(file)
