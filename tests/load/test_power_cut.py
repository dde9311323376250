"""A receipt is a promise: it outlives every process of the server."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.load.applicant import Applicant
from tests.load.server import Server

APPLICANTS = 60
AT_ONCE = 20
RECEIPTS_BEFORE_THE_CUT = 12


def test_kill_9_in_a_burst_loses_no_receipt_and_doubles_none(server: Server) -> None:
    call = server.inside("call")
    server.start()
    applicants = [Applicant(server.address, **call, number=number) for number in range(APPLICANTS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Applicant.fill_in, applicants))
    server.inside("prove", page=call["page"])

    enough = threading.Event()

    def send(applicant: Applicant) -> None:
        try:
            applicant.send()
        except httpx.TransportError:
            return
        if sum(one.received for one in applicants) >= RECEIPTS_BEFORE_THE_CUT:
            enough.set()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        burst = [pool.submit(send, applicant) for applicant in applicants]
        assert enough.wait(timeout=60)
        server.kill()
        for one in burst:
            one.result()

    received = [applicant for applicant in applicants if applicant.received]
    unanswered = [applicant for applicant in applicants if not applicant.received]
    assert received
    assert unanswered, "the cut came too late to prove anything"
    promised = {applicant.email: applicant.reference for applicant in received if applicant.reference}

    server.start()
    for applicant in received:
        # Read again from what survived.
        assert applicant.read_receipt() == promised.get(applicant.email, applicant.read_receipt())
    for applicant in unanswered:
        applicant.send()

    sent = server.inside("submissions", page=call["page"])
    assert len(sent) == APPLICANTS
    assert len({one["email"] for one in sent}) == APPLICANTS
    kept = {one["email"]: one["reference"] for one in sent}
    assert promised.items() <= kept.items()


def test_the_worker_killed_outright_leaves_no_letter_behind(server: Server) -> None:
    call = server.inside("call")
    server.start()
    applicants = [Applicant(server.address, **call, number=number) for number in range(3)]
    for applicant in applicants:
        applicant.fill_in()
    server.inside("prove", page=call["page"])
    for applicant in applicants:
        applicant.send()
    server.kill()
    server.inside("end_claims")

    server.start()

    expected = {applicant.email for applicant in applicants}
    deadline = time.monotonic() + 60
    while (reached := recipients(server)) != expected and time.monotonic() < deadline:
        time.sleep(0.2)
    assert reached == expected


def recipients(server: Server) -> set[str]:
    """Whom a letter of the embedded mode has reached."""
    letters = [path.read_text() for path in (server.var / "mail").glob("*.eml")]
    return {line[4:] for letter in letters for line in letter.splitlines() if line.startswith("To: ")}
