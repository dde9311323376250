"""A ZIP with a folder for each submission: its receipt, and the files that came with it.

It is written as it is sent: memory holds a receipt or a piece of a file, and the names of what is in it. What
cannot be put in is listed in a file at the end, and the rest is there.
"""

import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from candidature.actors import Actor
from candidature.models import Submission, UploadedFile
from candidature.process import changes
from candidature.receipts.document import file_name, receipt_pdf
from istruttoria.exports.formats import Told
from istruttoria.exports.rows import Selection
from portal.archives.entries import copied, stamped
from portal.archives.names import Folder
from portal.pdf.press import NotMadeError
from portal.privacy.consultations import EXPORTED
from portal.spreadsheets import csv_files
from portal.spreadsheets.pieces import PIECE, Pieces

# A receipt takes a tenth of a second, and one reader may not have the typesetter to himself for long.
MOST_WITH_RECEIPTS = 1_000
# Without, files are only copied. But the log of each notes that they left, one after the other, and the names
# of all entries stay in memory until the end.
MOST = 10_000


def as_zip(selection: Selection, told: Told, actor: Actor, *, receipts: bool) -> Iterator[bytes]:
    """The archive. Each submission's log notes that its files left, before they do."""
    out, missing = Pieces(), list[str]()
    with zipfile.ZipFile(out, "w") as archive:
        yield from _table(archive, out, selection)
        for pk in selection.ids:
            submission = _read(pk)
            if submission is not None:
                changes.record(submission, EXPORTED, actor, details={"format": "zip"})
                yield from _folder(archive, out, submission, missing, receipts=receipts)
            told()
        _tell_missing(archive, missing)
    yield from out.take()


def files_of(submission: Submission) -> Iterator[bytes]:
    """The files that came with one submission and with what was sent about it, as an archive."""
    out, missing = Pieces(), list[str]()
    with zipfile.ZipFile(out, "w") as archive:
        yield from _files(archive, out, submission, _that_came(submission), Folder(), missing)
        _tell_missing(archive, missing)
    yield from out.take()


def _that_came(submission: Submission) -> list[UploadedFile]:
    """Its own files, and those of the messages that were sent about it."""
    # Two queries, because each has an index to go by, and one with an "or" over both tables has none.
    written = UploadedFile.objects.filter(message__submission=submission, message__sent_at__isnull=False)
    return [*submission.files.all(), *written]


def _tell_missing(archive: zipfile.ZipFile, missing: list[str]) -> None:
    if missing:
        said = [_("Non è stato possibile mettere nell’archivio:"), *missing]
        archive.writestr(stamped("mancanti.txt"), "\r\n".join(said) + "\r\n")


def _read(pk: int) -> Submission | None:
    """A submission, unless it was erased meanwhile."""
    related = ("page", "municipality", "privacy_notice", "form_version")
    return Submission.objects.select_related(*related).filter(pk=pk).first()


def _table(archive: zipfile.ZipFile, out: Pieces, selection: Selection) -> Iterator[bytes]:
    cells = (row.cells for row in selection.rows())
    with archive.open(stamped("elenco.csv"), "w") as entry:
        for piece in csv_files.pieces(selection.columns.header, cells, separator=csv_files.SEMICOLON):
            entry.write(piece)
            yield from out.take(least=PIECE)


def _folder(
    archive: zipfile.ZipFile, out: Pieces, submission: Submission, missing: list[str], *, receipts: bool
) -> Iterator[bytes]:
    folder, reference = Folder(), submission.reference
    if receipts:
        name = folder.name(file_name(submission))
        try:
            archive.writestr(stamped(f"{reference}/{name}"), receipt_pdf(submission))
        except NotMadeError:
            missing.append(f"{reference}/{name}")
        yield from out.take(least=PIECE)
    yield from _files(archive, out, submission, _that_came(submission), folder, missing)


def _files(
    archive: zipfile.ZipFile,
    out: Pieces,
    submission: Submission,
    uploads: Iterable[UploadedFile],
    folder: Folder,
    missing: list[str],
) -> Iterator[bytes]:
    for uploaded in uploads:
        path = f"{submission.reference}/{folder.name(uploaded.original_name)}"
        try:
            yield from _file(archive, out, uploaded, path)
        except OSError:
            missing.append(path)


def _file(archive: zipfile.ZipFile, out: Pieces, uploaded: UploadedFile, path: str) -> Iterator[bytes]:
    with uploaded.file.open("rb") as content:
        yield from copied(archive, out, content, path, uploaded.size)
