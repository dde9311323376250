"""After sending: state, withdrawal."""

from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import Actor
from candidature.links.models import FollowLink
from candidature.models import Submission
from candidature.process import workflow
from candidature.statuses import Status
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.journey import Journey, rich_form

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


def test_the_state_is_told_in_plain_words_with_its_history_and_reasons(journey: Journey, staff: Any) -> None:
    assert "Abbiamo ricevuto la tua candidatura" in journey.get("follow").content.decode()
    act("take", staff)
    assert "Tribunale" not in journey.get("follow").content.decode()
    act("reject", staff, reason="Fuori dal territorio.")
    page = journey.get("follow").content.decode()
    assert "non è stata ammessa" in page
    assert "Fuori dal territorio." in page
    # By when and to whom one may appeal, as the letter says it.
    assert "Tribunale amministrativo regionale" in page
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


def test_a_revoked_link_opens_nothing(journey: Journey) -> None:
    FollowLink.objects.update(revoked_at=timezone.now())
    for name in ("receipt", "follow", "withdraw", "complete"):
        answer = journey.get(name)
        assert answer.status_code == 410
        assert Submission.objects.get().reference not in answer.content.decode()
