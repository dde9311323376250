"""Two hundred people in the last seconds of a call: each gets a receipt, or is told that it is closed."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.load.applicant import Applicant
from tests.load.server import Server

APPLICANTS = 200
AT_ONCE = 16
# From the first press to the closing, and from there to the last: presses fall on both sides.
SECONDS_BEFORE = 12.0
SECONDS_AFTER = 3.0


def test_two_hundred_at_the_closing_get_a_receipt_or_a_clear_no(server: Server) -> None:
    call = server.inside("call")
    server.start()
    applicants = [Applicant(server.address, **call, number=number) for number in range(APPLICANTS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Applicant.fill_in, applicants))
    server.inside("prove", page=call["page"])
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
