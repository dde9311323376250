"""All that a submission is, as one archive for its sender: to be read by people, and by programs too."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.privacy import portable
from candidature.receipts.document import file_name, receipt_pdf
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from moduli import readable
from portal.archives.entries import copied, stamped
from portal.archives.names import Folder
from portal.pdf.press import NotMadeError
from portal.spreadsheets.pieces import Pieces

# In the log.
TAKEN = "own_data_taken"


@dataclass(frozen=True)
class _Archive:
    """What goes in: texts and documents that are made already, and files that are still to be read."""

    made: list[tuple[str, bytes]]
    files: list[tuple[str, UploadedFile]]
    missing: list[str]
    missing_title: str


def as_zip(submission: Submission) -> Iterator[bytes]:
    """The archive, written as it is sent. Its texts are made at once, in the language that is spoken now."""
    return _pieces(_gathered(submission))


def former_files(submission: Submission, files: Any) -> list[UploadedFile]:
    """Those of these files that only former versions of the answers name."""
    sections = readable(submission.schema, submission.answers, files)
    named = {file.public_id for section in sections for row in section.rows for file in row.files}
    return [file for file in files if str(file.public_id) not in named]


def _gathered(submission: Submission) -> _Archive:
    data, missing = portable.everything(submission), list[str]()
    made = [(_("dati.json"), portable.written(data))]
    try:
        made.insert(0, (file_name(submission), receipt_pdf(submission)))
    except NotMadeError:
        missing.append(file_name(submission))
    made.append((_("storia.txt"), _text(_history(data))))
    if data["messages"]:
        made.append((_("messaggi.txt"), _text(_messages(data))))
    letters = Folder()
    for number, letter in enumerate(data["letters"], start=1):
        name = letters.name(f"{number:02} {letter['subject']}.txt")
        made.append((f"{_('lettere')}/{name}", _text([_letter(letter)])))
    return _Archive(made, _files(submission), missing, _("Non è stato possibile mettere nell’archivio:"))


def _files(submission: Submission) -> list[tuple[str, UploadedFile]]:
    own = list(submission.files.all())
    former = former_files(submission, own)
    sent = Q(message__sent_at__isnull=False, message__withdrawn_at__isnull=True)
    told = sent | Q(message__side=portable.APPLICANT_SIDE)
    of_messages = UploadedFile.objects.filter(told, message__submission=submission)
    kinds = [
        (_("file"), [file for file in own if file not in former]),
        (_("file di versioni precedenti"), former),
        (_("file dei messaggi"), list(of_messages)),
    ]
    found = []
    for name, files in kinds:
        folder = Folder()
        found += [(f"{name}/{folder.name(file.original_name)}", file) for file in files]
    return found


def _pieces(gathered: _Archive) -> Iterator[bytes]:
    out, missing = Pieces(), list(gathered.missing)
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in gathered.made:
            archive.writestr(stamped(path), content, zipfile.ZIP_DEFLATED)
            yield from out.take()
        for path, file in gathered.files:
            try:
                with file.file.open("rb") as opened:
                    yield from copied(archive, out, opened, path, file.size)
            except OSError:
                missing.append(path)
        if missing:
            archive.writestr(stamped("mancanti.txt"), _text([gathered.missing_title, *missing]))
    yield from out.take()


def _text(paragraphs: list[str]) -> bytes:
    """As every system reads it: a text with a mark of what it is written in."""
    return ("\ufeff" + "\n\n".join(paragraphs) + "\n").replace("\n", "\r\n").encode()


def _history(data: dict[str, Any]) -> list[str]:
    return [
        "\n".join(part for part in (f"{_when(one['at'])}: {one['in_words']}", one["reason"]) if part)
        for one in data["history"]
    ]


def _messages(data: dict[str, Any]) -> list[str]:
    found = []
    for one in data["messages"]:
        who = _("Tu") if one["from"] == portable.APPLICANT_SIDE else _("L’ufficio")
        when = _when(one["sent_at"]) if one["sent_at"] else _("non ancora inviato")
        attached = ", ".join(file["name"] for file in one["files"])
        parts = [f"{who}, {when}", one["text"]]
        found.append(
            "\n".join(parts + ([_("Allegati: %(names)s") % {"names": attached}] if attached else []))
        )
    return found


def _letter(letter: dict[str, Any]) -> str:
    sent = _when(letter["sent_at"]) if letter["sent_at"] else _("non ancora inviata")
    head = [
        _("A: %(address)s") % {"address": letter["to"]},
        _("Data: %(moment)s") % {"moment": sent},
        _("Oggetto: %(subject)s") % {"subject": letter["subject"]},
    ]
    return "\n".join(head) + f"\n\n{letter['text']}"


def _when(moment: str) -> str:
    """A moment of the data, as people read it."""
    return date_format(datetime.fromisoformat(moment), "j F Y, H:i")
