"""What an applicant writes to the office and never sends ends thirty days after its last change."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.signals import pre_delete
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from candidature.actors import APPLICANT, Actor
from candidature.messages import attaching, ending, writing
from candidature.messages.attaching import Attaching
from candidature.messages.models import Message
from candidature.models import Submission, UploadedFile
from moduli import Answers
from portal.privacy.tokens import new_token
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_applicant, press
from tests.candidature.privacy.test_retention import attach
from tests.candidature.public.uploading import bytes_kept
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create())


def begun(submission: Submission, text: str = "Vorrei", writer: Actor = APPLICANT) -> Message:
    """A message that was last changed thirty days ago, with a file."""
    message = writing.begin(submission, writer)
    Message.objects.filter(pk=message.pk).update(text=text, changed_at=timezone.now() - MONTH)
    attach(message=message)
    return message


def test_it_goes_with_text_files_and_bytes(
    submission: Submission,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    message = begun(submission)
    last = Message.objects.get().changed_at
    assert len(bytes_kept(settings)) == 1

    assert ending.prune(last + MONTH - timedelta(seconds=1)) == 0
    assert message.files.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.prune(last + MONTH) == 1

    assert not Message.objects.exists()
    assert not UploadedFile.objects.exists()
    assert bytes_kept(settings) == []
    assert Submission.objects.get() == submission


def keeps_text(submission: Submission) -> Any:
    message = Message.objects.get()
    return writing.keep_text(
        submission, APPLICANT, "Vorrei sapere", key=new_token(), kept=writing.mark(message)
    )


def presses(submission: Submission) -> Any:
    return press(submission, APPLICANT, "x" * 4001)


def changes_files(submission: Submission) -> Any:
    def change(written: Attaching) -> Answers:
        written.take_away(written.uploads()[0])
        return {"files": []}

    return attaching.change_files(submission, APPLICANT, change)


@pytest.mark.parametrize("changed", [keeps_text, presses, changes_files])
def test_whoever_changes_anything_of_it_has_thirty_days_again(submission: Submission, changed: Any) -> None:
    begun(submission)

    changed(submission)

    assert ending.prune(timezone.now() + timedelta(days=29)) == 0
    assert Message.objects.get().sent_at is None
    assert ending.prune(timezone.now() + MONTH) == 1


def test_what_was_sent_and_what_the_office_writes_stays(submission: Submission) -> None:
    sent = from_applicant(submission)
    office = begun(submission, writer=Actor.staff(overseer()))

    assert ending.prune(timezone.now() + 2 * MONTH) == 0
    assert set(Message.objects.all()) == {sent, office}


def test_it_waits_for_whoever_is_writing(submission: Submission) -> None:
    begun(submission)

    with locks_asked() as asked:
        ending.prune()

    assert asked == ["candidature_submission"]


def test_one_that_cannot_be_forgotten_does_not_keep_the_others(submission: Submission) -> None:
    first = begun(submission)
    begun(submitted(CallPageFactory.create()))

    def refuse(instance: Any, **_kwargs: Any) -> None:
        if instance.pk == first.pk:
            raise RuntimeError("it does not go")

    pre_delete.connect(refuse, sender=Message)
    try:
        assert ending.prune() == 1
    finally:
        pre_delete.disconnect(refuse, sender=Message)
    assert Message.objects.get() == first


def test_the_worker_does_it() -> None:
    assert ending.prune in [job.run for job in clock.registered()]


def test_a_message_was_last_changed_when_it_was_sent(submission: Submission) -> None:
    begun(submission)

    sent = from_applicant(submission)

    assert sent.sent_at == sent.changed_at
