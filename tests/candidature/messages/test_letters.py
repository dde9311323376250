"""The letter that tells the applicant of a message: it quotes nothing, and ten messages make one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from candidature.actors import APPLICANT
from candidature.messages import reading
from candidature.models import Submission
from candidature.submissions.channels import Channel
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, overseer, submitted
from tests.candidature.messages.conversations import from_applicant, from_office
from tests.candidature.public.journey import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission() -> Submission:
    sent = submitted(CallPageFactory.create(title="Partner per l’ascolto"), email="ada@example.org")
    OutboxMessage.objects.all().delete()
    return sent


@pytest.fixture
def officer() -> User:
    return overseer()


def delivered() -> list[str]:
    """What reached the mailboxes since the last time."""
    mail.outbox.clear()
    outbox.deliver_due()
    return [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]


def read(submission: Submission) -> None:
    """The applicant opens the conversation."""
    reading.mark_read(submission, reading.conversation(submission, APPLICANT).messages, APPLICANT)


def test_it_names_the_call_and_the_way_and_quotes_nothing(submission: Submission, officer: User) -> None:
    from_office(submission, officer, "La sua diagnosi manca.", pdf("diagnosi.pdf"))
    [letter] = delivered()

    assert "Partner per l’ascolto" in letter
    assert submission.reference in letter
    assert "/candidature/segui/" in letter
    assert "diagnosi" not in letter
    assert officer.last_name not in letter


def test_ten_messages_in_a_row_make_one_letter(submission: Submission, officer: User) -> None:
    for number in range(5):
        from_office(submission, officer, f"Numero {number}")
    assert len(delivered()) == 1
    for number in range(5):
        from_office(submission, officer, f"Altro {number}")

    assert delivered() == []


def test_a_message_after_the_last_one_was_read_has_its_letter(submission: Submission, officer: User) -> None:
    from_office(submission, officer)
    assert len(delivered()) == 1
    read(submission)
    from_office(submission, officer, "Ancora una cosa.")

    assert len(delivered()) == 1


def test_who_does_not_read_for_a_day_is_told_again_of_another(submission: Submission, officer: User) -> None:
    from_office(submission, officer)
    delivered()
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(hours=25))
    from_office(submission, officer, "Il giorno dopo.")

    assert len(delivered()) == 1


def test_what_the_applicant_writes_is_told_to_nobody_by_a_letter_to_them(submission: Submission) -> None:
    from_applicant(submission)

    assert delivered() == []


@pytest.mark.parametrize("status", [OutboxMessage.Status.FAILED, OutboxMessage.Status.REFUSED])
def test_a_mailbox_that_takes_no_letters_stops_no_message(
    submission: Submission, officer: User, status: str
) -> None:
    from_office(submission, officer, "Uno")
    OutboxMessage.objects.update(status=status, stopped_at=timezone.now())
    from_office(submission, officer, "Due")

    assert submission.messages.count() == 2
    talk = reading.conversation(submission, APPLICANT)
    assert [one.message.text for one in talk.messages] == ["Uno", "Due"]


def test_a_letter_to_who_gave_no_address_is_handed_over_by_the_office(
    submission: Submission, officer: User
) -> None:
    Submission.objects.filter(pk=submission.pk).update(email="", channel=Channel.PAPER)
    from_office(submission, officer)

    assert [letter.status for letter in OutboxMessage.objects.all()] == [OutboxMessage.Status.BY_HAND]
    assert submission.messages.count() == 1
