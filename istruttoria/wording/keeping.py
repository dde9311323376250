"""Where the words of letters are kept: read for whoever writes letters, written by one at a time."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from candidature.letters.own_words import Wanted, Words
from candidature.pages.participation import ParticipationPage
from istruttoria.wording.models import LetterWords
from portal.models import User


class WrittenMeanwhileError(Exception):
    """A colleague wrote other words since the page was shown; nothing was written."""


def rows_of(page_id: int | None, kind: str) -> QuerySet[LetterWords]:
    """What was ever written for one page, or for all of a kind."""
    return LetterWords.objects.filter(page=page_id, kind=kind)


def write(page_id: int | None, kind: str, letter: str, words: Words, user: User, *, seen: int | None) -> bool:
    """Keeps words in the place of those that its author saw; whether they are other ones.

    Args:
        page_id: None for all pages of the kind.
        words: checked; empty ones lead back to those that hold without them.
        seen: the number of the row that was on the screen; None where there was none.

    Raises:
        WrittenMeanwhileError
    """
    rows = rows_of(page_id, kind).filter(letter=letter, is_current=True)
    with transaction.atomic():
        present = rows.select_for_update().first()
        if (present.pk if present else None) != seen:
            raise WrittenMeanwhileError
        former = Words(present.text, present.next) if present else Words("")
        if former == words:
            return False
        if present:
            # This one alone: what a colleague committed since it was looked for meets the constraint instead.
            rows.filter(pk=present.pk).update(is_current=False)
        try:
            # Where there was nothing to lock, two who write at once meet in the constraint.
            with transaction.atomic():
                _row(page_id, kind, letter, words, user).save()
        except IntegrityError:
            raise WrittenMeanwhileError from None
    return True


def _row(page_id: int | None, kind: str, letter: str, words: Words, user: User) -> LetterWords:
    return LetterWords(
        page_id=page_id,
        kind=kind,
        letter=letter,
        text=words.text,
        next=words.next,
        by=user,
        by_label=str(user),
    )


class Kept:
    """What letters ask (`candidature.letters.own_words.Keeper`)."""

    def find(self, wanted: Collection[Wanted]) -> Mapping[Wanted, Words]:
        rows = _that_say_something().filter(
            Q(page__in={one.page_id for one in wanted if one.page_id})
            | Q(page=None, kind__in={one.kind for one in wanted}),
            letter__in={one.letter for one in wanted},
        )
        words = {(row.page_id or row.kind, row.letter): Words(row.text, row.next) for row in rows}
        found = {
            one: words.get((one.page_id, one.letter)) or words.get((one.kind, one.letter)) for one in wanted
        }
        return {one: those for one, those in found.items() if those is not None}

    def of_page(self, page_id: int) -> Mapping[str, Words]:
        rows = _that_say_something().filter(page=page_id).order_by("letter")
        return {row.letter: Words(row.text, row.next) for row in rows}

    def give(self, page: ParticipationPage, words: Mapping[str, Words], user: User) -> None:
        LetterWords.objects.bulk_create(
            _row(page.pk, str(page.kind), letter, one, user) for letter, one in words.items()
        )


def _that_say_something() -> QuerySet[LetterWords]:
    return LetterWords.objects.filter(is_current=True).exclude(text="", next="")
