"""Two hundred people in the last seconds of a call: each gets a receipt, or is told that it is closed.

Half of them never proved their address: what counts of these is the moment of their press, though the letter
with the code, and they themselves, come later.
"""

import email
import email.policy
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.load.applicant import Applicant
from tests.load.server import Server

APPLICANTS = 200
AT_ONCE = 16
# From the first press to the closing, and from there to the last: presses fall on both sides.
SECONDS_BEFORE = 12.0
SECONDS_AFTER = 3.0
SECONDS_FOR_LETTERS = 120


def test_two_hundred_at_the_closing_get_a_receipt_or_a_clear_no(server: Server) -> None:
    call = server.inside("call")
    server.start()
    applicants = [Applicant(server.address, **call, number=number) for number in range(APPLICANTS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Applicant.fill_in, applicants))
    server.inside("prove", page=call["page"], every=2)
    closes_at = server.inside("close", page=call["page"], seconds=SECONDS_BEFORE + 2)["closes_at"]
    chance = random.Random("the last minute")  # noqa: S311 - no secret
    moments = [closes_at + chance.uniform(-SECONDS_BEFORE, SECONDS_AFTER) for _applicant in applicants]

    def press(applicant: Applicant, moment: float) -> tuple[float, float]:
        time.sleep(max(0.0, moment - time.time()))
        began = time.time()
        applicant.try_to_send()
        return began, time.time()

    with ThreadPoolExecutor(APPLICANTS) as pool:
        presses = list(pool.map(press, applicants, moments))

    asked = [applicant for applicant in applicants if applicant.is_asked]
    assert asked
    codes = letters_with_codes(server, {applicant.email for applicant in asked})
    assert time.time() > closes_at
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda applicant: applicant.type_code(codes[applicant.email]), asked))

    received = [applicant for applicant in applicants if applicant.received]
    closed = [applicant for applicant in applicants if applicant.too_late]
    assert len(received) + len(closed) == APPLICANTS
    assert received
    assert closed
    sent = server.inside("submissions", page=call["page"])
    assert {one["reference"]: one["email"] for one in sent} == {
        applicant.reference: applicant.email for applicant in received
    }
    # The server's clock decides, which here is the clock of whoever presses.
    assert all(one["submitted_at"] < closes_at for one in sent)
    for applicant, (began, ended) in zip(applicants, presses, strict=True):
        if began >= closes_at:
            assert applicant.too_late, f"pressed {began - closes_at:.3f} s after the closing"
        if ended < closes_at:
            assert applicant.received, f"answered {closes_at - ended:.3f} s before the closing"
    assert server.errors() == []
    # Nothing was lost of what came too late.
    assert all(applicant.answer_is_shown() for applicant in closed)
    with httpx.Client(base_url=server.address) as http:
        assert http.get("/readyz").status_code == 200


def letters_with_codes(server: Server, mailboxes: set[str]) -> dict[str, str]:
    """The code that reached each mailbox, once all are there."""
    until = time.monotonic() + SECONDS_FOR_LETTERS
    codes: dict[str, str] = {}
    while set(codes) != mailboxes:
        assert time.monotonic() < until, f"no letter to {sorted(mailboxes - set(codes))}"
        time.sleep(0.5)
        codes = dict(filter(None, map(_code_in, (server.var / "mail").glob("*.eml"))))
    return codes


def _code_in(path: Path) -> tuple[str, str] | None:
    """To whom a letter goes, and the six digits that stand in it."""
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = letter.get_body(("plain",))
    found = re.search(r"[0-9]{3} [0-9]{3}$", body.get_content() if body else "", re.MULTILINE)
    return (str(letter["To"]), found[0]) if found else None
