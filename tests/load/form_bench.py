"""`make bench-form`: the journey of a call beside a form of `wagtail.contrib.forms`, on the same server.

Both ask for the same seven things in the same design; both write to the same database, in turn, and the
server has one core, those who fill in the other. The plain
form is two requests: its page, and the press. The journey is nine: the call, its beginning, two steps, the
summary and the receipt. That the address is read by its owner is noted in the database, outside of what is
measured.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.load.applicant import Applicant
from tests.load.certificates import READ_ONCE
from tests.load.cores import LOAD, SERVER, on_core
from tests.load.server import Server, empty_postgresql

PLAIN = {
    "chi_sei": "Cittadino",
    "nome": "Prova",
    "cognome": "Inventata",
    "email": "prova@example.org",
    "telefono": "",
    "comune": "Altro",
    "motivazione": "Per dare una mano.",
}
# Of each form before a round: what a process reads and compiles once is no part of the comparison.
WARM_UPS = 6


@dataclass
class Clock:
    """How long each request took, by what it was; seconds."""

    took: dict[str, list[float]] = field(default_factory=dict)

    def watch(self, client: httpx.Client, names: Callable[[httpx.Request], str]) -> None:
        def note(answer: httpx.Response) -> None:
            answer.read()
            seconds = answer.elapsed.total_seconds()
            self.took.setdefault(names(answer.request), []).append(seconds)

        client.event_hooks["response"].append(note)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-form", description=__doc__)
    parser.add_argument("--people", type=int, default=160, help="who fill in each form, a round (160)")
    parser.add_argument("--rounds", type=int, default=3, help="of both forms, in turn (3)")
    parser.add_argument("--at-once", type=int, default=16, help="people at the same time (16)")
    parser.add_argument("--processes", type=int, default=2, help="of gunicorn (2)")
    parser.add_argument("--postgresql", default="", help="address of a database; SQLite without")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = empty_postgresql(arguments.postgresql, "portal_form_bench") if arguments.postgresql else ""
        server = Server(Path(folder) / "var", url, processes=arguments.processes)
        server.environment["DJANGO_SETTINGS_MODULE"] = "tests.load.plain_form.settings"
        server.manage("migrate", "--noinput", "-v", "0")
        server.manage("collectstatic", "--noinput", "-v", "0")
        server.manage("load_demo")
        call, plain = server.inside("call"), server.inside("plain_form")
        # Else the worker makes them while the first people come, on the core of the server.
        server.inside("finish_pictures")
        with on_core(SERVER):
            server.start()
        try:
            people, at_once = arguments.people, arguments.at_once
            with on_core(LOAD):
                rounds = [
                    one_round(server, call, plain["path"], people, at_once, number)
                    for number in range(arguments.rounds)
                ]
            for name in rounds[0]:
                print(f"median: {name} {statistics.median(one[name] for one in rounds):.2f}")
        finally:
            server.end()


def one_round(
    server: Server, call: dict[str, Any], path: str, people: int, at_once: int, number: int
) -> dict[str, float]:
    plain, ours = Clock(), Clock()
    for one in range(WARM_UPS):
        fill_in_plain(server.address, path, Clock())
        Applicant(server.address, **call, number=f"{number}-warm-{one}").read_call_and_fill_in()
    took_plain = together(at_once, range(people), lambda _n: fill_in_plain(server.address, path, plain))

    applicants = [Applicant(server.address, **call, number=f"{number}-{n}") for n in range(people)]
    for applicant in applicants:
        ours.watch(applicant.http, name_of)
    took_ours = together(at_once, applicants, Applicant.read_call_and_fill_in)
    server.inside("prove", page=call["page"])
    took_ours += together(at_once, applicants, Applicant.send)

    send = ours.took["POST riepilogo"]
    figures = {
        "whole": took_plain / took_ours,
        "POSTs alone": _presses_alone(server, call, path, people, at_once, number),
        "send / plain POST": statistics.median(send) / statistics.median(plain.took["POST"]),
        "send p95 / p50": _percentile(send, 95) / _percentile(send, 50),
    }
    print(f"round {number + 1}: " + ", ".join(f"{name} {figure:.2f}" for name, figure in figures.items()))
    for name, took in (("plain POST", plain.took["POST"]), ("send", send)):
        told = ", ".join(f"p{percent} {1000 * _percentile(took, percent):.0f}" for percent in (50, 95, 99))
        print(f"    {name}, ms: {told}", flush=True)
    return figures


def _presses_alone(
    server: Server, call: dict[str, Any], path: str, people: int, at_once: int, number: int
) -> float:
    """The rate of the four presses in that of the plain form's one. Nobody opens a page meanwhile."""
    applicants = [Applicant(server.address, **call, number=f"{number}-alone-{n}") for n in range(people)]
    with ExitStack() as open_clients:
        plain = [PlainApplicant(server.address, path) for _number in range(people)]
        for client in [one.http for one in plain] + [one.http for one in applicants]:
            open_clients.callback(client.close)
        together(at_once, plain, PlainApplicant.open)
        took_plain = together(at_once, plain, PlainApplicant.press)
        took_ours = together(at_once, applicants, Applicant.begin)
        together(at_once, applicants, Applicant.open_first)
        took_ours += together(at_once, applicants, Applicant.say_who)
        together(at_once, applicants, Applicant.open_step)
        took_ours += together(at_once, applicants, Applicant.answer)
        together(at_once, applicants, Applicant.open_summary)
        server.inside("prove", page=call["page"])
        took_ours += together(at_once, applicants, Applicant.press_send)
    assert all(one.received for one in applicants)
    return took_plain / took_ours


def _percentile(took: list[float], percent: int) -> float:
    return statistics.quantiles(took, n=100)[percent - 1]


def together(at_once: int, items: Iterable[Any], act: Callable[[Any], object]) -> float:
    """Seconds until all have acted, so many of them at the same time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(act, items))
    return time.perf_counter() - began


class PlainApplicant:
    """One who fills in the plain form."""

    def __init__(self, address: str, path: str) -> None:
        # As `Applicant`: nobody sends on a connection that the server ends just then.
        idle = httpx.Limits(keepalive_expiry=2.0)
        self.http = httpx.Client(base_url=address, timeout=60, limits=idle, verify=READ_ONCE)
        self.path = path
        self.token = ""

    def open(self) -> None:
        page = self.http.get(self.path)
        self.token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def press(self) -> None:
        answer = self.http.post(self.path, data={**PLAIN, "csrfmiddlewaretoken": self.token})
        assert "Grazie" in answer.text, answer.text[-1000:]


def fill_in_plain(address: str, path: str, clock: Clock) -> None:
    one = PlainApplicant(address, path)
    with one.http:
        clock.watch(one.http, lambda request: request.method)
        one.open()
        one.press()


def name_of(request: httpx.Request) -> str:
    """The method with the last word of the path, such as `POST riepilogo`."""
    words = [word for word in request.url.path.split("/") if word.isalpha()]
    return f"{request.method} {words[-1] if words else ''}"


if __name__ == "__main__":
    main()
