"""What a letter carries: made when it leaves, bounded, and no reason for it to wait for ever."""

from email.message import Message
from typing import Any, Never

import pytest
from django.core import mail

from portal.models import OutboxMessage
from portal.outbox import attachments
from portal.outbox import sending as outbox
from portal.outbox.attachments import Attachment, Wanted
from tests.portal.outbox.letters import come_due, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is registered while a test runs."""
    known: dict[str, Any] = {}
    monkeypatch.setattr(attachments, "_kinds", known)
    return known


def parts() -> list[Message]:
    [sent] = mail.outbox
    return [part for part in sent.message().walk() if part.get_filename()]


def broken(_target: str) -> Never:
    raise OSError("disk")


def test_an_attachment_is_made_from_its_target_when_the_letter_leaves(kinds: Any) -> None:
    asked: list[str] = []

    def make(target: str) -> Attachment:
        asked.append(target)
        return Attachment("ricevuta.pdf", b"%PDF-1", "application/pdf")

    attachments.register("test.pdf", make)
    letter(attachments=[Wanted("test.pdf", "7")])

    assert asked == []
    assert OutboxMessage.objects.get().attachments == [{"kind": "test.pdf", "target": "7"}]
    outbox.deliver_due()

    [part] = parts()
    assert asked == ["7"]
    assert (part.get_filename(), part.get_content_type()) == ("ricevuta.pdf", "application/pdf")
    assert part.get_payload(decode=True) == b"%PDF-1"


def test_the_parameters_of_a_media_type_arrive_as_they_are(kinds: Any) -> None:
    kinds["test.ics"] = lambda _target: Attachment(
        "perché.ics", "è".encode(), "text/calendar; method=REQUEST; component=VEVENT"
    )
    letter(attachments=[Wanted("test.ics", "7")])
    outbox.deliver_due()

    [part] = parts()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("component") == "VEVENT"
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "perché.ics"
    assert part.get_payload(decode=True) == "è".encode()


def test_where_there_is_nothing_to_attach_the_letter_leaves_without(kinds: Any) -> None:
    kinds["test.gone"] = lambda _target: None
    letter(attachments=[Wanted("test.gone", "7")])

    assert outbox.deliver_due() == outbox.Delivery(sent=1)
    assert parts() == []


def test_a_letter_waits_twice_for_an_attachment_and_then_leaves_without_it(
    kinds: Any, caplog: pytest.LogCaptureFixture
) -> None:
    kinds["test.broken"] = broken
    kinds["test.pdf"] = lambda _target: Attachment("a.pdf", b"a", "application/pdf")
    letter(attachments=[Wanted("test.broken", "7"), Wanted("test.pdf", "8")])

    for _attempt in range(2):
        assert outbox.deliver_due() == outbox.Delivery(failed=1)
        assert "test.broken" in OutboxMessage.objects.get().last_error
        come_due()
    assert outbox.deliver_due() == outbox.Delivery(sent=1)

    assert [part.get_filename() for part in parts()] == ["a.pdf"]
    said = [record.getMessage() for record in caplog.records if record.name == attachments.__name__]
    assert said == [f"Message {OutboxMessage.objects.get().message_id} leaves without test.broken: OSError"]


def test_an_attachment_that_fails_does_not_end_the_conversation_with_the_mail_server(kinds: Any) -> None:
    kinds["test.broken"] = broken
    letter(key="1", attachments=[Wanted("test.broken", "7")])
    letter(key="2")

    assert outbox.deliver_due() == outbox.Delivery(sent=1, failed=1)


def test_a_letter_that_waited_for_its_attachment_carries_it_once_it_can_be_made(kinds: Any) -> None:
    kinds["test.pdf"] = broken
    letter(attachments=[Wanted("test.pdf", "7")])
    outbox.deliver_due()
    kinds["test.pdf"] = lambda _target: Attachment("a.pdf", b"a", "application/pdf")
    come_due()
    outbox.deliver_due()

    assert len(parts()) == 1


def test_attachments_together_are_bounded_and_what_fits_is_kept(
    kinds: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    kinds["test.size"] = lambda target: Attachment(target, b"x" * int(target), "application/pdf")
    letter(attachments=[Wanted("test.size", size) for size in ("6", "5", "4", "1")])

    assert outbox.deliver_due() == outbox.Delivery(sent=1)
    assert [part.get_filename() for part in parts()] == ["6", "4"]
    assert sum("too large" in record.getMessage() for record in caplog.records) == 2


def test_an_unknown_kind_cannot_be_written(kinds: Any) -> None:
    with pytest.raises(ValueError, match=r"test\.unknown"):
        letter(attachments=[Wanted("test.unknown", "7")])


def test_a_kind_that_other_code_wrote_does_not_hold_the_letter_back(kinds: Any) -> None:
    kinds["test.old"] = lambda _target: None
    letter(attachments=[Wanted("test.old", "7")])
    kinds.clear()

    assert outbox.deliver_due() == outbox.Delivery(sent=1)


def test_a_letter_carries_only_so_many_and_the_same_one_once(kinds: Any) -> None:
    kinds["test.pdf"] = lambda target: Attachment(target, b"a", "application/pdf")
    letter(attachments=[Wanted("test.pdf", "1")] * 9)
    outbox.deliver_due()
    assert len(parts()) == 1

    with pytest.raises(ValueError, match="at most 5"):
        letter(key="2", attachments=[Wanted("test.pdf", str(n)) for n in range(6)])


def test_an_answer_goes_where_the_letter_says() -> None:
    letter(key="1", reply_to="ufficio@example.org")
    letter(key="2")
    outbox.deliver_due()

    assert [sent.message()["Reply-To"] for sent in mail.outbox] == ["ufficio@example.org", None]
