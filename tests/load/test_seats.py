"""The last seat is sold once, however many ask for it at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.load.applicant import Applicant
from tests.load.server import Server

SEATS = 10
APPLICANTS = 40


def test_forty_sign_ups_at_once_for_ten_seats(server: Server) -> None:
    event = server.inside("event", seats=SEATS)
    server.start()
    applicants = [Applicant(server.address, **event, number=number) for number in range(APPLICANTS)]
    together = threading.Barrier(APPLICANTS)

    def send(applicant: Applicant) -> None:
        together.wait(timeout=120)
        applicant.send()

    with ThreadPoolExecutor(APPLICANTS) as pool:
        list(pool.map(Applicant.fill_in, applicants))
        server.inside("prove", page=event["page"])
        list(pool.map(send, applicants))

    sent = server.inside("submissions", page=event["page"])
    confirmed = [one for one in sent if one["status"] == "accepted"]
    waiting = [one for one in sent if one["status"] == "reserve"]
    assert len(sent) == APPLICANTS
    assert sorted(one["seat_number"] for one in confirmed) == list(range(1, SEATS + 1))
    assert len(waiting) == APPLICANTS - SEATS
    assert {one["reference"] for one in sent} == {applicant.reference for applicant in applicants}
    assert server.errors() == []
