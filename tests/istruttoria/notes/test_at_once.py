"""Two presses of one form at the same moment write one note."""

from candidature.models import Submission
from istruttoria.models import Note
from istruttoria.notes import writing
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.test_at_once import at_once
from tests.istruttoria.people import committee_member


def test_a_form_pressed_twice_at_once_writes_one_note(committed_db: None) -> None:
    page = CallPageFactory.create()
    submission, author = submitted(page), committee_member(page)

    made = at_once(*[lambda: writing.write(submission, author, "Insieme.", key="k" * 22)] * 3)

    assert len({one.note.pk for one in made}) == 1
    assert sorted(one.is_new for one in made) == [False, False, True]
    assert Note.objects.filter(submission=submission).count() == 1
    assert Submission.objects.get(pk=submission.pk).log.filter(action="note_written").count() == 1
