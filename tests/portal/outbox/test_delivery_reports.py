"""What other mail servers send back: a letter that did not arrive is marked, and nothing else changes."""

import base64
import io
import re
import sys
from pathlib import Path
from time import process_time
from typing import Any, Never

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from portal.models import OutboxMessage
from portal.outbox import delivery_reports
from portal.outbox import sending as outbox
from portal.outbox.delivery_reports import Taken
from tests.portal.outbox.letters import letter

pytestmark = pytest.mark.django_db

REPORTS = Path(__file__).parent / "reports"
SERVERS = ["postfix", "exim", "exchange", "utf8"]


@pytest.fixture
def sent() -> Any:
    """A letter that left."""
    written = letter(recipient="rosa@example.com")
    outbox.deliver_due()
    written.refresh_from_db()
    return written


def report(server: str, about: OutboxMessage) -> str:
    return (REPORTS / f"{server}.eml").read_text().replace("MESSAGE-ID", about.header_id)


def take(text: str) -> Taken:
    return delivery_reports.take(text.encode())


@pytest.mark.parametrize("server", SERVERS)
def test_a_letter_that_was_sent_back_is_marked_with_what_the_other_server_said(
    sent: OutboxMessage, server: str
) -> None:
    assert take(report(server, sent)) == Taken.MARKED

    sent.refresh_from_db()
    assert sent.status == OutboxMessage.Status.BOUNCED
    assert sent.stopped_at is not None
    assert re.match(r"5\.\d\.\d+ 550 ", sent.last_error), sent.last_error


@pytest.mark.parametrize("server", SERVERS)
def test_a_report_with_other_line_endings_reads_the_same(sent: OutboxMessage, server: str) -> None:
    assert take(report(server, sent).replace("\n", "\r\n")) == Taken.MARKED


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
@pytest.mark.parametrize("server", SERVERS)
def test_a_letter_that_is_late_or_arrived_is_not_marked(
    sent: OutboxMessage, server: str, action: str
) -> None:
    assert take(report(server, sent).replace("Action: failed", f"Action: {action}")) == Taken.NOT_FAILED

    sent.refresh_from_db()
    assert sent.status == OutboxMessage.Status.SENT


def test_the_same_report_again_changes_nothing(sent: OutboxMessage) -> None:
    take(report("postfix", sent))
    first = OutboxMessage.objects.values().get()

    assert take(report("exim", sent)) == Taken.KNOWN
    assert OutboxMessage.objects.values().get() == first


@pytest.mark.parametrize(
    "named",
    [
        "<00000000-0000-4000-8000-000000000000@cantieri-della-salute>",
        "<zzzzzzzz-0000-4000-8000-000000000000@cantieri-della-salute>",
        "<------------------------------------@cantieri-della-salute>",
        "<1@elsewhere.example>",
        "",
    ],
)
def test_a_report_that_names_no_letter_of_ours_changes_nothing(sent: OutboxMessage, named: str) -> None:
    for server in SERVERS:
        assert take(report(server, sent).replace(sent.header_id, named)) == Taken.NOT_OURS

    sent.refresh_from_db()
    assert sent.status == OutboxMessage.Status.SENT


def test_the_recipient_alone_does_not_make_a_letter_known(sent: OutboxMessage) -> None:
    # Whoever knows an address must not stop the letters to it.
    forged = report("postfix", sent).replace(sent.header_id, "<1@elsewhere.example>")

    assert "rosa@example.com" in forged
    assert take(forged) == Taken.NOT_OURS


def test_the_letters_words_are_not_read_as_a_report(sent: OutboxMessage) -> None:
    inside = report("postfix", sent)
    forwarded = f"From: a@example.org\nContent-Type: message/rfc822\nMIME-Version: 1.0\n\n{inside}"
    beside = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\nMIME-Version: 1.0\n\n'
        f"--x\nContent-Type: message/rfc822\n\n{inside}\n--x--\n"
    )

    assert {take(forwarded), take(beside)} == {Taken.NO_REPORT}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "Subject: Sono in ferie\n\nTorno lunedì.",
        "Content-Type: multipart/report\n\nniente",
        "Content-Type: multipart/report; boundary=x\n\n--x",
        "Content-Type: multipart/report; boundary=x\n\n--x\n\nAction: failed\n--x--",
    ],
)
def test_anything_else_in_the_mailbox_is_left_alone(text: str) -> None:
    assert take(text) == Taken.NO_REPORT


