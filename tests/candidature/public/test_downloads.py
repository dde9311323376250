"""What whoever holds the personal link takes away, and nobody else."""

from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from candidature.links.models import FollowLink
from candidature.models import Submission
from candidature.privacy import retention
from candidature.receipts import document
from portal.models import OutboxMessage
from portal.outbox import attachments
from portal.pdf import counted, press
from portal.web import outage
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.public.journey import Journey, pdf, rich_form
from tests.candidature.public.mailbox import read_letters
from tests.moduli.builders import PDF
from tests.reading_pdf import claims_accessibility, text_of

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


@pytest.mark.parametrize("name", ["receipt_pdf", "own_data", "own_file"])
def test_an_ended_or_unknown_link_opens_no_document(journey: Journey, name: str) -> None:
    args = [Submission.objects.get().files.get().public_id] if name == "own_file" else []
    FollowLink.objects.update(revoked_at=timezone.now())
    assert journey.get(name, *args).status_code == 410

    unknown = journey.client.get(reverse(f"candidature:{name}", args=["a" * 22, *args]))
    assert unknown.status_code == 404
    retention.erase(Submission.objects.get())
    assert journey.get(name, *args).status_code == 404


@pytest.mark.parametrize("name", ["receipt_pdf", "own_data", "own_file"])
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
        assert claims_accessibility(journey.get("receipt_pdf").content)


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
