"""Letters: written with the change, sent with patience, never promised before the change is kept."""

from datetime import timedelta
from typing import Any, Never

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from portal.models import OutboxMessage
from portal.outbox import sending as outbox

pytestmark = pytest.mark.django_db


class BrokenServer(EmailBackend):
    """A mail server that refuses to talk."""

    def send_messages(self, messages: Any) -> Never:
        raise ConnectionRefusedError("no answer from prova@example.org's server")


@pytest.fixture
def broken_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"


def letter(**changes: Any) -> Any:
    values = {"key": "1", "recipient": "prova@example.org", "subject": "Oggetto", "body": "Testo"}
    return outbox.enqueue(**{**values, **changes})


def come_due() -> None:
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_letter_leaves_once() -> None:
    letter()

    outbox.deliver_due()
    outbox.deliver_due()

    assert len(mail.outbox) == 1
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.SENT


def test_a_letter_of_a_change_that_was_rolled_back_never_leaves() -> None:
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)

    outbox.deliver_due()

    assert mail.outbox == []


def test_the_same_key_is_one_letter() -> None:
    letter()
    letter(subject="Un altro oggetto")

    assert OutboxMessage.objects.get().subject == "Oggetto"


def test_with_the_mail_server_down_the_letter_waits_and_leaves_when_it_is_back(
    broken_server: None, settings: Settings
) -> None:
    letter()
    for _attempt in range(3):
        come_due()
        assert outbox.deliver_due() == outbox.Delivery(failed=1)
    waiting = OutboxMessage.objects.get()
    assert (waiting.status, waiting.attempts) == (OutboxMessage.Status.PENDING, 3)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    come_due()
    outbox.deliver_due()

    assert len(mail.outbox) == 1


def test_attempts_are_further_and_further_apart_then_staff_must_act(broken_server: None) -> None:
    letter()
    waits = []
    while OutboxMessage.objects.get().status == OutboxMessage.Status.PENDING:
        come_due()
        outbox.deliver_due()
        wait = OutboxMessage.objects.get().next_attempt_at - timezone.now()
        waits.append(round(wait / timedelta(minutes=1)))

    assert waits[:-1] == sorted(waits[:-1])
    assert waits[:-1] == list(outbox.BACKOFF_MINUTES)
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.FAILED


def test_a_letter_that_failed_can_be_sent_again_by_staff(broken_server: None, settings: Settings) -> None:
    message = letter()
    OutboxMessage.objects.update(status=OutboxMessage.Status.FAILED, attempts=9)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    outbox.resend(message)
    outbox.deliver_due()

    assert len(mail.outbox) == 1


def test_one_letter_that_cannot_leave_does_not_hold_back_the_others() -> None:
    letter(key="1", recipient="not an address\nBcc: x")
    letter(key="2")

    assert outbox.deliver_due() == outbox.Delivery(sent=1, failed=1)
    assert [message.to for message in mail.outbox] == [["prova@example.org"]]


def test_a_repeated_letter_carries_the_same_message_id() -> None:
    message = letter()
    outbox.deliver_due()
    outbox.resend(message)
    outbox.deliver_due()

    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_a_letter_claimed_by_a_worker_that_died_is_sent_by_another_after_the_claim() -> None:
    letter()
    assert outbox._claim() is not None

    assert outbox.deliver_due() == outbox.Delivery()
    come_due()
    assert outbox.deliver_due() == outbox.Delivery(sent=1)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The secrets of the links that open something, for letters of the kind "test"."""
    opened: list[str] = []
    monkeypatch.setitem(outbox._link_kinds, "test", link_kind(opened))
    return opened


def link_kind(opened: Any) -> Any:
    return outbox.LinkKind(
        address=lambda message, secret: f"https://example.org/{message.link_target}/{secret}",
        activate=lambda _message, secret: opened.append(secret),
    )


def linked_letter() -> Any:
    return letter(body=f"Apri {outbox.LINK_PLACEHOLDER}", link_kind="test", link_target="7")


def test_the_link_opens_once_the_letter_left_and_is_never_stored(links: Any) -> None:
    linked_letter()
    assert links == []

    outbox.deliver_due()

    assert mail.outbox[0].body == f"Apri https://example.org/7/{links[0]}"
    assert links[0] not in str(list(OutboxMessage.objects.values()))


def test_attempts_that_failed_leave_no_link_that_opens_and_all_carry_the_same(
    links: Any, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.LosesTheAnswer"
    message = linked_letter()
    for _attempt in range(9):
        come_due()
        outbox.deliver_due()
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.FAILED
    assert links == []

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    message.refresh_from_db()
    outbox.resend(message)
    outbox.deliver_due()

    # Any of the ten may have arrived: each holds the link that opens now.
    assert len(links) == 1
    assert {message.body for message in mail.outbox} == {f"Apri https://example.org/7/{links[0]}"}
    assert len(mail.outbox) == 10


class LosesTheAnswer(EmailBackend):
    """Takes the letter, then the line breaks."""

    def send_messages(self, messages: Any) -> Never:
        super().send_messages(messages)
        raise TimeoutError("no answer after the end of the letter")


def test_a_worker_killed_before_it_recorded_the_sending_leaves_no_link_that_opens(
    links: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked_letter()

    class Killed(BaseException):
        pass

    def killed(_message: Any) -> Never:
        raise Killed

    monkeypatch.setattr(outbox, "_record_sent", killed)
    with pytest.raises(Killed):
        outbox.deliver_due()
    assert links == []
    monkeypatch.undo()
    monkeypatch.setitem(outbox._link_kinds, "test", link_kind(links))

    come_due()
    outbox.deliver_due()

    first, second = mail.outbox
    assert first.body == second.body == f"Apri https://example.org/7/{links[0]}"
    assert len(links) == 1


def test_two_letters_carry_two_links_and_a_letter_sent_anew_a_third(links: Any) -> None:
    message = linked_letter()
    letter(key="2", body=outbox.LINK_PLACEHOLDER, link_kind="test", link_target="7")
    outbox.deliver_due()
    message.refresh_from_db()
    outbox.resend(message)
    outbox.deliver_due()

    assert len(set(links)) == 3


def test_a_subject_with_line_breaks_forges_no_header() -> None:
    letter(subject="Oggetto\r\nBcc: spia@example.org")
    outbox.deliver_due()

    assert mail.outbox[0].message()["Bcc"] is None


def test_sent_letters_are_forgotten_after_their_time() -> None:
    letter()
    outbox.deliver_due()

    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR - timedelta(hours=1)) == 0
    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR + timedelta(hours=1)) == 1
