"""Letters leave on a thread of their own, over one connection; what is refused for good is not retried."""

import datetime
import smtplib
import socket
import threading
import time
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from portal.models import Heartbeat, OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox.mail_connection import MailServerAwayError
from portal.outbox.mail_failures import Verdict, verdict
from portal.worker import chores, clock
from portal.worker.process import Worker
from tests.connections import connections_begun
from tests.portal.outbox.mail_servers import Postman, mail_server, mute_server, use

Status = OutboxMessage.Status


def letters(*recipients: str) -> None:
    for number, recipient in enumerate(recipients):
        outbox.enqueue(key=str(number), recipient=recipient, subject="Oggetto", body="Testo")


def statuses() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("recipient", "status"))


@pytest.mark.django_db
class TestOneConversation:
    def test_many_letters_leave_over_one_connection(self, settings: Settings) -> None:
        letters(*(f"p{number}@example.org" for number in range(20)))

        with mail_server(settings, Postman()) as postman:
            assert outbox.deliver_due() == outbox.Delivery(sent=20)

        assert len(postman.letters) == 20
        assert postman.conversations == 1

    def test_a_refused_recipient_does_not_end_the_conversation(self, settings: Settings) -> None:
        letters("unknown@example.org", "anna@example.org")

        with mail_server(settings, Postman({"unknown@example.org": "550 5.1.1 No such user"})) as postman:
            outbox.deliver_due()

        assert [letter["To"] for letter in postman.letters] == ["anna@example.org"]
        assert postman.conversations == 1

    def test_a_recipient_refused_for_good_is_not_tried_again(self, settings: Settings) -> None:
        letters("unknown@example.org")

        with mail_server(settings, Postman({"unknown@example.org": "550 5.1.1 No such user"})):
            outbox.deliver_due()

        message = OutboxMessage.objects.get()
        assert (message.status, message.attempts) == (Status.REFUSED, 1)
        assert "550" in message.last_error
        assert message.stopped_at is not None
        assert timezone.now() - message.stopped_at < datetime.timedelta(minutes=1)

    def test_a_recipient_refused_for_now_is_tried_again_later(self, settings: Settings) -> None:
        letters("busy@example.org")

        with mail_server(settings, Postman({"busy@example.org": "451 4.7.1 Greylisted"})) as postman:
            outbox.deliver_due()
            assert statuses() == {"busy@example.org": Status.PENDING}
            postman.refuses.clear()
            OutboxMessage.objects.update(next_attempt_at=timezone.now())
            outbox.deliver_due()

        assert len(postman.letters) == 1

    def test_a_server_that_closes_the_door_costs_no_letter_an_attempt(self, settings: Settings) -> None:
        letters("anna@example.org", "berto@example.org")
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        use(settings, port)

        with pytest.raises(MailServerAwayError):
            outbox.deliver_due()

        assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}

    def test_a_mute_server_is_waited_for_once_and_not_for_each_letter(self, settings: Settings) -> None:
        letters(*(f"p{number}@example.org" for number in range(20)))

        with mute_server(settings, timeout=0.5), connections_begun() as begun:
            with pytest.raises(MailServerAwayError):
                outbox.deliver_due()
            assert len(begun) == 1

        assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}

    def test_a_letter_erased_on_its_way_ends_without_a_fault(self, settings: Settings) -> None:
        letters("anna@example.org", "berto@example.org")

        class Erasing(Postman):
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> Any:  # noqa: N802
                erased.set()
                return await super().handle_DATA(server, session, envelope)

        erased = threading.Event()

        def erase(message: OutboxMessage, _secret: Any) -> str:
            OutboxMessage.objects.filter(pk=message.pk).delete()
            return "x"

        outbox.register_link_kind("erasing", outbox.LinkKind(address=erase))
        first = OutboxMessage.objects.get(recipient="anna@example.org")
        OutboxMessage.objects.filter(pk=first.pk).update(link_kind="erasing", link_target=str(first.pk))

        with mail_server(settings, Erasing()) as postman:
            assert outbox.deliver_due() == outbox.Delivery(sent=2)

        assert erased.is_set()
        assert len(postman.letters) == 2
        assert statuses() == {"berto@example.org": Status.SENT}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")}), Verdict.GIVE_UP),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (599, b"no")}), Verdict.GIVE_UP),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (499, b"later")}), Verdict.TRY_AGAIN),
        (
            smtplib.SMTPRecipientsRefused({"a@b.it": (550, b"no"), "c@b.it": (450, b"later")}),
            Verdict.TRY_AGAIN,
        ),
        (smtplib.SMTPDataError(554, b"no"), Verdict.GIVE_UP),
        (smtplib.SMTPDataError(452, b"full"), Verdict.TRY_AGAIN),
        (smtplib.SMTPSenderRefused(550, b"who?", "a@example.org"), Verdict.TRY_AGAIN),
        (smtplib.SMTPSenderRefused(421, b"bye", "a@example.org"), Verdict.SERVER_LOST),
        (smtplib.SMTPNotSupportedError(), Verdict.GIVE_UP),
        (smtplib.SMTPServerDisconnected(), Verdict.SERVER_LOST),
        (TimeoutError(), Verdict.SERVER_LOST),
        (UnicodeEncodeError("idna", "x", 0, 1, "no"), Verdict.GIVE_UP),
        (KeyError("link"), Verdict.TRY_AGAIN),
    ],
)
def test_an_answer_of_the_mail_server_decides_what_becomes_of_the_letter(error: Any, expected: Any) -> None:
    assert verdict(error) == expected


def test_with_a_mute_mail_server_pages_are_published_and_the_heart_beats(
    committed_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_jobs", {})
    clock.register("publishing", chores.publish_scheduled, every=datetime.timedelta(seconds=1))
    letters(*(f"p{number}@example.org" for number in range(20)))
    page = Page.objects.filter(depth=2).get()
    page.live = False
    page.go_live_at = timezone.now() - datetime.timedelta(seconds=1)
    page.save()
    page.save_revision(approved_go_live_at=page.go_live_at)
    worker = Worker()
    monkeypatch.setattr("signal.signal", lambda *_arguments: None)
    waits = threading.Event()
    real = outbox.deliver_due

    def deliver_due(**arguments: Any) -> Any:
        waits.set()
        return real(**arguments)

    monkeypatch.setattr(outbox, "deliver_due", deliver_due)

    def run() -> None:
        try:
            worker.run()
        finally:
            # A process ends with its connections; this thread has to let them go.
            connections.close_all()

    running = threading.Thread(target=run)

    with mute_server(settings, timeout=60):
        running.start()
        try:
            assert waits.wait(60)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                published = Page.objects.get(pk=page.pk).live
                if published and Heartbeat.objects.exists():
                    break
                time.sleep(0.2)
            beats = Heartbeat.objects.count()
            waiting = set(statuses().values())
        finally:
            monkeypatch.setattr("portal.worker.process.FAREWELL_SECONDS", 0)
            worker.stop.set()
            running.join(60)

    assert published
    assert beats == 1
    assert waiting == {Status.PENDING}
