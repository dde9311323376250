"""`make bench`: how fast a real portal with the demonstration answers. Prints figures, judges none."""

import argparse
import re
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.load import cache_bench
from tests.load.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="requests of each page, in turn (20)")
    parser.add_argument("--at-once", type=int, default=8, help="visitors at once for the last figure (8)")
    parser.add_argument("--turns", type=int, default=5, help="rounds beside a bare function (5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "var", processes=2)
        server.manage("migrate", "--noinput", "-v", "0")
        server.manage("collectstatic", "--noinput", "-v", "0")
        server.manage("load_demo")
        server.start()
        try:
            measure(server, arguments.rounds, arguments.at_once)
            server.stack.end()
            cache_bench.main(server.var, arguments.turns)
        finally:
            server.end()


def measure(server: Server, rounds: int, at_once: int) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as http:
        listed = re.findall("<loc>(.*?)</loc>", http.get("/sitemap.xml").text)
        pages = [urlsplit(address).path for address in listed]
        print(f"{'median ms':>10} {'slowest':>8} {'KB':>6}  page")
        for path in pages:
            http.get(path)
            times = []
            for _round in range(rounds):
                began = time.perf_counter()
                answer = http.get(path)
                times.append((time.perf_counter() - began) * 1000)
            figures = (
                f"{statistics.median(times):>10.1f} {max(times):>8.1f} {len(answer.content) / 1024:>6.1f}"
            )
            print(f"{figures}  {answer.status_code} {path}")

    def visit(number: int) -> None:
        with httpx.Client(base_url=server.address, timeout=60) as http:
            for turn in range(rounds):
                http.get(pages[(number + turn) % len(pages)])

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(visit, range(at_once)))
    rate = at_once * rounds / (time.perf_counter() - began)
    print(f"{rate:.0f} pages a second with {at_once} visitors at once")


if __name__ == "__main__":
    main()
