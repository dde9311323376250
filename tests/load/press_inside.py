"""Goes through the plain form and through the journey in this very process; see `tests.load.press_bench`."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

import httpx  # noqa: E402 - needs the applications loaded
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from candidature.intake import confirming  # noqa: E402
from candidature.models import Draft  # noqa: E402
from portal.wsgi import application  # noqa: E402
from tests.load import inside  # noqa: E402
from tests.load.applicant import Applicant  # noqa: E402
from tests.load.form_bench import PLAIN  # noqa: E402

ADDRESS = "http://127.0.0.1"
# By how an address ends, or a part of it: what a request is called.
NAMES = {
    "/nuova/": "begin",
    "/passo/0/": "who",
    "/passo/1/": "step",
    "/riepilogo/": "summary",
    "/inviata/": "receipt",
    "/modulo-semplice/": "plain",
}


class Portal:
    """The portal as gunicorn calls it, without one: what a request costs, and nothing around it.

    Attributes:
        cost: seconds of the processor, by request.
        queries: of the last request of each name, but for what begins and ends a transaction.
    """

    def __init__(self) -> None:
        self.cost: dict[str, list[float]] = {}
        self.queries: dict[str, int] = {}
        self.counts = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        what = next((what for part, what in NAMES.items() if part in path), "page")
        name = f"{environ['REQUEST_METHOD']} {what}"
        if self.counts:
            with CaptureQueriesContext(connection) as captured:
                body = self._answer(environ, start_response)
            marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
            asked = [query["sql"] for query in captured if not query["sql"].startswith(marks)]
            self.queries[name] = len(asked)
            return body
        began = time.thread_time()
        body = self._answer(environ, start_response)
        self.cost.setdefault(name, []).append(time.thread_time() - began)
        return body

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if close := getattr(answer, "close", None):
                close()


def client(portal: Portal) -> httpx.Client:
    return httpx.Client(transport=httpx.WSGITransport(app=portal), base_url=ADDRESS)


def fill_in_plain(portal: Portal, path: str) -> None:
    with client(portal) as http:
        token = http.get(path).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = http.post(path, data={**PLAIN, "csrfmiddlewaretoken": token})
        assert "Grazie" in answer.text, answer.text[-1000:]


def apply(portal: Portal, call: dict[str, Any], number: int) -> None:
    """The whole journey; that the address is read by its owner is noted beside."""
    applicant = Applicant(ADDRESS, **call, number=number)
    applicant.http = client(portal)
    applicant.read_call_and_fill_in()
    confirming.prove(Draft.objects.get(email=applicant.email))
    applicant.send()


def main(people: int) -> dict[str, Any]:
    """Median milliseconds and queries of every request."""
    call, plain, portal = inside.call(), inside.plain_form()["path"], Portal()
    assert plain.endswith("/modulo-semplice/")
    for number in range(people + 3):
        if number == 2:
            # The first ones filled the memory of the process.
            portal.cost.clear()
        portal.counts = number == people + 2
        fill_in_plain(portal, plain)
        apply(portal, call, number)
    milliseconds = {name: 1000 * statistics.median(cost) for name, cost in portal.cost.items()}
    return {"milliseconds": milliseconds, "queries": portal.queries}


if __name__ == "__main__":
    json.dump(main(**json.loads(sys.argv[1])), sys.stdout)
