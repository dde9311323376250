"""A sent message is never changed, and goes only when what it is about is erased."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import APPLICANT
from candidature.messages import writing
from candidature.messages.models import Message, Side
from candidature.models import LogEntry, Submission, UploadedFile
from candidature.privacy import retention
from portal.privacy import holdings
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_applicant, from_office
from tests.candidature.public.journey import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(), email="ada@example.org")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Altro"},
        {"sent_at": None},
        {"side": Side.OFFICE},
        {"author_label": "Altri"},
        {"key_hash": "0" * 64},
        {"remarks": {"pressed": True}},
    ],
)
def test_nothing_of_a_sent_message_can_be_changed(submission: Submission, change: dict[str, Any]) -> None:
    message = from_applicant(submission)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**change)


def test_a_message_that_was_read_stays_read_as_of_then(submission: Submission) -> None:
    message = from_applicant(submission)
    Message.objects.filter(pk=message.pk).update(read_at=timezone.now())
    for later in (None, timezone.now()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(read_at=later)


def test_a_sent_message_cannot_be_deleted_alone(submission: Submission) -> None:
    message = from_applicant(submission)
    for delete in (message.delete, submission.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            delete()
    assert Message.objects.filter(pk=message.pk).exists()


def test_what_is_not_sent_yet_can_be_changed_and_forgotten(submission: Submission) -> None:
    message = writing.begin(submission, APPLICANT)
    message.text = "A metà"
    message.save()
    message.delete()

    assert not Message.objects.exists()


def test_the_account_that_wrote_may_go_and_its_name_stays(submission: Submission) -> None:
    officer = overseer()
    label = str(officer)
    message = from_office(submission, officer)
    officer.delete()
    message.refresh_from_db()

    assert (message.author, message.author_label) == (None, label)


def test_messages_and_their_files_go_with_the_submission(
    submission: Submission, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    officer = overseer()
    from_applicant(submission, "Sono celiaca.", pdf())
    from_office(submission, officer, "Grazie.", pdf("guida.pdf"))
    writing.begin(submission, APPLICANT)
    stored = [(file.file.storage, str(file.file.name)) for file in UploadedFile.objects.all()]
    assert len(stored) == 2

    with django_capture_on_commit_callbacks(execute=True):
        retention.erase(submission)

    assert not Message.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not any(storage.exists(name) for storage, name in stored)
    assert "celiaca" not in str(list(LogEntry.objects.values()))


def test_a_person_s_export_holds_what_was_said_and_attached(submission: Submission) -> None:
    from_applicant(submission, "Sono celiaca.", pdf("diagnosi.pdf"))
    from_office(submission, overseer(), "Ne terremo conto.")
    from_applicant(submitted(CallPageFactory.create()), "Di qualcun altro.")

    exported = [holding.export(row) for holding in holdings() for row in holding.rows_of("ADA@example.org")]

    texts = [row["text"] for row in exported if row["model"] == "candidature.Message"]
    assert texts == ["Sono celiaca.", "Ne terremo conto."]
    assert "diagnosi.pdf" in [row.get("original_name") for row in exported]
