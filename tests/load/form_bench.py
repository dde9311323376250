"""`make bench-form`: the journey of a call beside a form of `wagtail.contrib.forms`, on the same server.

Both ask for the same seven things in the same design; both write to the same database, in turn. The plain
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.load.applicant import Applicant
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

    def seconds(self, *names: str) -> float:
        return sum(sum(self.took.get(name, [])) for name in names)


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
        server.start()
        try:
            people, at_once = arguments.people, arguments.at_once
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

    posts = [name for name in ours.took if name.startswith("POST")]
    send = ours.took["POST riepilogo"]
    figures = {
        "whole": took_plain / took_ours,
        "POSTs alone": plain.seconds("POST") / ours.seconds(*posts),
        "send / plain POST": statistics.median(send) / statistics.median(plain.took["POST"]),
        "send p95 / p50": _percentile(send, 95) / _percentile(send, 50),
    }
    print(f"round {number + 1}: " + ", ".join(f"{name} {figure:.2f}" for name, figure in figures.items()))
    for name, took in (("plain POST", plain.took["POST"]), ("send", send)):
        told = ", ".join(f"p{percent} {1000 * _percentile(took, percent):.0f}" for percent in (50, 95, 99))
        print(f"    {name}, ms: {told}", flush=True)
    return figures


def _percentile(took: list[float], percent: int) -> float:
    return statistics.quantiles(took, n=100)[percent - 1]


def together(at_once: int, items: Iterable[Any], act: Callable[[Any], object]) -> float:
    """Seconds until all have acted, so many of them at the same time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(act, items))
    return time.perf_counter() - began


def fill_in_plain(address: str, path: str, clock: Clock) -> None:
    with httpx.Client(base_url=address, timeout=60) as http:
        clock.watch(http, lambda request: request.method)
        page = http.get(path)
        token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = http.post(path, data={**PLAIN, "csrfmiddlewaretoken": token})
        assert "Grazie" in answer.text, answer.text[-1000:]


def name_of(request: httpx.Request) -> str:
    """The method with the last word of the path, such as `POST riepilogo`."""
    words = [word for word in request.url.path.split("/") if word.isalpha()]
    return f"{request.method} {words[-1] if words else ''}"


if __name__ == "__main__":
    main()