def test_a_report_beyond_all_measure_is_left_alone(
    sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_reports, "MOST_BYTES", 100)

    assert take(report("exim", sent)) == Taken.NO_REPORT


@pytest.mark.parametrize(
    "hostile",
    [
        "".join(f"Content-Type: multipart/mixed; boundary=z{n}\n\n--z{n}\n" for n in range(2000)),
        "Content-Type: message/rfc822\n\n" * 2000,
        "Content-Type: multipart/report; boundary=z\n\n--z\nContent-Type: message/delivery-status\n"
        + "\n" * 100_000,
        "Content-Type: multipart/report; boundary=z\r\n\r\n--z\r\nContent-Type: message/delivery-status\r\n"
        + "\r\n" * 100_000,
    ],
    ids=["parts in parts", "letters in letters", "empty lines", "empty lines of Windows"],
)
def test_what_is_made_to_wear_out_its_reader_is_left_alone(hostile: str) -> None:
    assert take(hostile) == Taken.NO_REPORT


def parameters(size: int) -> str:
    """A field of a header, folded, whose parameters are costly to read."""
    return "Content-Type: multipart/report" + ";;;;;;;\r\n " * (size // 10) + "; boundary=x\r\n\r\n--x\r\n"


def returning(header: str, encoding: str) -> str:
    """A report that returns the header of a letter so encoded."""
    body = base64.encodebytes(header.encode()).decode() if encoding == "base64" else header
    return (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="z"\n\n'
        "--z\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\nAction: failed\n\n"
        f"--z\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: {encoding}\n\n{body}\n--z--\n"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        parameters(1_200_000),
        parameters(60_000) * 20,
        returning(parameters(1_200_000), "7bit"),
        returning(parameters(1_200_000), "base64"),
    ],
    ids=["one field", "many fields", "of the letter", "of the letter, encoded"],
)
def test_a_header_that_takes_long_to_read_is_not_read(hostile: str) -> None:
    before = process_time()

    assert take(hostile) in (Taken.NO_REPORT, Taken.NOT_OURS)

    assert process_time() - before < 2


def test_the_longest_field_that_a_mail_server_may_write_is_read(sent: OutboxMessage) -> None:
    long = "Content-Language: " + ", ".join(["it"] * 10_000)

    assert take(f"{long}\n{report('exim', sent)}") == Taken.MARKED


def test_what_the_other_server_said_is_kept_without_what_no_database_keeps(sent: OutboxMessage) -> None:
    assert take(report("postfix", sent).replace("550 ", "550 \x00\x07")) == Taken.MARKED

    sent.refresh_from_db()
    assert "550" in sent.last_error
    assert sent.last_error.isprintable()


def test_a_letter_that_came_back_is_sent_anew_when_staff_say_so_and_forgotten_with_the_others(
    sent: OutboxMessage,
) -> None:
    take(report("postfix", sent))
    sent.refresh_from_db()
    assert sent.sent_at is not None
    assert outbox.prune(sent.sent_at + outbox.SENT_KEPT_FOR) == 0

    outbox.resend(sent)
    assert outbox.deliver_due() == outbox.Delivery(sent=1)
    sent.refresh_from_db()
    assert sent.status == OutboxMessage.Status.SENT
    take(report("postfix", sent))
    assert outbox.prune(sent.sent_at + outbox.SENT_KEPT_FOR * 2) == 1


class Piped:
    """Standard input, as a mail server fills it."""

    def __init__(self, text: str) -> None:
        self.buffer = io.BytesIO(text.encode())


def test_the_command_reads_standard_input_and_says_what_it_did(
    sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, said in [(report("exim", sent), "marked as not delivered"), ("Ciao", "not a delivery status")]:
        monkeypatch.setattr(sys, "stdin", Piped(text))
        call_command("read_bounce")
        assert said in capsys.readouterr().out


def test_without_the_database_the_mail_server_is_asked_to_try_again(
    sent: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_raw: bytes) -> Never:
        raise DatabaseError

    monkeypatch.setattr(delivery_reports, "take", away)
    monkeypatch.setattr(sys, "stdin", Piped("Ciao"))

    with pytest.raises(SystemExit) as ended:
        call_command("read_bounce")
    assert ended.value.code == 75
