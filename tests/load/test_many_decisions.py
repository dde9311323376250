"""Decisions under a power cut, and by two people at the same moment."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.load.server import Server

ROWS = 1_000
ROUNDS = 50


def test_kill_9_in_the_middle_of_many_leaves_each_decided_with_its_letter_or_untouched(
    server: Server,
) -> None:
    page = server.inside("call")["page"]
    [account] = server.inside("officers", how_many=1)
    server.inside("received", page=page, how_many=ROWS)
    job = server.inside("many_at_once", page=page, user=account["pk"])["job"]
    officer = Officer(server.address, **account)
    server.start()
    officer.press_job(job, "confirm")
    cut_off(server, officer, job)

    so_far = server.inside("many_so_far", job=job)
    assert so_far["state"] == "running", "the cut came too late to prove anything"
    for row in so_far["rows"]:
        assert row in (DECIDED, UNTOUCHED)
    assert 0 < sum(row == DECIDED for row in so_far["rows"]) < ROWS

    server.start()
    assert rows_once(server, job, "done") == [DECIDED] * ROWS

    # The same of taking it back, while the letters wait.
    officer.press_job(job, "undo")
    cut_off(server, officer, job)
    so_far = server.inside("many_so_far", job=job)
    assert so_far["state"] == "undoing", "the cut came too late to prove anything"
    for row in so_far["rows"]:
        assert row in (DECIDED, TAKEN_BACK)

    server.start()
    assert rows_once(server, job, "undone") == [TAKEN_BACK] * ROWS


DECIDED = {"row": "done", "status": "accepted", "letters": {"pending": 1}, "accepted": 1, "undone": 0}
UNTOUCHED = {"row": "waiting", "status": "received", "letters": {}, "accepted": 0, "undone": 0}
TAKEN_BACK = {"row": "undone", "status": "received", "letters": {"aborted": 1}, "accepted": 1, "undone": 1}


def cut_off(server: Server, officer: "Officer", job: int) -> None:
    """Kills everything once the page of a job says that some of its rows are done."""
    deadline = time.monotonic() + 60
    while not (found := re.search(r'<progress max="\d+" value="([1-9]\d*)"', officer.job(job))):
        assert time.monotonic() < deadline
    server.kill()
    assert int(found.group(1)) < ROWS, "the cut came too late to prove anything"


def rows_once(server: Server, job: int, state: str) -> list[dict[str, Any]]:
    """The rows, once the job is in a state."""
    deadline = time.monotonic() + 120
    while True:
        so_far = server.inside("many_so_far", job=job)
        if so_far["state"] == state:
            return list(so_far["rows"])
        assert time.monotonic() < deadline
        time.sleep(0.5)


class Officer:
    """Somebody who decides, in a browser of their own."""

    def __init__(self, address: str, name: str, session: str, **_others: Any) -> None:
        self.name = name
        self.browser = httpx.Client(base_url=address, cookies={"sessionid": session}, timeout=60)

    def open(self, submission: int, action: str) -> dict[str, str]:
        """The fields of the decision as the page shows it."""
        text = self.browser.get(f"/admin/candidature/{submission}/{action}/").raise_for_status().text
        form = text[text.index('id="decision"') :]
        return {
            name: found.group(1)
            for name in ("csrfmiddlewaretoken", "expected_version")
            if (found := re.search(rf'name="{name}" value="([^"]+)"', form))
        }

    def job(self, job: int) -> str:
        """The page of a job on many at once."""
        return self.browser.get(f"/admin/candidature/insieme/{job}/").raise_for_status().text

    def press_job(self, job: int, what: str) -> None:
        [token, *_others] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.job(job))
        typed = {"csrfmiddlewaretoken": token, "what": what}
        answer = self.browser.post(f"/admin/candidature/insieme/{job}/", data=typed)
        assert answer.status_code == 302

    def press(self, submission: int, action: str, fields: dict[str, str]) -> httpx.Response:
        return self.browser.post(
            f"/admin/candidature/{submission}/{action}/",
            data={**fields, "reason": f"{action} di {self.name}"},
        )


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_who_and_what(server: Server) -> None:
    page = server.inside("call")["page"]
    accounts = server.inside("officers", how_many=2)
    [submission] = server.inside("received", page=page, how_many=1)
    server.start()
    officers = [Officer(server.address, **account) for account in accounts]
    actions = {"accept": "Accogli", "reject": "Non accogliere"}
    won: list[tuple[str, str]] = []
    for number in range(ROUNDS):
        pair = list(zip(officers, actions if number % 2 else reversed(actions), strict=True))
        fields = [one.open(submission, action) for one, action in pair]
        together = threading.Barrier(2)

        def press(one: Officer, action: str, typed: dict[str, str]) -> httpx.Response:
            together.wait()  # noqa: B023 - the round ends before the next barrier
            return one.press(submission, action, typed)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(press, *zip(*pair, strict=True), fields))

        assert sorted(answer.status_code for answer in answers) == [302, 409]
        winner = 0 if answers[0].status_code == 302 else 1
        (who, action), refused = pair[winner], answers[1 - winner]
        assert who.name in refused.text
        assert f"{who.name}: {actions[action]}" in refused.text
        won.append((action, who.name))
        again = officers[0].press(submission, "reopen", officers[0].open(submission, "reopen"))
        assert again.status_code == 302

    told = server.inside("told", submission=submission)
    decisions = [entry for entry in told["log"] if entry[0] != "reopen"]
    assert [(action, who) for action, who, _from, _to in decisions] == won
    assert len(told["log"]) == 2 * ROUNDS
    # Each entry begins where the one before ended.
    assert all(before[3] == after[2] for before, after in zip(told["log"], told["log"][1:], strict=False))
    letters = [key for key in told["letters"] if key.endswith((":accepted", ":rejected"))]
    assert [key.rsplit(":", 1)[1] for key in letters] == [f"{action}ed" for action, _who in won]
    assert server.errors() == []
