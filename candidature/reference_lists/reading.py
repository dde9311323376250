"""A list as it arrives: a CSV file, looked into before anything of it is taken."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.registers.spreadsheets import as_plain_cell

LABEL, CODE = "voce", "codice"
# All of it goes into the page of the form, where it is searched.
MOST_ENTRIES = 2000
LARGEST_FILE = 1024 * 1024  # bytes
LONGEST_LABEL, LONGEST_CODE = 200, 40
# Of a file that is wrong all over, the first mistakes say enough.
MOST_PROBLEMS = 10


class MalformedListError(Exception):
    """The file cannot be taken. `problems` are sentences for whoever has to correct it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(content: bytes) -> list[tuple[str, str]]:
    """Code and label of each entry, in the order of the file; the code is the label where there is none.

    Raises:
        MalformedListError: with what is wrong, line by line.
    """
    if len(content) > LARGEST_FILE:
        raise MalformedListError(
            [_("Il file supera 1 MB: un elenco così lungo non si può cercare in un modulo.")]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MalformedListError(
            [_("Il file non è in codifica UTF-8: nel foglio di calcolo scegli «CSV UTF-8» quando lo salvi.")]
        ) from None
    if "\x00" in text:
        raise MalformedListError([_("Il file non è un testo: serve un file CSV.")])
    lines = text.splitlines()
    head = lines[0] if lines else ""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ","
    )
    try:
        rows = [(reader.line_num, [" ".join(cell.split()) for cell in row]) for row in reader]
    except csv.Error as error:
        raise MalformedListError(
            [
                _("Riga %(line)d: il file non è un CSV (%(error)s).")
                % {"line": reader.line_num, "error": error}
            ]
        ) from error
    columns = [name.casefold() for name in rows[0][1]] if rows else []
    if LABEL not in columns:
        raise MalformedListError(
            [_("La prima riga deve dire le colonne: «voce», e se c’è «codice». Manca la colonna «voce».")]
        )
    label, code = columns.index(LABEL), columns.index(CODE) if CODE in columns else columns.index(LABEL)
    found = [(line, _cell(row, code), _cell(row, label)) for line, row in rows[1:] if any(row)]
    if problems := list(_problems(found)):
        more = len(problems) - MOST_PROBLEMS
        shown = problems[:MOST_PROBLEMS]
        raise MalformedListError(
            [*shown, _("… e altri %(count)d errori.") % {"count": more}] if more > 0 else shown
        )
    return [(entry_code, entry_label) for _line, entry_code, entry_label in found]


def _cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _problems(found: list[tuple[int, str, str]]) -> Iterator[str]:
    if not found:
        yield _("Il file non contiene voci.")
    if len(found) > MOST_ENTRIES:
        yield _("Le voci sono %(count)d: il massimo è %(most)d.") % {
            "count": len(found),
            "most": MOST_ENTRIES,
        }
        return
    codes: dict[str, int] = {}
    labels: dict[str, int] = {}
    for line, code, label in found:
        if not label or not code:
            yield _("Riga %(line)d: manca la voce o il suo codice.") % {"line": line}
            continue
        # A code may be the label itself.
        if len(label) > LONGEST_LABEL or (code != label and len(code) > LONGEST_CODE):
            yield _("Riga %(line)d: la voce supera %(label)d caratteri, o il codice %(code)d.") % {
                "line": line,
                "label": LONGEST_LABEL,
                "code": LONGEST_CODE,
            }
        for text in dict.fromkeys([code, label]):
            if as_plain_cell(text) != text:
                yield _("Riga %(line)d: «%(text)s» comincia come una formula di un foglio di calcolo.") % {
                    "line": line,
                    "text": text[:40],
                }
            if not text.isprintable():
                yield _("Riga %(line)d: ci sono caratteri che non si vedono.") % {"line": line}
        for seen, text, known_as in ((codes, code, code), (labels, label, label.casefold())):
            if known_as in seen:
                yield _("Riga %(line)d: «%(text)s» è già alla riga %(first)d.") % {
                    "line": line,
                    "text": text[:40],
                    "first": seen[known_as],
                }
                break
        codes.setdefault(code, line)
        labels.setdefault(label.casefold(), line)
