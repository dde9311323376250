"""A file in pieces, into a message that is being written: by the rules of drafts, and by its own."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from candidature.actors import APPLICANT
from candidature.intake import partial_uploads
from candidature.messages import writing
from candidature.messages.models import Message, Side
from candidature.models import PartialUpload, Submission, UploadedFile
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.revising import personal
from tests.candidature.public.uploading import CONTENT, HALF, Script, bytes_kept, content_of

pytestmark = pytest.mark.django_db


class Page(Script):
    """The page of messages, as whoever holds the personal link sees it."""

    def __init__(self, submission: Submission) -> None:
        self.folder = personal(submission, "messaggi/")
        self.shown = Client().get(self.folder).content.decode()
        found = re.search(r'data-upload="([^"]+)"', self.shown)
        assert found, self.shown
        self.kept = ""
        super().__init__(Client(), found[1])

    def announce(self, *args: Any, **changes: Any) -> Any:
        return super().announce(*args, **{"question": "files", **changes})

    def form_key(self) -> str:
        found = re.search(r'name="form_key" value="([^"]+)"', self.shown)
        assert found
        return found[1]

    def press(self, text: str, **typed: Any) -> Any:
        return self.client.post(
            self.folder, {"form_key": self.form_key(), "kept": self.kept, "q-text": text, **typed}
        )

    def saves(self, text: str) -> Any:
        answer = self.press(text, action="autosave").json()
        self.kept = answer["seen"]
        return answer


@pytest.fixture
def submission() -> Submission:
    return submitted(CallPageFactory.create(), email="ada@example.org")


@pytest.fixture
def page(submission: Submission) -> Page:
    return Page(submission)


def test_it_goes_on_where_it_broke_off_and_leaves_with_the_message(
    page: Page, submission: Submission
) -> None:
    page.announce()
    page.send(CONTENT[:HALF])
    upload = page.upload

    assert page.ask()["Upload-Offset"] == str(HALF)
    # The same file chosen again, from another device.
    elsewhere = Page(submission)
    assert elsewhere.announce().json() == {"upload": upload, "offset": HALF}
    last = elsewhere.send(CONTENT[HALF:], at=HALF)

    assert "Rimuovi" in last.json()["html"]
    assert "cv.pdf" in Page(submission).shown
    assert page.press("Ecco il curriculum.").status_code == 302
    message = Message.objects.get()
    assert message.sent_at is not None
    assert content_of(message.files.get()) == CONTENT
    assert not PartialUpload.objects.exists()


def test_a_text_that_is_taken_off_meanwhile_does_not_call_an_upload_off(page: Page) -> None:
    page.announce()
    page.send(CONTENT[:HALF])

    assert page.saves("Ecco")["saved"]
    assert page.saves("")["saved"]

    assert page.send(CONTENT[HALF:], at=HALF).status_code == 200
    assert Message.objects.get().files.count() == 1


def test_a_file_is_replaced_and_removed_and_one_that_was_sent_is_neither(
    page: Page, submission: Submission
) -> None:
    page.attach()
    page.press("Il primo.")
    [first] = UploadedFile.objects.all()
    again = Page(submission)
    again.attach(CONTENT + b"2", "due.pdf")
    second = UploadedFile.objects.get(original_name="due.pdf")

    assert again.remove(str(first.public_id)).status_code == 200
    again.attach(CONTENT + b"3", "tre.pdf", replaces=str(first.public_id))
    again.attach(CONTENT + b"4", "quattro.pdf", replaces=str(second.public_id))

    names = set(UploadedFile.objects.values_list("original_name", flat=True))
    assert names == {"cv.pdf", "tre.pdf", "quattro.pdf"}
    [third] = UploadedFile.objects.filter(original_name="tre.pdf")
    assert "tre.pdf" not in again.remove(str(third.public_id)).json()["html"]


def test_what_the_last_press_said_of_files_goes_with_them(page: Page, submission: Submission) -> None:
    message = writing.begin(submission, APPLICANT)
    Message.objects.filter(pk=message.pk).update(
        text="Ecco.", remarks={"refused": {"files": ["Non è un PDF."]}, "pressed": True}
    )
    assert "Non è un PDF." in Page(submission).shown

    page.attach()

    assert "Non è un PDF." not in Page(submission).shown
    assert Message.objects.get().remarks == {"pressed": True}


def test_no_more_is_taken_than_a_message_takes(page: Page) -> None:
    for number in range(5):
        page.attach(CONTENT + b"%d" % number, f"{number}.pdf")

    refused = page.announce(CONTENT, "sei.pdf")

    assert refused.status_code == 422
    assert page.announce(name="foto.exe").status_code == 422
    assert page.announce(question="text").status_code == 404
    assert UploadedFile.objects.count() == 5


def test_to_ask_of_an_upload_makes_no_message(page: Page) -> None:
    page.upload = "01234567-89ab-cdef-0123-456789abcdef"

    assert page.ask().status_code == 404
    assert page.send(CONTENT).status_code == 404
    assert page.remove(page.upload).status_code == 404
    assert not Message.objects.exists()


def test_a_piece_for_a_message_that_was_sent_meanwhile_is_told_so(page: Page) -> None:
    page.announce()
    page.press("Senza aspettare il file.")
    page.press("Senza aspettare il file.")

    assert page.send(CONTENT).status_code == 404
    assert Message.objects.get().files.count() == 0


def test_a_press_while_a_file_is_on_its_way_says_so_and_the_next_one_sends_without(
    page: Page, submission: Submission, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    said = "«cv.pdf» non è arrivato del tutto: sceglilo di nuovo, o invia senza."
    page.announce()
    page.send(CONTENT[:HALF])
    with django_capture_on_commit_callbacks(execute=True):
        page.press("Ecco il curriculum.")

    kept = Message.objects.get()
    assert (kept.sent_at, kept.text) == (None, "Ecco il curriculum.")
    assert not PartialUpload.objects.exists()
    assert bytes_kept(settings) == []
    again = Page(submission)
    assert said in html.unescape(again.shown)
    assert "Ecco il curriculum.</textarea>" in again.shown

    again.press("Ecco il curriculum.")

    message = Message.objects.get()
    assert message.sent_at is not None
    assert message.files.count() == 0
    assert said not in html.unescape(Page(submission).shown)


def test_a_file_that_came_whole_with_the_form_is_not_asked_for_again(page: Page) -> None:
    page.announce()
    page.send(CONTENT[:HALF])

    page.press("Ecco.", **{"q-files": SimpleUploadedFile("cv.pdf", CONTENT, "application/pdf")})

    message = Message.objects.get()
    assert message.sent_at is not None
    assert content_of(message.files.get()) == CONTENT
    assert not PartialUpload.objects.exists()


def test_to_take_a_file_away_calls_no_other_off(page: Page) -> None:
    page.attach()
    page.announce(name="altro.pdf")

    page.press("Ecco.", remove=str(UploadedFile.objects.get().public_id))

    assert not UploadedFile.objects.exists()
    assert PartialUpload.objects.get().original_name == "altro.pdf"


def test_files_announced_for_one_message_after_the_other_count_together(
    page: Page, submission: Submission, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_DRAFT_FILES": 3}
    page.announce(name="uno.pdf")
    page.announce(name="due.pdf")
    # As one that was sent before unfinished uploads were taken away.
    Message.objects.update(sent_at=timezone.now())
    page.announce(name="tre.pdf")

    assert page.announce(name="quattro.pdf").status_code == 422
    assert PartialUpload.objects.count() == 3
    with_form = SimpleUploadedFile("quattro.pdf", CONTENT, "application/pdf")
    page.press("Ecco.", **{"q-files": with_form})
    assert not UploadedFile.objects.exists()


def test_no_upload_outlives_the_message_that_it_was_for(page: Page, submission: Submission) -> None:
    for text in ("Uno.", "Due."):
        now = Page(submission)
        now.announce(name=f"{text}pdf")
        now.press(text)
        Page(submission).press(text)

    assert Message.objects.filter(sent_at__isnull=False).count() == 2
    assert not PartialUpload.objects.exists()


def test_what_was_called_off_or_erased_leaves_nothing(
    page: Page, submission: Submission, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page.announce()
        page.send(CONTENT[:HALF])
        page.call_off()
        page.announce(name="altro.pdf")
        assert partial_uploads.prune() == 0
        Message.objects.get(side=Side.APPLICANT).delete()

    assert not PartialUpload.objects.exists()
    assert bytes_kept(settings) == []
