"""The log of one submission as a document: who read, changed, wrote and decided what, and when."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning, protocol, workflow
from candidature.submissions.protocol_number import ProtocolNumber
from istruttoria import trail
from istruttoria.checklists import answering as checks
from istruttoria.checklists.reading import lines
from istruttoria.detail import audit
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from istruttoria.notes import writing as notes
from istruttoria.opinions import asking as opinions
from portal.italian.days import with_article
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_office
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.istruttoria.scores.points import LISTED, scored
from tests.reading_pdf import flaws_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, first_name="Zanzibarrina")


def called(user: User, name: str) -> User:
    user.first_name, user.last_name = name.split(" ", 1)
    user.save()
    return user


def rows(submission: Submission) -> tuple[list[Any], list[Any]]:
    """What the document says was done, and who looked: what, and who and when."""
    done, looked = audit.contents(submission)["parts"]
    return done["rows"], looked["rows"]


def test_it_tells_who_read_wrote_changed_and_decided_even_once_the_accounts_are_gone(
    client: Client, page: CallPage, submission: Submission
) -> None:
    reviewer = called(committee_member(page), "Carla Neri")
    officer = called(member_of(Role.OFFICERS), "Ugo Verdi")
    client.force_login(reviewer)
    uploaded = received_file(submission, "statuto.pdf")
    client.get(reverse("candidature_review:detail", args=[submission.pk]))
    client.get(reverse("candidature_review:file", args=[submission.pk, uploaded.public_id]))
    from_office(submission, reviewer, "Buongiorno.")
    notes.write(submission, reviewer, "Da vedere.", key="k" * 22)
    protocol.register(submission.pk, ProtocolNumber("123/2026"), officer)
    workflow.transition(
        submission.pk, "reject", Actor.staff(officer), expected_version=1, reason="Fuori zona."
    )
    reviewer.delete()
    officer.delete()

    done, looked = rows(Submission.objects.get())

    told = [(row["what"], row["who_and_when"].split(" · ")[1], row["more"]) for row in done]
    assert told == [
        ("Ricevuta", "Chi ha inviato", []),
        ("Messaggio inviato", "Carla Neri", []),
        ("Nota interna scritta", "Carla Neri", []),
        ("Numero di protocollo registrato", "Ugo Verdi", ["123/2026"]),
        ("Non accogliere → Non ammessa", "Ugo Verdi", ["Motivazione: Fuori zona."]),
    ]
    assert [(row["what"], row["who_and_when"].split(" · ")[1], row["more"]) for row in looked] == [
        ("Consultata", "Carla Neri", []),
        ("File scaricato", "Carla Neri", ["statuto.pdf"]),
    ]


def test_who_had_no_account_is_named_in_the_language_of_who_reads(submission: Submission) -> None:
    with override("en"):
        done, _looked = rows(submission)

    assert done[0]["who_and_when"].split(" · ")[1] == "Whoever sent it"
    assert LogEntry.objects.get(submission=submission).actor_label == "Chi ha inviato"


def test_what_is_left_beside_the_answers_is_told_with_the_name_of_who_is_gone(client: Client) -> None:
    page = CallPageFactory.create(
        scoring=LISTED,
        checks=json.dumps([{"type": "check", "id": "k", "value": {"text": "Firmata", "required": False}}]),
    )
    submission = submitted(page)
    OutboxMessage.objects.update(status=OutboxMessage.Status.SENT, sent_at=timezone.now())
    letter = OutboxMessage.objects.get()
    reviewer = called(committee_member(page), "Carla Neri")
    client.force_login(reviewer)
    by = timezone.localdate() + timedelta(days=3)
    assigning.assign(submission.pk, reviewer, Actor.staff(reviewer), former=None, days={submission.pk: by})
    [line] = lines(submission, page)
    checks.answer(submission, [checks.Given(line.key, "yes", "", line.mark)], reviewer)
    scored(submission, reviewer, 4, 15)
    marking.mark([submission.pk], reviewer, put=[Label.objects.create(name="Da richiamare")])
    asked = opinions.Request("Ugo", "ugo@example.net", "Che ne dici?", timezone.now() + timedelta(days=5))
    opinions.ask(submission, asked, reviewer, key="o" * 22)
    client.get(reverse("candidature_review:letter", args=[submission.pk, letter.pk]))
    workflow.transition(
        submission.pk, "propose_reject", Actor.staff(reviewer), expected_version=1, reason="Fuori zona."
    )
    reviewer.delete()

    done, looked = rows(Submission.objects.get())

    told = [(row["what"], row["who_and_when"].split(" · ")[1]) for row in (*done, *looked)]
    assert [what for what, who in told if who == "Carla Neri"] == [
        f"Assegnata a Carla Neri, da valutare entro {with_article(by)}",
        "Controllo dell’istruttoria: Sì",
        "Punti dati",
        "Etichetta messa: Da richiamare",
        "Chiesto un parere",
        "Proposta: Non ammessa",
        "Lettera letta",
    ]


def test_it_is_a_pdf_and_the_log_says_who_took_it(
    client: Client, page: CallPage, submission: Submission
) -> None:
    reviewer = committee_member(page)
    client.force_login(reviewer)

    answer = client.get(reverse("candidature_review:audit", args=[submission.pk]))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert flaws_of(answer.content) == []
    assert f"registro-{submission.reference}.pdf" in answer["Content-Disposition"]
    entry = LogEntry.objects.get(action=trail.AUDITED)
    assert (entry.actor, entry.submission) == (reviewer, submission)


def test_another_committee_gets_none(client: Client, submission: Submission) -> None:
    client.force_login(committee_member(CallPageFactory.create()))

    assert client.get(reverse("candidature_review:audit", args=[submission.pk])).status_code == 404
    assert not LogEntry.objects.filter(action=trail.AUDITED).exists()


def test_moments_are_told_to_the_second_and_in_order(submission: Submission) -> None:
    [received], _looked = rows(submission)

    assert received["who_and_when"].count(":") == 2
