"""Asking for an integration: which questions, which documents, and what is seen of it afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from wagtail.users.models import UserProfile

from candidature.actors import Actor
from candidature.models import CallPage, InfoRequest, Submission
from candidature.process.payloads import AskedFor, Document
from candidature.process.refusals import MissingQuestionsError
from candidature.process.workflow import transition_many
from candidature.statuses import Status
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.intake.intake import completed, corrected
from tests.candidature.public.revising import ANSWERS, ask, three_steps
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=three_steps())
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page, answers=dict(ANSWERS))


def opened(app: DjangoTestApp, page: CallPage, submission: Submission) -> Any:
    address = reverse("candidature_review:decide", args=[submission.pk, "request_info"])
    form = app.get(address, user=committee_member(page)).forms["decision"]
    form["reason"] = "Manca qualcosa."
    return form


def test_the_questions_that_were_shown_can_be_chosen_and_no_other(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    form = opened(django_app, page, submission)
    choices = [field._value for field in form.fields["questions"]]
    assert choices == ["type", "why", "where", "cv"]

    form["questions"] = ["why", "where"]
    form.submit(status=302)

    request = InfoRequest.objects.get()
    assert (request.questions, request.everything) == (["why", "where"], False)
    assert Submission.objects.get().status == Status.NEEDS_INFO


def test_a_question_that_was_not_shown_cannot_be_chosen_by_hand(
    client: Client, page: CallPage, submission: Submission
) -> None:
    client.force_login(committee_member(page))
    due_on = (timezone.localdate() + timedelta(days=5)).isoformat()
    data = {"expected_version": 1, "reason": "Manca.", "due_on": due_on, "questions": ["runts"]}

    refused = client.post(reverse("candidature_review:decide", args=[submission.pk, "request_info"]), data)

    assert refused.status_code == 400
    assert not InfoRequest.objects.exists()


def test_asking_for_nothing_is_refused_and_what_was_typed_stays(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    refused = opened(django_app, page, submission).submit(status=400)

    assert "Scegli una risposta" in refused.text
    assert refused.forms["decision"]["reason"].value.strip() == "Manca qualcosa."


def test_a_document_becomes_a_question_of_this_submission_alone(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    other = submitted(page, answers=dict(ANSWERS))
    form = opened(django_app, page, submission)
    form["document_1"] = "Statuto firmato"
    form["document_1_help"] = "Anche fotografato."
    form.submit(status=302)

    asked = Submission.objects.get(pk=submission.pk)
    assert [step["questions"][0]["label"] for step in asked.schema["steps"]][-1] == "Statuto firmato"
    assert Submission.objects.get(pk=other.pk).schema == submission.schema
    address = reverse("candidature_review:detail", args=[submission.pk])
    detail = django_app.get(address, user=committee_member(page))
    assert "Che cosa aspettiamo" in detail.text
    assert "Statuto firmato" in detail.text


def test_what_a_colleague_did_meanwhile_costs_no_choice(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    form = opened(django_app, page, submission)
    form["questions"] = ["why", "where"]
    form["document_2"] = "Bilancio"
    ask(submission, "cv")
    Submission.objects.update(status=Status.IN_REVIEW, info_due_at=None)

    again = form.submit(status=409).forms["decision"]

    chosen = [field._value for field in again.fields["questions"] if field.checked]
    assert chosen == ["why", "where"]
    assert again["document_2"].value == "Bilancio"


def test_of_a_set_each_is_asked_what_it_was_shown_and_who_was_shown_none_of_it_is_refused(
    page: CallPage,
) -> None:
    formal = submitted(page, answers={**ANSWERS, "type": "formal", "runts": "12"})
    informal = submitted(page, answers=dict(ANSWERS))
    values: dict[str, Any] = {"reason": "Controlla.", "due_at": timezone.now() + timedelta(days=5)}

    first, second = transition_many(
        {formal.pk: 1, informal.pk: 1},
        "request_info",
        Actor.staff(overseer()),
        asked=AskedFor(questions=("runts",)),
        **values,
    )

    assert first.is_done
    assert isinstance(second.refusal, MissingQuestionsError)
    assert InfoRequest.objects.get().submission == formal


def test_a_second_document_stands_beside_the_first(submission: Submission) -> None:
    asked = ask(submission, documents=(Document("Statuto"),))
    version = Submission.objects.get().version
    Submission.objects.update(status=Status.IN_REVIEW, info_due_at=None)
    ask(Submission.objects.get(), documents=(Document("Bilancio"), Document("Verbale")))

    last = Submission.objects.get().schema["steps"][-1]
    assert asked.version == version
    assert [question["label"] for question in last["questions"]] == ["Statuto", "Bilancio", "Verbale"]
    assert len({question["key"] for question in last["questions"]}) == 3


def test_what_an_integration_changed_is_read_question_by_question(
    client: Client, page: CallPage, submission: Submission
) -> None:
    completed(ask(submission, "why", "where"), {"why": "Per la valle"})
    client.force_login(committee_member(page))

    text = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()

    table = text.partition("review-differences")[2].partition("</table>")[0]
    assert "Che cosa è cambiato con l’integrazione" in text
    assert "Per la mia comunità" in table
    assert "Per la valle" in table
    assert "Cortona" not in table


def test_what_a_correction_changed_of_who_sent_it_is_read_too(
    client: Client, page: CallPage, submission: Submission
) -> None:
    names = ("applicant_kind", "first_name", "last_name", "organisation_name", "phone", "municipality_id")
    who = {name: getattr(submission, name) for name in names}
    corrected(submission, {}, applicant={**who, "last_name": "Bernardeschi"})
    client.force_login(committee_member(page))

    text = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()

    table = text.partition("review-differences")[2].partition("</table>")[0]
    assert "Che cosa è cambiato con la correzione" in text
    assert submission.last_name in table
    assert "Bernardeschi" in table


@pytest.mark.parametrize(
    ("read", "line"),
    [
        ("it", "tutte le risposte: rileggile e cambia ciò che serve"),
        ("en", "all answers: read them again and change what is needed"),
    ],
)
@pytest.mark.parametrize("of_staff", ["it", "en"])
def test_a_letter_asks_in_the_language_of_its_reader_and_a_form_in_its_own_whatever_staff_read(
    django_app: DjangoTestApp, page: CallPage, submission: Submission, read: str, line: str, of_staff: str
) -> None:
    Submission.objects.update(language=read)
    reviewer = committee_member(page)
    UserProfile.objects.create(user=reviewer, preferred_language=of_staff)
    address = reverse("candidature_review:decide", args=[submission.pk, "request_info"])
    shown = django_app.get(address, user=reviewer)
    assert shown.html.find("html")["lang"] == of_staff
    form = shown.forms["decision"]
    form["reason"], form["everything"], form["document_1"] = "Manca qualcosa.", True, "Statuto"

    previewed = form.submit("then", value="read")
    assert line in str(previewed.html.find("iframe", class_="review-letter-whole")["srcdoc"])
    previewed.forms["decision"].submit(status=302)

    letter = OutboxMessage.objects.get(related_to=submission.reference, key__endswith=":info_requested")
    assert line in str(letter.body)
    assert Submission.objects.get().schema["steps"][-1]["title"] == "Documenti chiesti dall’ufficio"
