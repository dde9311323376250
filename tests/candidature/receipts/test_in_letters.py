"""The letters that say that something arrived hold it: made when they leave, and nowhere before."""

from typing import Any

import pytest

from candidature.actors import APPLICANT
from candidature.models import CallPage, Submission
from candidature.process import workflow
from candidature.receipts import verification
from portal.letters.blocks import Made
from portal.models import OutboxMessage
from portal.outbox import late_parts, previewing, sending
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.public.journey import Journey, form_of, pdf, rich_form
from tests.candidature.public.mailbox import read_letters
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    created: CallPage = CallPageFactory.create(title="Orti in città", steps=rich_form())
    return created


def sent(page: Any) -> Submission:
    journey = Journey(page)
    journey.start(first_name="Bea", last_name="Prova", email="bea@example.org")
    journey.step(1, type="formal", shown=["q-type:formal"])
    journey.step(1, type="formal", runts="yes", shown=["q-type:formal", "q-runts:yes"])
    journey.step(1, type="formal", runts="yes", number="RUNTS 77", why="Per la mia comunità",
                 shown=["q-type:formal", "q-runts:yes"])  # fmt: skip
    journey.step(2, cv=pdf("statuto firmato.pdf"), true="on")
    journey.send()
    return Submission.objects.get()


def receipt(submission: Submission) -> OutboxMessage:
    found: OutboxMessage = OutboxMessage.objects.get(
        related_to=submission.reference, subject__startswith="Abbiamo ricevuto"
    )
    return found


def test_who_sent_something_reads_all_of_it_in_the_letter(page: CallPage) -> None:
    submission = sent(page)
    file, notice = submission.files.get(), submission.privacy_notice
    [letter] = [one for one in read_letters() if one.subject.startswith("Abbiamo ricevuto")]
    [(html, _kind)] = letter.alternatives

    for told in (
        "Bea Prova",
        "Che cosa siete?",
        "Associazione",
        "Numero RUNTS",
        "RUNTS 77",
        "Per la mia comunità",
        "statuto firmato.pdf",
        f"({file.size} byte)",
        f"SHA-256 {file.sha256}",
        f"{notice.title}, versione {notice.version}",
        verification.address_of(submission, 1),
    ):
        assert told in letter.body
        assert told in html
    # Below the one thing to do.
    assert letter.body.index("Apri la tua pagina") < letter.body.index("RUNTS 77")


def test_nothing_of_it_rests_among_the_letters_or_is_seen_by_staff_there(page: CallPage) -> None:
    submission = sent(page)
    message = receipt(submission)

    assert "RUNTS 77" not in message.body
    assert "RUNTS 77" not in previewing.as_seen(message)
    assert "Qui la lettera riporta le risposte inviate" in previewing.as_seen(message)
    read_letters()
    message.refresh_from_db()
    assert message.status == OutboxMessage.Status.SENT
    assert "RUNTS 77" not in message.body


def test_an_event_that_gives_its_seats_sends_them_too() -> None:
    asked = form_of([block("short_text", "a", label="Domanda", required=True)])
    page = EventPageFactory.create(admission="automatic", capacity=5, steps=asked)
    submitted(page, answers={"a": "Vengo in bicicletta"})

    [letter] = read_letters()

    assert "Vengo in bicicletta" in letter.body


def test_a_decision_says_nothing_of_the_answers() -> None:
    asked = form_of([block("short_text", "a", label="Domanda", required=True)])
    submission = submitted(CallPageFactory.create(steps=asked), answers={"a": "Vengo in bicicletta"})
    read_letters()
    workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)

    [letter] = read_letters()

    assert "Vengo in bicicletta" not in letter.body


def test_a_part_that_cannot_be_made_costs_no_letter(caplog: pytest.LogCaptureFixture) -> None:
    submission = submitted(CallPageFactory.create())
    gone = Made("candidature.answers", "0", "Qui.")
    unknown = Made("di.nessuno", "RUNTS 77", "Qui.")

    assert late_parts.made([gone, unknown]) == []
    assert "di.nessuno" in caplog.text
    assert "RUNTS 77" not in caplog.text
    assert sending.filled(receipt(submission))
