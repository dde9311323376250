"""A file in pieces, into what is written over a submission: by the rules of drafts, and by its own."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from candidature.actors import Actor
from candidature.models import FollowLink, PartialUpload, PendingRevision, Submission, UploadedFile
from candidature.privacy import retention
from candidature.process import workflow
from candidature.process.payloads import AskedFor, Document
from candidature.statuses import Status
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.public.journey import attachment, form_of
from tests.candidature.public.revising import ANSWERS, ask, office, personal, three_steps
from tests.candidature.public.uploading import CONTENT, HALF, Script, bytes_kept, content_of
from tests.moduli.builders import block, item

pytestmark = pytest.mark.django_db


class Page(Script):
    """The step with the file of an integration (`completa`) or of a correction (`correggi`)."""

    def __init__(self, submission: Submission, word: str = "completa", number: int = 1) -> None:
        self.folder = personal(submission, f"{word}/")
        client = Client()
        shown = client.get(f"{self.folder}passo/{number}/").content.decode()
        found = re.search(r'data-upload="([^"]+)"', shown)
        assert found, shown
        assert found[1].startswith(self.folder)
        self.version = submission.version
        super().__init__(client, found[1])

    def press(self, action: str, **typed: Any) -> Any:
        data = {"step": "s3", "version": self.version, "action": action, **typed}
        return self.client.post(f"{self.folder}passo/1/", data)

    def send_all(self) -> Any:
        data = {"version": self.version, "action": "send"}
        return self.client.post(f"{self.folder}riepilogo/", data)


def ask_again(*questions: str) -> Submission:
    """The office takes its request back and makes another."""
    return ask(office(Submission.objects.get(), "resume"), *questions)


def sent(**values: Any) -> Submission:
    return submitted(CallPageFactory.create(steps=three_steps()), answers=dict(ANSWERS), **values)


@pytest.fixture
def page() -> Page:
    return Page(ask(sent(), "cv"))


@pytest.mark.parametrize(("word", "number"), [("completa", 1), ("correggi", 3)])
def test_it_goes_on_where_it_broke_off_and_is_sent_with_the_rest(word: str, number: int) -> None:
    submission = sent()
    page = Page(ask(submission, "cv") if word == "completa" else submission, word, number)
    page.announce()
    page.send(CONTENT[:HALF])
    upload = page.upload

    assert page.ask()["Upload-Offset"] == str(HALF)
    # The same file chosen again, from another device.
    elsewhere = Page(Submission.objects.get(), word, number)
    assert elsewhere.announce().json() == {"upload": upload, "offset": HALF}
    last = elsewhere.send(CONTENT[HALF:], at=HALF)

    assert last.status_code == 200
    assert "cv.pdf" in last.json()["html"]
    # What was sent stands until the summary is sent.
    assert Submission.objects.get().answers == ANSWERS
    assert page.send_all().status_code == 302
    [stored] = Submission.objects.get().files.all()
    assert content_of(stored) == CONTENT
    assert Submission.objects.get().answers["cv"] == [str(stored.public_id)]
    assert not PendingRevision.objects.exists()


def test_a_sent_file_that_is_replaced_or_removed_stays_with_the_version_that_named_it(page: Page) -> None:
    page.attach()
    page.send_all()
    [first] = Submission.objects.get().answers["cv"]
    again = Page(ask(Submission.objects.get(), "cv"))

    assert again.attach(CONTENT + b"nuovo", "nuovo.pdf", replaces=first).status_code == 200
    [second] = PendingRevision.objects.get().typed["cv"]
    assert Submission.objects.get().files.get().original_name == "cv.pdf"
    assert again.remove(second).status_code == 200
    assert [file.original_name for file in UploadedFile.objects.all()] == ["cv.pdf"]
    assert PendingRevision.objects.get().typed["cv"] == []


def test_only_what_is_open_takes_files() -> None:
    submission = ask(sent(), "why", "cv")
    page = Page(submission, number=2)
    # Open, but no question for files.
    assert page.announce(question="why").status_code == 404

    ask_again("why")
    now = f"/{Submission.objects.get().version}/"
    closed = Script(page.client, page.address.replace(f"/{submission.version}/", now))

    assert closed.announce().status_code == 404
    assert not PartialUpload.objects.exists()


def test_a_page_of_before_the_last_change_takes_nothing_more(page: Page) -> None:
    page.announce()
    page.send(CONTENT[:HALF])
    ask_again("why", "cv")

    answer = page.send(CONTENT[HALF:], at=HALF)

    assert answer.status_code == 409
    assert "Nel frattempo è cambiato qualcosa" in answer.json()["said"]
    assert not UploadedFile.objects.exists()
    # The page as it is now goes on with the same bytes.
    now = Page(Submission.objects.get(), number=2)
    assert now.announce().json()["offset"] == len(CONTENT)
    assert now.send(b"", at=len(CONTENT)).status_code == 200


def test_after_the_term_nothing_is_taken(page: Page) -> None:
    page.announce()
    Submission.objects.update(info_due_at=timezone.now() - timedelta(seconds=1))

    answer = page.send(CONTENT)

    assert answer.status_code == 409
    assert answer.json()["said"] == "Il termine per completare è passato"


def test_a_link_that_was_renewed_takes_nothing_more(page: Page) -> None:
    page.announce()
    FollowLink.objects.update(revoked_at=timezone.now())

    assert page.send(CONTENT).status_code == 410
    assert page.announce(name="altro.pdf").status_code == 410
    assert page.ask().status_code == 410


def test_what_is_still_going_up_when_it_is_sent_is_forgotten(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    asked = Page(ask(sent(), "why", "cv"), number=2)
    asked.announce()
    asked.send(CONTENT[:HALF])
    asked.client.post(
        f"{asked.folder}passo/1/",
        {"step": "s1", "version": asked.version, "action": "next", "q-why": "Un’altra ragione"},
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert asked.send_all().status_code == 302

    assert Submission.objects.get().status == Status.IN_REVIEW
    assert not PartialUpload.objects.exists()
    assert not bytes_kept(settings)
    assert asked.send(CONTENT[HALF:], at=HALF).status_code == 409


def test_it_goes_with_the_revision_and_with_the_submission(
    page: Page, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    other = Page(ask(sent(), "cv"))
    for one in (page, other):
        one.announce()
        one.send(CONTENT[:HALF])
    first, second = PendingRevision.objects.order_by("pk")
    PendingRevision.objects.filter(pk=first.pk).update(expires_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        assert retention.prune_revisions() == 1
        retention.erase(second.submission)

    assert not PartialUpload.objects.exists()
    assert not bytes_kept(settings)


def test_sizes_that_are_announced_count_together_with_the_files_that_were_sent(
    page: Page, limits: Any
) -> None:
    limits(LIMIT_DRAFT_FILES=1)
    page.announce()

    answer = page.announce(name="altro.pdf")

    assert answer.status_code == 422
    assert "tutti insieme" in answer.json()["said"]


def test_nobody_goes_on_with_the_upload_of_another_submission(page: Page) -> None:
    page.announce()
    other = Page(ask(sent(), "cv"))
    other.upload = page.upload

    assert other.send(CONTENT).status_code == 404
    other.call_off()
    assert page.send(CONTENT).status_code == 200
    assert other.remove(page.upload).status_code == 404


def test_an_upload_belongs_to_one_thing_only() -> None:
    said: dict[str, Any] = {"question_key": "cv", "original_name": "cv.pdf", "size": 1, "modified": 1}

    with pytest.raises(IntegrityError):
        PartialUpload.objects.create(**said)


def with_option() -> tuple[Submission, UploadedFile]:
    """What was sent to a page that asks for a file below an option, and the file."""
    asked = block("one_choice", "has", label="Hai un curriculum?", required=True,
                  options=[item("Sì", attachment(), id_="yes"), item("No", id_="no")])  # fmt: skip
    submission = submitted(CallPageFactory.create(steps=form_of([asked])), answers={"has": "no"})
    file = UploadedFile.objects.create(
        submission=submission, question_key="cv", original_name="cv.pdf", size=4, file="aa/aa"
    )
    submission.answers = {"has": "yes", "cv": [str(file.public_id)]}
    submission.save()
    return submission, file


def test_a_sent_file_of_an_option_is_still_there_when_the_option_is_chosen_again() -> None:
    submission, file = with_option()
    client, address = Client(), personal(submission, "correggi/passo/1/")
    held = {"step": "s1", "version": submission.version, "shown": ["has.yes"], "attached": [file.public_id]}

    client.post(address, {**held, "action": "autosave", "q-has": "no"})
    assert PendingRevision.objects.get().typed["cv"] is None
    client.post(address, {**held, "action": "next", "q-has": "yes"})

    assert PendingRevision.objects.get().typed["cv"] == [str(file.public_id)]
    # Once it is taken away it stays so.
    client.post(address, {**held, "action": "save", "q-has": "yes", "remove": file.public_id})
    client.post(address, {**held, "action": "save", "q-has": "yes"})
    assert PendingRevision.objects.get().typed["cv"] == []


@pytest.mark.parametrize("replaces", ["\0", "cv.pdf", "x" * 400])
def test_what_is_no_id_takes_the_place_of_nothing(page: Page, replaces: str) -> None:
    assert page.attach(replaces=replaces).status_code == 200

    assert UploadedFile.objects.get().original_name == "cv.pdf"


def test_a_document_that_is_not_asked_any_more_is_no_answer_to_the_next_one() -> None:
    actor = Actor.staff(overseer())

    def request(label: str) -> dict[int, Any]:
        now = Submission.objects.get()
        [outcome] = workflow.transition_many(
            {now.pk: now.version},
            "request_info",
            actor,
            reason="Manca.",
            due_at=timezone.now() + timedelta(days=9),
            asked=AskedFor(questions=("where",), documents=(Document(label),)),
            waits=outbox.Waiting("bulk:1", timezone.now() + timedelta(minutes=10)),
        )
        assert outcome.is_done
        return {now.pk: outcome.made}

    submission = sent()
    made = request("Documento d’identità")
    page = Page(Submission.objects.get(), number=2)
    page.attach(question="documento-1")
    page.announce(question="documento-1", name="retro.pdf")
    page.press("save", step="s2", **{"q-where": "Arezzo"})
    assert PendingRevision.objects.get().typed.keys() == {"where", "documento-1"}

    [undone] = workflow.undo_many(made, actor)
    assert undone.is_done
    assert not UploadedFile.objects.exists()
    assert not PartialUpload.objects.exists()
    request("Statuto firmato")

    shown = Client().get(personal(submission, "completa/passo/2/")).content.decode()
    assert "Statuto firmato" in shown
    assert "cv.pdf" not in shown
    # What else was typed stays.
    assert PendingRevision.objects.get().typed == {"where": "Arezzo"}
