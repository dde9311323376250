"""Finding a submission by what people remember of it: a name, an address, a code, however they write it.

Case, accents, apostrophes and hyphens make no difference: «NICOLÒ», «Nicolo'» and «nicolo» are one word, and
so are `CS-2026-7KQ4-XW9M` and `cs20267kq4xw9m`. A word finds whatever begins with it. What begins at a
hyphen, a full stop or an `@` inside a word counts as a beginning too, so «Bianchi» finds «Rossi-Bianchi», and
the domain finds the address.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from candidature.search.models import SubmissionWord
from candidature.submissions.models import Submission

# What of a submission can be searched for.
SEARCHED = ("reference", "last_name", "first_name", "organisation_name", "email", "protocol_number")
# Each word costs a look into the index.
MOST_WORDS = 6
# Longer beginnings tell no more submissions apart. In characters.
LONGEST_WORD = 40
_LETTERS_THAT_FOLD_TO_NOTHING_ELSE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"}
)
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.casefold().translate(_LETTERS_THAT_FOLD_TO_NOTHING_ELSE)


def words_of(*texts: str) -> set[str]:
    """The words under which texts are found: of each word every end that begins after a sign."""
    found = set()
    for token in " ".join(texts).split():
        pieces = [piece for piece in _NEITHER_LETTER_NOR_DIGIT.split(folded(token)) if piece]
        for start in range(len(pieces)):
            found.add("".join(pieces[start:])[:LONGEST_WORD])
    return found


def words_asked(query: str) -> list[str]:
    """The words of a query, each as it would be stored; at most `MOST_WORDS`."""
    asked = (_NEITHER_LETTER_NOR_DIGIT.sub("", folded(token))[:LONGEST_WORD] for token in query.split())
    return list(dict.fromkeys(word for word in asked if word))[:MOST_WORDS]


def search(submissions: QuerySet[Submission], query: str) -> QuerySet[Submission]:
    """Those in which every word of the query begins a word of theirs; all, if the query holds no word.

    A query of nothing but signs finds nothing.
    """
    if not query.replace("\x00", " ").strip():
        return submissions
    words = words_asked(query)
    if not words:
        return submissions.none()
    for word in words:
        begins = word.encode()
        # No byte of UTF-8 is as high as this one.
        alike = SubmissionWord.objects.filter(word__gte=begins, word__lt=begins + b"\xff")
        submissions = submissions.filter(pk__in=alike.values("submission"))
    return submissions


def _rows(submission: Submission) -> list[SubmissionWord]:
    words = words_of(*(getattr(submission, name) for name in SEARCHED))
    return [SubmissionWord(submission=submission, word=word.encode()) for word in sorted(words)]


def write_all(submissions: Iterable[Submission]) -> None:
    """Writes the words of submissions that have none yet, such as those just made in bulk."""
    rows = [row for submission in submissions for row in _rows(submission)]
    SubmissionWord.objects.bulk_create(rows, batch_size=5000)


def keep_in_step(
    instance: Submission, created: bool, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    """Receiver of `post_save`, the one place that keeps the words as the submission is."""
    if update_fields is not None and not set(SEARCHED) & set(update_fields):
        return
    if not created:
        SubmissionWord.objects.filter(submission=instance).delete()
    SubmissionWord.objects.bulk_create(_rows(instance))
