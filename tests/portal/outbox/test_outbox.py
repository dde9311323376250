"""Letters: written with the change, sent with patience, never promised before the change is kept."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Never

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from portal.models import OutboxMessage
from portal.outbox import mail_connection
from portal.outbox import sending as outbox
from tests.portal.outbox import failing_servers
from tests.portal.outbox.letters import come_due, letter, linked_letter, words_of

pytestmark = pytest.mark.django_db


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


def test_a_letter_is_kept_as_it_was_written() -> None:
    written = letter(
        key="chiave",
        subject="Un  oggetto\n" + "x" * 300,
        link_kind="test",
        link_target="7",
        related_to="CS-1",
    )

    kept = OutboxMessage.objects.get()
    assert written == kept
    assert (kept.key, kept.recipient, words_of(kept)) == ("chiave", "prova@example.org", "Testo")
    assert kept.subject == "Un oggetto " + "x" * 244
    assert (kept.link_kind, kept.link_target, kept.related_to) == ("test", "7", "CS-1")
    # The secret of a link is made of as much chance as its column holds.
    assert len(kept.link_seed) == OutboxMessage._meta.get_field("link_seed").max_length


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


def test_letters_leave_in_the_order_in_which_they_came_due() -> None:
    now = timezone.now()
    for key, seconds in [("b", 2), ("a", 3), ("c", 1), ("d", 1)]:
        letter(key=key, subject=key)
        OutboxMessage.objects.filter(key=key).update(next_attempt_at=now - timedelta(seconds=seconds))

    outbox.deliver_due()

    assert [message.subject for message in mail.outbox] == ["a", "b", "c", "d"]


def test_a_run_sends_so_many_and_leaves_the_rest_to_the_next() -> None:
    for key in "abc":
        letter(key=key)

    assert outbox.deliver_due(limit=2) == outbox.Delivery(sent=2)
    assert outbox.deliver_due(limit=2) == outbox.Delivery(sent=1)


def test_a_run_that_shall_not_go_on_sends_nothing_more() -> None:
    for key in "abc":
        letter(key=key)
    answers = iter([True, False])

    assert outbox.deliver_due(goes_on=lambda: next(answers)) == outbox.Delivery(sent=1)


def test_nobody_calls_the_mail_server_while_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_connection, "opened", lambda: pytest.fail("called"))
    letter()
    OutboxMessage.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))

    assert outbox.deliver_due() == outbox.Delivery()


def test_what_was_sent_says_when_and_forgets_its_errors_and_its_seed(links: Any) -> None:
    linked_letter()
    OutboxMessage.objects.update(last_error="TimeoutError")

    outbox.deliver_due()

    kept = OutboxMessage.objects.get()
    assert kept.sent_at is not None
    assert timezone.now() - kept.sent_at < timedelta(minutes=1)
    assert (kept.attempts, kept.last_error, kept.link_seed) == (1, "", "")


def test_a_letter_that_did_not_leave_is_in_the_log_without_its_recipient(
    broken_server: None, caplog: pytest.LogCaptureFixture
) -> None:
    message = letter()

    outbox.deliver_due()

    [line] = [record.getMessage() for record in caplog.records if record.name == outbox.__name__]
    assert line == f"Message {message.message_id} did not leave: ConnectionRefusedError"


def test_staff_read_what_the_server_said_as_far_as_there_is_room(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.TalksALot"
    letter()

    outbox.deliver_due()

    said = OutboxMessage.objects.get().last_error
    assert said.startswith("ConnectionRefusedError: no no ")
    assert len(said) == 500


def test_a_claim_lasts_longer_than_any_conversation() -> None:
    letter()

    claimed = outbox._claim()

    kept = OutboxMessage.objects.get()
    assert claimed == kept
    assert kept.attempts == 1
    assert timedelta(minutes=9) < kept.next_attempt_at - timezone.now() <= timedelta(minutes=10)


def test_a_letter_about_something_that_is_gone_is_forgotten_and_the_next_one_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(_message: Any, _secret: str) -> Never:
        raise outbox.LinkTargetGoneError

    monkeypatch.setitem(outbox._link_kinds, "test", outbox.LinkKind(address=gone))
    linked_letter()
    letter(key="2", subject="La seconda")

    assert outbox.deliver_due() == outbox.Delivery(sent=1, failed=1)
    assert [message.subject for message in mail.outbox] == ["La seconda"]
    assert [message.key for message in OutboxMessage.objects.all()] == ["2"]


def test_all_that_did_not_leave_is_counted_until_the_conversation_breaks_off(settings: Settings) -> None:
    letter(key="1", recipient="not an address\nBcc: x")
    letter(key="2", recipient="neither\nthis")
    letter(key="3")
    letter(key="4")
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.BreaksOff"

    assert outbox.deliver_due() == outbox.Delivery(failed=3)
    assert OutboxMessage.objects.get(key="4").attempts == 0


def test_a_letter_kept_as_a_file_is_there_unless_its_row_was_erased_on_the_way(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase(message: OutboxMessage, _secret: str) -> str:
        OutboxMessage.objects.filter(pk=message.pk).delete()
        return "link"

    monkeypatch.setitem(outbox._link_kinds, "test", outbox.LinkKind(address=erase))
    settings.EMAIL_BACKEND = "portal.outbox.mail_files.EmailBackend"
    kept = letter(key="2")
    linked_letter()

    assert outbox.deliver_due() == outbox.Delivery(sent=2)

    [file] = Path(settings.EMAIL_FILE_PATH).iterdir()
    assert kept.header_id in file.read_text()


def test_no_machine_answers_a_letter() -> None:
    letter()
    outbox.deliver_due()

    [sent] = mail.outbox
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert (sent.subject, words_of(sent), sent.to) == ("Oggetto", "Testo", ["prova@example.org"])


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


def test_a_letter_put_back_in_line_begins_its_attempts_anew_and_counts_as_tried(links: Any) -> None:
    message = linked_letter()
    OutboxMessage.objects.update(
        status=OutboxMessage.Status.REFUSED,
        attempts=9,
        stopped_at=timezone.now(),
        last_error="550",
        next_attempt_at=timezone.now() + timedelta(days=1),
    )
    message.refresh_from_db()

    outbox.resend(message)

    kept = OutboxMessage.objects.get()
    assert (kept.status, kept.attempts) == (OutboxMessage.Status.PENDING, 1)
    assert (kept.stopped_at, kept.last_error) == (None, "")
    assert abs(timezone.now() - kept.next_attempt_at) < timedelta(minutes=1)
    # It may have left although we heard otherwise: the link stays the same.
    assert kept.link_seed == message.link_seed != ""


def test_putting_a_letter_back_in_line_undoes_nothing_that_happened_meanwhile() -> None:
    seen = letter()
    OutboxMessage.objects.update(recipient="nuovo@example.org")

    outbox.resend(seen)

    assert OutboxMessage.objects.get().recipient == "nuovo@example.org"


def test_after_the_last_attempt_staff_read_when_and_why_it_ended(broken_server: None) -> None:
    letter()
    OutboxMessage.objects.update(attempts=len(outbox.BACKOFF_MINUTES))

    outbox.deliver_due()

    kept = OutboxMessage.objects.get()
    assert (kept.status, kept.attempts) == (OutboxMessage.Status.FAILED, len(outbox.BACKOFF_MINUTES) + 1)
    assert kept.last_error == "ConnectionRefusedError: no answer from prova@example.org's server"
    assert kept.stopped_at is not None


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


def test_a_subject_with_line_breaks_forges_no_header() -> None:
    letter(subject="Oggetto\r\nBcc: spia@example.org")
    outbox.deliver_due()

    assert mail.outbox[0].message()["Bcc"] is None


def test_sent_letters_are_forgotten_after_their_time() -> None:
    letter()
    outbox.deliver_due()

    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR - timedelta(hours=1)) == 0
    assert outbox.prune(timezone.now() + outbox.SENT_KEPT_FOR + timedelta(hours=1)) == 1


def test_only_letters_that_left_are_forgotten_and_only_the_old_ones() -> None:
    ages = {"old": timedelta(days=91), "young": timedelta(days=89), "waiting": timedelta(days=91)}
    for key, age in ages.items():
        letter(key=key)
        OutboxMessage.objects.filter(key=key).update(status="sent", sent_at=timezone.now() - age)
    OutboxMessage.objects.filter(key="waiting").update(status="pending")

    assert outbox.prune() == 1
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"young", "waiting"}


def test_what_is_to_be_handed_over_of_one_matter_is_found_by_both() -> None:
    """Not through all letters that wait for somebody's hands, of which a desk may have thousands."""
    if connection.vendor == "postgresql":
        # Of no rows it would read them all.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    of_one = OutboxMessage.objects.filter(related_to="2026-0001", status=OutboxMessage.Status.BY_HAND)
    assert "outbox_about" in of_one.order_by().values("pk").explain()
