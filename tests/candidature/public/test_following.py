"""After sending: state, integration, withdrawal."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import workflow
from candidature.statuses import Status
from candidature.submissions.models import FollowLink
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.journey import Journey, pdf, rich_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey() -> Journey:
    sent = Journey(CallPageFactory.create(steps=rich_form()))
    sent.fill_in()
    sent.send()
    return sent


@pytest.fixture
def staff() -> Any:
    return Actor.staff(overseer())


def act(action: str, staff: Any, **kwargs: Any) -> Any:
    submission = Submission.objects.get()
    return workflow.transition(submission.pk, action, staff, expected_version=submission.version, **kwargs)


@pytest.fixture
def asked(journey: Journey, staff: Any) -> Any:
    """A submission that waits for an integration."""
    due = timezone.now() + timedelta(days=10)
    act("request_info", staff, reason="Manca la firma sul curriculum.", due_at=due)
    return journey


def resend(journey: Any, **changes: Any) -> Any:
    submission = Submission.objects.get()
    data = {
        "version": submission.version,
        "q-type": "informal",
        "q-why": "Per la mia comunità, davvero",
        "q-true": "on",
        "attached": [str(uploaded.public_id) for uploaded in submission.files.all()],
        **changes,
    }
    return journey.client.post(journey.url("complete"), data)


def test_the_state_is_told_in_plain_words_with_its_history_and_reasons(journey: Journey, staff: Any) -> None:
    assert "Abbiamo ricevuto la tua candidatura" in journey.get("follow").content.decode()
    act("take", staff)
    act("reject", staff, reason="Fuori dal territorio.")
    page = journey.get("follow").content.decode()
    assert "non è stata ammessa" in page
    assert "Fuori dal territorio." in page
    assert page.index("Ricevuta") < page.index("In istruttoria") < page.rindex("Non ammessa")


def test_the_page_of_the_applicant_never_names_who_decided(journey: Journey, staff: Any) -> None:
    act("take", staff)
    page = journey.get("follow").content.decode()
    assert staff.label not in page
    assert staff.user.email not in page


def test_a_seat_given_back_goes_to_who_waits() -> None:
    event = EventPageFactory.create(capacity=1, steps="[]")
    first, second = Journey(event), Journey(event)
    for one, name in ((first, "Ada"), (second, "Bea")):
        one.start(first_name=name)
        one.send()
    version = Submission.objects.get(status=Status.ACCEPTED).version
    first.post("withdraw", version=version)
    assert "Il tuo posto è confermato" in second.get("follow").content.decode()


def test_the_online_address_is_given_only_to_who_has_a_seat() -> None:
    event = EventPageFactory.create(
        capacity=1, steps="[]", mode="online", online_url="https://stanza.example.org/42"
    )
    first, second = Journey(event), Journey(event)
    for one, name in ((first, "Ada"), (second, "Bea")):
        one.start(first_name=name)
        one.send()
    assert "stanza.example.org" in first.get("follow").content.decode()
    assert "stanza.example.org" not in second.get("follow").content.decode()
    assert "stanza.example.org" not in first.client.get(event.url or "/").content.decode()


def test_a_request_of_integration_shows_reason_term_and_the_answers_given(asked: Any) -> None:
    page = asked.get("complete").content.decode()
    assert "Manca la firma sul curriculum." in page
    assert "Per la mia comunità" in page
    assert "curriculum.pdf" in page
    assert asked.url("complete") in asked.get("follow").content.decode()


def test_completing_keeps_the_old_answers_and_goes_back_to_review(asked: Any) -> None:
    assert resend(asked).url == asked.url("follow")
    submission = Submission.objects.get()
    assert submission.status == Status.IN_REVIEW
    assert submission.answers["why"] == "Per la mia comunità, davvero"
    assert submission.answer_revisions.get().answers["why"] == "Per la mia comunità"


def test_a_file_replaced_in_an_integration_is_kept_with_the_answers_it_belonged_to(asked: Any) -> None:
    old = str(Submission.objects.get().files.get().public_id)
    shown = resend(asked, remove=old)
    assert shown.status_code == 200
    assert "curriculum.pdf" not in shown.content.decode().partition("<form")[2].partition("</form>")[0]
    assert resend(asked, attached=[], **{"q-cv": pdf("firmato.pdf")}).status_code == 302
    submission = Submission.objects.get()
    assert [uploaded.original_name for uploaded in submission.files.all()] == [
        "curriculum.pdf",
        "firmato.pdf",
    ]
    assert submission.answers["cv"] == [str(submission.files.get(original_name="firmato.pdf").public_id)]
    assert submission.answer_revisions.get().answers["cv"] == [old]


def test_an_incomplete_integration_keeps_what_was_typed_and_what_was_attached(asked: Any) -> None:
    refused = resend(asked, attached=[], **{"q-why": "", "q-cv": pdf("firmato.pdf"), "q-true": ""})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "firmato.pdf" in page
    assert Submission.objects.get().status == Status.NEEDS_INFO


def test_a_file_of_somebody_else_cannot_be_claimed_in_an_integration(asked: Any) -> None:
    other = Journey(asked.page)
    other.start()
    other.step(2, "save", cv=pdf("altrui.pdf"))
    from candidature.submissions.models import UploadedFile

    foreign = str(UploadedFile.objects.get(original_name="altrui.pdf").public_id)
    assert resend(asked, attached=[foreign, "nonsense"]).status_code == 422


def test_the_term_of_an_integration_is_kept_to_the_second(asked: Any) -> None:
    due = Submission.objects.get().info_due_at
    assert due is not None
    with mock.patch("portal.web.arrival.timezone.now", return_value=due):
        assert asked.get("complete").status_code == 410
        assert resend(asked).status_code == 410
    with mock.patch("portal.web.arrival.timezone.now", return_value=due - timedelta(microseconds=1)):
        assert resend(asked).status_code == 302


def test_completing_what_was_not_asked_or_changed_meanwhile_is_refused(journey: Journey, staff: Any) -> None:
    assert journey.get("complete").status_code == 409
    due = timezone.now() + timedelta(days=1)
    act("request_info", staff, reason="Manca.", due_at=due)
    assert resend(journey, version="1").status_code == 409


def test_a_revoked_link_opens_nothing(journey: Journey) -> None:
    FollowLink.objects.update(revoked_at=timezone.now())
    for name in ("receipt", "follow", "withdraw", "complete"):
        answer = journey.get(name)
        assert answer.status_code == 410
        assert Submission.objects.get().reference not in answer.content.decode()
