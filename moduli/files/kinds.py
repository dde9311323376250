"""The families of formats that an editor may ask for, and how large a file may be."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Largest single attachment that an editor may allow, in megabytes.
LARGEST_FILE = 25


@dataclass(frozen=True)
class FileKind:
    """A family of formats as an editor ticks it."""

    label: Promise
    extensions: tuple[str, ...]


FILE_KINDS: dict[str, FileKind] = {
    "pdf": FileKind(_("PDF"), ("pdf",)),
    "signed": FileKind(_("Firmati digitalmente (P7M)"), ("p7m",)),
    "image": FileKind(_("Immagini (JPG, PNG)"), ("jpg", "jpeg", "png")),
    "text": FileKind(_("Documenti di testo (DOCX, ODT)"), ("docx", "odt")),
    "sheet": FileKind(_("Fogli di calcolo (XLSX, ODS)"), ("xlsx", "ods")),
}
DEFAULT_KINDS = ["pdf", "signed"]
