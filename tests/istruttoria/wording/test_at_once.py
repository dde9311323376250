"""Of those who save words at the same moment one wins, and each other is told."""

import pytest

from candidature.letters.own_words import Words
from istruttoria.models import LetterWords
from istruttoria.wording import keeping
from tests.candidature.factories import CallPageFactory
from tests.candidature.messages.test_at_once import at_once
from tests.istruttoria.people import administrator


@pytest.mark.parametrize("was_written", [False, True])
@pytest.mark.parametrize("of_page", [False, True])
def test_of_many_who_save_at_once_one_wins(committed_db: None, was_written: bool, of_page: bool) -> None:
    page_id = CallPageFactory.create().pk if of_page else None
    author = administrator()

    def save(text: str, seen: int | None) -> bool:
        try:
            return keeping.write(page_id, "call", "rejected", Words(text), author, seen=seen)
        except keeping.WrittenMeanwhileError:
            return False

    if was_written:
        save("prima", None)
    seen = LetterWords.objects.get().pk if was_written else None

    saved = at_once(*[lambda text=text: save(text, seen) for text in ("uno", "due", "tre")])

    assert sorted(saved) == [False, False, True]
    assert LetterWords.objects.filter(is_current=True).count() == 1
    assert LetterWords.objects.count() == (2 if was_written else 1)
