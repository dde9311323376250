"""The second part of `make bench`: pages from memory beside a bare function of gunicorn with the same bytes.

The servers have one core, the load the other; rounds of each take turns, so that what else the machine does
falls on all of them alike. Of one process each. Prints figures, judges none.
"""

import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from ops.toolchain import PYTHON, ROOT
from tests.load.cores import LOAD, SERVER, on_core
from tests.load.proxy import Proxy
from tests.load.server import Server, free_port

PAGES = ("/", "/novita/", "/territori/valdichiana-aretina/", "/partecipa/partner-punto-di-ascolto/")
CODING = "gzip"
CONNECTIONS = 8
# Of an answer from memory; drawing needs more of them to be counted.
SECONDS, SECONDS_DRAWN = 2, 4
# Headers that a web server writes itself.
_OWN = {"server", "date", "connection", "transfer-encoding", "x-page-cache"}


def main(var: Path, rounds: int) -> None:
    """Measures a portal of one process on the data below `var`, which hold the demonstration."""
    if not shutil.which("wrk"):
        print("Pages from memory are not measured: wrk is missing, install Debian's package wrk.")
        return
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as running:
        folder = Path(name)
        with on_core(SERVER):
            server = running.enter_context(_started(var))
            answers = _answers(server, folder)
            bare = running.enter_context(_bare(folder, server, answers))
            proxy = Proxy(folder / "nginx", server.port, keeps_pages=True, files=folder)
            running.callback(proxy.end)
            proxy.start()
        _memory(server, bare, rounds, answers)
        _nginx(proxy, rounds, answers)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as running:
        with on_core(SERVER):
            server = running.enter_context(_started(var, PAGE_CACHE="false"))
            bare = running.enter_context(_bare(Path(name), server, answers))
        _drawn(server, bare, rounds, answers)


Answers = dict[str, tuple[list[tuple[str, str]], bytes]]


def _answers(server: Server, folder: Path) -> Answers:
    """What the portal says of each page, compressed, as bytes."""
    found: Answers = {}
    with httpx.Client(base_url=server.address, timeout=60, headers={"Accept-Encoding": CODING}) as http:
        for number, path in enumerate(PAGES):
            for _turn in range(3):
                with http.stream("GET", path) as answer:
                    body = b"".join(answer.iter_raw())
            assert answer.headers["X-Page-Cache"] == "hit", (path, answer.headers)
            headers = [(name, value) for name, value in answer.headers.items() if name not in _OWN]
            found[path] = (headers, body)
            (folder / f"{number}.html").write_bytes(body)
    return found


@contextlib.contextmanager
def _started(var: Path, **settings: str) -> Iterator[Server]:
    """The web server alone: the worker works on while nobody looks."""
    server = Server(var, processes=1)
    server.environment.update(ACCESS_LOG="false", **settings)
    server.stack.web.start()
    try:
        _wait(f"{server.address}/healthz")
        yield server
    finally:
        server.stack.end()


@contextlib.contextmanager
def _bare(folder: Path, server: Server, answers: Answers) -> Iterator[int]:
    """The function below gunicorn as the portal sets it: its port. `/few…` has three headers, `/all…` all."""
    said: dict[str, tuple[list[tuple[str, str]], str]] = {}
    for number, (path, (headers, body)) in enumerate(answers.items()):
        file = folder / f"bare{number}"
        file.write_bytes(body)
        few = [(name, value) for name, value in headers if name.startswith("content-")][:3]
        said[f"/few{path}"] = (few, str(file))
        said[f"/all{path}"] = (headers, str(file))
    (folder / "answers.json").write_text(json.dumps(said))
    port = free_port()
    child = subprocess.Popen(
        [str(PYTHON), "-m", "gunicorn", "-c", "python:portal.startup.gunicorn", "tests.load.bare"],
        cwd=ROOT,
        env={
            **os.environ,
            **server.environment,
            "BIND": f"127.0.0.1:{port}",
            "BARE_ANSWERS": str(folder / "answers.json"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/few/")
        yield port
    finally:
        child.terminate()
        child.wait(30)


def _wait(address: str) -> None:
    for _turn in range(600):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(address, timeout=5).raise_for_status()
            return
        time.sleep(0.1)
    sys.exit(f"Nobody answers at {address}.")


def _rate(address: str, seconds: int) -> float:
    """Requests a second, from the last core."""
    # A page that is drawn while seven others wait may take longer than the two seconds that wrk gives it.
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    command += ["-H", f"Accept-Encoding: {CODING}", address]
    with on_core(LOAD):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{address} did not answer as it should:\n{said}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    assert found, said
    return float(found.group(1))


def _turns(addresses: dict[str, str], rounds: int, seconds: int) -> dict[str, list[float]]:
    """Rates of each, measured in turn."""
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(rounds):
        for name, address in addresses.items():
            found[name].append(_rate(address, seconds))
    return found


def _ratio(rates: dict[str, list[float]], one: str, other: str) -> float:
    """The median of the ratios of each round: what disturbs a round disturbs both."""
    return statistics.median(mine / theirs for mine, theirs in zip(rates[one], rates[other], strict=True))


def _memory(server: Server, bare: int, rounds: int, answers: Answers) -> None:
    print(f"{'from memory/s':>14} {'bare/s':>8} {'ratio':>6} {'same headers':>13} {'KB':>6}  page")
    for path in answers:
        rates = _turns(
            {
                "memory": server.address + path,
                "few": f"http://127.0.0.1:{bare}/few{path}",
                "all": f"http://127.0.0.1:{bare}/all{path}",
            },
            rounds,
            SECONDS,
        )
        few, same = _ratio(rates, "memory", "few"), _ratio(rates, "memory", "all")
        print(
            f"{statistics.median(rates['memory']):>14.0f} {statistics.median(rates['few']):>8.0f} "
            f"{few:>6.2f} {same:>13.2f} {len(answers[path][1]) / 1024:>6.1f}  {path}"
        )


def _nginx(proxy: Proxy, rounds: int, answers: Answers) -> None:
    print(f"{'nginx keeps/s':>14} {'file/s':>8} {'ratio':>6}  page")
    for number, path in enumerate(answers):
        addresses = {"kept": proxy.address + path, "file": f"{proxy.address}/files/{number}.html"}
        rates = _turns(addresses, rounds, SECONDS)
        print(
            f"{statistics.median(rates['kept']):>14.0f} {statistics.median(rates['file']):>8.0f} "
            f"{_ratio(rates, 'kept', 'file'):>6.2f}  {path}"
        )


def _drawn(server: Server, bare: int, rounds: int, answers: Answers) -> None:
    print(f"{'drawn/s':>14} {'bare/s':>8} {'bare is':>8}  page")
    for path in answers:
        addresses = {"drawn": server.address + path, "bare": f"http://127.0.0.1:{bare}/few{path}"}
        rates = _turns(addresses, rounds, SECONDS_DRAWN)
        print(
            f"{statistics.median(rates['drawn']):>14.1f} {statistics.median(rates['bare']):>8.0f} "
            f"{1 / _ratio(rates, 'drawn', 'bare'):>6.0f} ×  {path}"
        )
