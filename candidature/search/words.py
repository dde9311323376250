"""The words of a submission, and how they are written: by whom it was sent, its codes, answers, file names.

Case, accents, apostrophes and hyphens make no difference: «NICOLÒ», «Nicolo'» and «nicolo» are one word, and
so are `CS-2026-7KQ4-XW9M` and `cs20267kq4xw9m`. A word finds whatever begins with it. What begins at a
hyphen, a full stop or an `@` inside a word counts as a beginning too, so «Bianchi» finds «Rossi-Bianchi», and
the domain finds the address.

A word of an answer or of a file's name stands there as it was written and by its Italian lemma
(`portal.italian.lemmas`). Who sent it can be searched for at once, in the transaction of sending; the
rest is written by the worker soon after (`write_due`), because it takes longer than sending should. What
still waits carries a mark among its words, so that nothing is lost while no worker runs.
"""

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction

from candidature.search.models import SubmissionWord
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from moduli import readable
from portal.italian.lemmas import lemma
from portal.italian.words import FUNCTION_WORDS, folded

logger = logging.getLogger(__name__)

# The columns that can be searched for.
SEARCHED = ("reference", "last_name", "first_name", "organisation_name", "email", "protocol_number")
# What decides of which answers there are, besides.
ANSWERED = ("answers", "form_version", "applicant_kind")
# What its words are found by, besides.
REACHED_BY = ("page", "zone")
# Among the words of a submission whose answers are still to be written; no word holds this byte, and no page
# has this number.
DUE = b"\x00"
NO_PAGE = 0
# Written in one turn of the worker.
MOST_AT_ONCE = 200
# The longest form filled to the brim is longer, and nobody searches for its end.
MOST_OF_ANSWERS = 2_000
_COLUMNS = '("submission_id", "page", "zone", "word")'
_INSERT = f'INSERT INTO "{SubmissionWord._meta.db_table}" {_COLUMNS} VALUES '  # noqa: S608
# Longer beginnings tell no more submissions apart. In characters.
LONGEST_WORD = 40
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
# What looks like a code or an address is found whole, too.
_CODE = re.compile(r"[\d@]")


def words_of(*texts: str) -> set[str]:
    """The words under which texts are found: of each word every end that begins after a sign."""
    found = set()
    for token in " ".join(texts).split():
        pieces = [piece for piece in _NEITHER_LETTER_NOR_DIGIT.split(folded(token)) if piece]
        for start in range(len(pieces)):
            found.add("".join(pieces[start:])[:LONGEST_WORD])
    return found


def stored_form(word: str) -> str:
    """The word as it is stored; empty for nothing but signs."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", folded(word))[:LONGEST_WORD]


def words_of_answers(*texts: str) -> set[str]:
    """The words of texts, each as it stands and by its lemma; about `MOST_OF_ANSWERS` at most."""
    found: set[str] = set()
    for token in " ".join(texts).split():
        if len(found) > MOST_OF_ANSWERS:
            break
        if _CODE.search(token):
            found |= words_of(token)
            continue
        for piece in _NEITHER_LETTER_NOR_DIGIT.split(token.casefold()):
            if len(piece) > 1 and stored_form(piece) not in FUNCTION_WORDS:
                found |= {stored_form(piece), stored_form(lemma(piece))} - {""}
    return found


def _of_columns(submission: Submission) -> set[bytes]:
    words = words_of(*(getattr(submission, name) for name in SEARCHED))
    return {word.encode() for word in words}


def _of_answers(submission: Submission, uploads: list[UploadedFile]) -> set[bytes]:
    """Those of what was asked and answered: what a condition hides is not there, whatever is stored."""
    sections = readable(submission.schema, submission.answers, uploads)
    rows = [row for section in sections for row in section.rows]
    texts = (text for row in rows for text in (*row.values, *(file.name for file in row.files)))
    return {word.encode() for word in words_of_answers(*texts)}


def _rows(submission: Submission, words: set[bytes]) -> list[SubmissionWord]:
    page, zone = submission.page_id, submission.zone_id
    return [SubmissionWord(submission=submission, page=page, zone=zone, word=word) for word in sorted(words)]


def write_all(submissions: Iterable[Submission]) -> None:
    """Writes all words of submissions that have none yet and no files, such as those just made in bulk."""
    rows = [
        row
        for submission in submissions
        for row in _rows(submission, _of_columns(submission) | _of_answers(submission, []))
    ]
    SubmissionWord.objects.bulk_create(rows, batch_size=5000)


def keep_in_step(
    instance: Submission, created: bool, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    """Receiver of `post_save`, which with `write_due` keeps the words as the submission is.

    What is no longer true is gone at once; answers come back with the worker's next turn.
    """
    if update_fields is not None and not {*SEARCHED, *ANSWERED, *REACHED_BY} & set(update_fields):
        return
    if not created:
        SubmissionWord.objects.filter(submission=instance).delete()
    words = sorted(_of_columns(instance))
    rows: list[tuple[int, int, int | None, bytes]] = [(instance.pk, NO_PAGE, None, DUE)]
    rows += [(instance.pk, instance.page_id, instance.zone_id, word) for word in words]
    # A few dozen at most, inside the lock for which everybody else who sends waits: rows of the model would
    # take several times as long.
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT + ", ".join(["(%s, %s, %s, %s)"] * len(rows)), [value for row in rows for value in row]
        )


_readers: list[Callable[[Submission], None]] = []


def read_along(reader: Callable[[Submission], None]) -> None:
    """Has this called, in the same transaction, with each submission whose answers the worker reads anew."""
    _readers.append(reader)


def write_due() -> int:
    """Writes the answers that still wait for it, the oldest first; returns of how many submissions."""
    waiting = SubmissionWord.objects.filter(page=NO_PAGE, word=DUE).order_by("submission")
    written = 0
    for pk in list(waiting.values_list("submission", flat=True)[:MOST_AT_ONCE]):
        try:
            written += _write(pk)
        except Exception:
            # It keeps its mark and comes again; the others need not wait for it.
            logger.exception("The words of submission %d could not be written.", pk)
    return written


def _write(pk: int) -> bool:
    """Writes those of one submission, unless it was erased meanwhile or another worker was faster."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).select_related("form_version")
        submission = locked.filter(pk=pk).first()
        if submission is None or not SubmissionWord.objects.filter(submission=pk, word=DUE).exists():
            return False
        words = _of_columns(submission) | _of_answers(submission, list(submission.files.all()))
        SubmissionWord.objects.filter(submission=pk).delete()
        SubmissionWord.objects.bulk_create(_rows(submission, words), batch_size=5000)
        for reader in _readers:
            reader(submission)
    return True
