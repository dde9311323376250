"""What whoever holds the personal link takes away, and nobody else."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from candidature.actors import Actor
from candidature.links.models import FollowLink
from candidature.models import LogEntry, Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from candidature.receipts import document, verification
from portal.models import OutboxMessage
from portal.outbox import attachments
from portal.pdf import counted, press
from portal.web import outage
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    overseer,
    submitted,
)
from tests.candidature.intake.intake import completed, corrected
from tests.candidature.messages import conversations as messages
from tests.candidature.public.journey import Journey, pdf, rich_form
from tests.candidature.public.mailbox import read_letters
from tests.moduli.builders import PDF
from tests.reading_pdf import flaws_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey() -> Journey:
    sent = Journey(CallPageFactory.create(steps=rich_form()))
    sent.start()
    sent.step(1, type="informal", why="Per la mia comunità")
    sent.step(2, cv=pdf("il mio «curriculum».pdf"), true="on")
    sent.send()
    return sent


def guarded(answer: Any) -> None:
    """Only for whoever asked, never a page of this site, and kept nowhere."""
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.has_header("ETag")


def test_the_receipt_on_the_screen_and_the_personal_page_lead_to_the_document(journey: Journey) -> None:
    address = journey.url("receipt_pdf")
    for page in (journey.receipt, journey.url("follow")):
        assert f'href="{address}"' in journey.client.get(page).content.decode()

    answer = journey.client.get(address)
    guarded(answer)
    assert answer["Content-Type"] == "application/pdf"
    reference = Submission.objects.get().reference
    assert f"ricevuta-{reference}.pdf" in answer["Content-Disposition"]
    assert reference in text_of(answer.content)


def test_the_receipt_on_the_screen_has_digests_of_files_and_where_to_check_it(journey: Journey) -> None:
    submission = Submission.objects.get()
    shown = journey.client.get(journey.receipt).content.decode()

    assert f"SHA-256 {submission.files.get().sha256}" in shown
    address = verification.address_of(submission, 1)
    assert f'href="{address}"' in shown
    checked = journey.client.get(address.removeprefix(settings.SITE_URL)).content.decode()
    assert "Ricevuta autentica" in checked
    assert "Versione" not in shown


@pytest.mark.parametrize("change", [corrected, completed])
def test_the_receipt_on_the_screen_tells_its_version_after_any_change(journey: Journey, change: Any) -> None:
    submission = Submission.objects.get()
    if change is completed:
        submission = transition(
            submission.pk,
            "request_info",
            Actor.staff(overseer()),
            expected_version=submission.version,
            reason="Spiega meglio.",
            due_at=timezone.now() + timedelta(days=5),
            asked=EVERYTHING,
        )
    change(submission, {**submission.answers, "why": "Per tutti"})

    shown = " ".join(journey.get("receipt").content.decode().split())

    assert "Versione 2: le risposte sono quelle cambiate" in shown
    assert verification.address_of(submission, 2) in shown


def test_the_receipt_says_that_a_letter_comes_only_while_it_may_be_awaited(journey: Journey) -> None:
    awaited = "Ti mandiamo la ricevuta anche per email"
    assert awaited in journey.client.get(journey.receipt).content.decode()

    Submission.objects.update(submitted_at=timezone.now() - timedelta(hours=2))

    assert awaited not in journey.get("receipt").content.decode()


def test_the_sender_gets_back_what_they_attached(journey: Journey) -> None:
    address = journey.url("own_file", Submission.objects.get().files.get().public_id)
    assert f'href="{address}"' in journey.get("follow").content.decode()

    answer: Any = journey.client.get(address)
    guarded(answer)
    assert answer["Content-Type"] == "application/octet-stream"
    assert "curriculum" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == PDF


def test_the_sender_gets_all_that_the_portal_holds(journey: Journey) -> None:
    address = journey.url("own_data")
    assert f'href="{address}"' in journey.get("follow").content.decode()

    answer = journey.client.get(address)
    guarded(answer)
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["answers"] == Submission.objects.get().answers


def test_a_file_of_somebody_else_is_nobodys(journey: Journey) -> None:
    theirs = Submission.objects.get().files.get().public_id
    other = Journey(CallPageFactory.create(steps=rich_form()))
    other.fill_in()
    other.send()

    for public_id in (theirs, uuid4()):
        answer = other.get("own_file", public_id)
        assert answer.status_code == 404
        assert "Questo file non c’è" in answer.content.decode()


def test_a_file_that_is_not_on_the_disk_is_told_with_the_way_back(journey: Journey) -> None:
    uploaded = Submission.objects.get().files.get()
    uploaded.file.storage.delete(str(uploaded.file.name))

    answer = journey.get("own_file", uploaded.public_id)
    assert answer.status_code == 404
    assert journey.url("follow") in answer.content.decode()


@pytest.mark.parametrize("name", ["receipt_pdf", "own_data", "own_archive", "own_file"])
def test_an_ended_or_unknown_link_opens_no_document(journey: Journey, name: str) -> None:
    args = [Submission.objects.get().files.get().public_id] if name == "own_file" else []
    FollowLink.objects.update(revoked_at=timezone.now())
    assert journey.get(name, *args).status_code == 410

    unknown = journey.client.get(reverse(f"candidature:{name}", args=["a" * 22, *args]))
    assert unknown.status_code == 404
    retention.erase(Submission.objects.get())
    assert journey.get(name, *args).status_code == 404


@pytest.mark.parametrize("name", ["receipt_pdf", "own_data", "own_archive", "own_file"])
def test_a_press_on_a_document_leads_back_to_a_page(journey: Journey, name: str) -> None:
    args = [uuid4()] if name == "own_file" else []

    assert journey.client.post(journey.url(name, *args)).status_code == 302


def test_a_document_that_cannot_be_made_is_told_and_the_receipt_stays_on_the_screen(journey: Journey) -> None:
    with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
        answer = journey.get("receipt_pdf")

    assert answer.status_code == 503
    assert "Ciò che hai inviato è al sicuro" in answer.content.decode()
    assert journey.get("receipt").status_code == 200


def test_who_asks_for_documents_without_end_is_told_when_to_come_again(journey: Journey, limits: Any) -> None:
    limits(LIMIT_DOCUMENTS_PER_HOUR=1)
    assert journey.get("receipt_pdf").status_code == 200

    answer = journey.get("receipt_pdf")
    assert answer.status_code == 429
    assert answer.has_header("Retry-After")
    assert "Riprova dopo le" in answer.content.decode()


def test_a_portal_that_cannot_write_hands_over_the_receipt_all_the_same(journey: Journey) -> None:
    with mock.patch.object(counted, "count", side_effect=outage.OutageError):
        assert flaws_of(journey.get("receipt_pdf").content) == []


@pytest.mark.parametrize(
    ("make_page", "words"),
    [(CallPageFactory.create, "candidatura"), (EventPageFactory.create, "posto è confermato")],
)
def test_the_letter_that_says_it_arrived_carries_the_receipt(make_page: Any, words: str) -> None:
    submission = submitted(make_page())

    (letter,) = read_letters()
    assert words in letter.subject
    (attachment,) = [one for one in letter.attachments if one.get_content_type() == "application/pdf"]
    assert attachment.get_filename() == document.file_name(submission)
    assert submission.reference in text_of(attachment.get_payload(decode=True))


def test_a_letter_waits_for_its_receipt_and_then_leaves_without(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(CallPageFactory.create())
    monkeypatch.setattr(press, "_made", mock.Mock(side_effect=press.NotMadeError))
    assert read_letters() == []

    monkeypatch.setattr(attachments, "PATIENCE", 0)
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    (letter,) = read_letters()
    assert letter.attachments == []


def test_nothing_is_enclosed_of_what_was_erased() -> None:
    submission = submitted(CallPageFactory.create())
    key = str(submission.pk)
    assert attachments._kinds["candidature.receipt_pdf"](key) is not None
    retention.erase(submission)

    assert attachments._kinds["candidature.receipt_pdf"](key) is None


class TestAllInOne:
    """“Tutto (ZIP)”."""

    @pytest.fixture
    def archive(self, journey: Journey) -> zipfile.ZipFile:
        submission = Submission.objects.get()
        messages.from_applicant(submission, "Posso cambiare il curriculum?", pdf("bozza.pdf"))
        messages.from_office(submission, overseer(), "Sì, entro domenica.")
        read_letters()
        address = journey.url("own_archive")
        assert f'href="{address}"' in journey.get("follow").content.decode()
        answer: Any = journey.client.get(address)
        guarded(answer)
        assert answer.streaming
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    def test_it_holds_all_that_one_side_told_the_other(self, archive: zipfile.ZipFile) -> None:
        submission = Submission.objects.get()

        assert archive.testzip() is None
        assert submission.reference in text_of(archive.read(f"ricevuta-{submission.reference}.pdf"))
        data = json.loads(archive.read("dati.json"))
        assert data["answers"] == submission.answers
        talk = archive.read("messaggi.txt").decode()
        assert "Posso cambiare il curriculum?" in talk
        assert "Allegati: bozza.pdf" in talk
        assert talk.index("Tu, ") < talk.index("L’ufficio, ")
        assert str(submission.status_label) in archive.read("storia.txt").decode()
        [letter] = [name for name in archive.namelist() if name.startswith("lettere/01 ")]
        assert "Oggetto: " in archive.read(letter).decode()
        assert archive.read("file/il mio «curriculum».pdf") == PDF
        assert archive.read("file dei messaggi/bozza.pdf") == PDF
        assert "mancanti.txt" not in archive.namelist()

    def test_the_log_notes_it(self, archive: zipfile.ZipFile) -> None:
        entry = LogEntry.objects.get(action="own_data_taken")

        assert entry.submission == Submission.objects.get()
        assert entry.actor is None

    def test_it_counts_as_a_document(self, journey: Journey, limits: Any) -> None:
        limits(LIMIT_DOCUMENTS_PER_HOUR=1)
        assert journey.get("own_archive").status_code == 200

        assert journey.get("own_archive").status_code == 429
        assert LogEntry.objects.filter(action="own_data_taken").count() == 1

    def test_what_cannot_be_put_in_is_named_and_the_rest_is_there(self, journey: Journey) -> None:
        uploaded = Submission.objects.get().files.get()
        uploaded.file.storage.delete(str(uploaded.file.name))

        with mock.patch.object(press, "_made", side_effect=press.NotMadeError):
            answer: Any = journey.get("own_archive")

        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        missing = archive.read("mancanti.txt").decode()
        assert "ricevuta-" in missing
        assert "file/il mio «curriculum».pdf" in missing
        assert "dati.json" in archive.namelist()

    def test_files_of_former_versions_are_in_it_and_on_the_personal_page(self, journey: Journey) -> None:
        submission = Submission.objects.get()
        former = submission.files.get()
        submission.answers = {**submission.answers, "cv": []}
        submission.version += 1
        submission.save()

        shown = journey.get("follow").content.decode()
        assert f'href="{journey.url("own_file", former.public_id)}"' in shown
        assert "da una versione precedente" in shown
        answer: Any = journey.get("own_archive")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert archive.read("file di versioni precedenti/il mio «curriculum».pdf") == PDF
