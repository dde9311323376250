"""Letters: written with the change, sent with patience, never promised before the change is kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from portal import outbox
from portal.models import OutboxMessage

pytestmark = pytest.mark.django_db


class BrokenServer(EmailBackend):
    """A mail server that refuses to talk."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no answer from prova@example.org's server")


@pytest.fixture
def broken_server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"


def letter(**changes):
    values = {"key": "1", "recipient": "prova@example.org", "subject": "Oggetto", "body": "Testo"}
    return outbox.enqueue(**{**values, **changes})


def come_due():
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_letter_leaves_once():
    letter()

    outbox.deliver_due()
    outbox.deliver_due()

    assert len(mail.outbox) == 1
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.SENT


def test_a_letter_of_a_change_that_was_rolled_back_never_leaves():
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)

    outbox.deliver_due()

    assert mail.outbox == []


def test_the_same_key_is_one_letter():
    letter()
    letter(subject="Un altro oggetto")

    assert OutboxMessage.objects.get().subject == "Oggetto"


def test_with_the_mail_server_down_the_letter_waits_and_leaves_when_it_is_back(broken_server, settings):
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


def test_attempts_are_further_and_further_apart_then_staff_must_act(broken_server):
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


def test_a_letter_that_failed_can_be_sent_again_by_staff(broken_server, settings):
    message = letter()
    OutboxMessage.objects.update(status=OutboxMessage.Status.FAILED, attempts=9)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    outbox.resend(message)
    outbox.deliver_due()

    assert len(mail.outbox) == 1


def test_one_letter_that_cannot_leave_does_not_hold_back_the_others():
    letter(key="1", recipient="not an address\nBcc: x")
    letter(key="2")

    assert outbox.deliver_due() == outbox.Delivery(sent=1, failed=1)
    assert [message.to for message in mail.outbox] == [["prova@example.org"]]


def test_a_repeated_letter_carries_the_same_message_id():
    message = letter()
    outbox.deliver_due()
    outbox.resend(message)
    outbox.deliver_due()

    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_a_letter_claimed_by_a_worker_that_died_is_sent_by_another_after_the_claim():
    letter()
    assert outbox._claim() is not None

    assert outbox.deliver_due() == outbox.Delivery()
    come_due()
    assert outbox.deliver_due() == outbox.Delivery(sent=1)


def test_the_link_is_made_when_the_letter_leaves_and_is_never_stored():
    outbox.register_link_kind("test", lambda target: f"https://example.org/{target}/secret")
    letter(body=f"Apri {outbox.LINK_PLACEHOLDER}", link_kind="test", link_target="7")

    outbox.deliver_due()

    assert mail.outbox[0].body == "Apri https://example.org/7/secret"
    assert "secret" not in str(list(OutboxMessage.objects.values()))


def test_a_subject_with_line_breaks_forges_no_header():
    letter(subject="Oggetto\r\nBcc: spia@example.org")
    outbox.deliver_due()

    assert mail.outbox[0].message()["Bcc"] is None


def test_sent_letters_are_forgotten_after_their_time():
    letter()
    outbox.deliver_due()

    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR - timedelta(hours=1)) == 0
    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR + timedelta(hours=1)) == 1
