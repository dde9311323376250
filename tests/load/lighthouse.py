"""`make lighthouse`: what Lighthouse says of one page of each kind of the demonstration, as on a phone.

Ends with 1 where one of the four marks of a page is below 95, and with 2 where something that it needs is
missing or a page could not be looked at.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.toolchain import ROOT
from tests.load.server import Server
from tests.page_kinds import heaviest_by_kind

LOWEST = 95
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "seo",
}
HEADS = (*CATEGORIES.values(), "LCP s", "TBT ms", "KB", "page")
# Results of a search are not for search engines (`noindex`), which Lighthouse counts against them.
SEARCH, EXCUSED = "searchpage", "seo"
SEARCHED = "?q=salute"
INSTALLED = ROOT / "frontend" / "node_modules" / ".bin" / "lighthouse"
CHROME = "/usr/bin/chromium"
FLAGS = "--headless --no-sandbox --disable-gpu"
HOW_TO_INSTALL = (
    "Lighthouse is missing: (cd frontend && npm install --no-save lighthouse@12.8.2), "
    "or name its command in LIGHTHOUSE."
)
FEWEST_KINDS = 10
# Of one page, on a machine that does much else.
MOST_SECONDS = 600


class NotMeasuredError(RuntimeError):
    """Something that measuring needs is missing, or a page could not be looked at; the message says which."""


@dataclass(frozen=True)
class Report:
    """What Lighthouse says of one page.

    Attributes:
        marks: by category, of 100.
        largest_paint: until the largest thing of the page is seen, in seconds.
        blocked: how long the page did not listen, in milliseconds.
        kilobytes: over the wire.
    """

    path: str
    marks: Mapping[str, int]
    largest_paint: float
    blocked: float
    kilobytes: float


def read(path: str, text: str) -> Report:
    """The report of a page from Lighthouse's JSON.

    Raises:
        NotMeasuredError: Lighthouse could not look at the page.
    """
    said = json.loads(text)
    if error := said.get("runtimeError"):
        raise NotMeasuredError(f"{path}: {error['message']}")
    marks = {name: said["categories"][name]["score"] for name in CATEGORIES}
    if unknown := [name for name, mark in marks.items() if mark is None]:
        raise NotMeasuredError(f"{path}: no mark for {', '.join(unknown)}")
    return Report(
        path,
        {name: round(100 * mark) for name, mark in marks.items()},
        _figure(said, "largest-contentful-paint") / 1000,
        _figure(said, "total-blocking-time"),
        _figure(said, "total-byte-weight") / 1024,
    )


def _figure(said: Mapping[str, Any], audit: str) -> float:
    return float(said["audits"][audit]["numericValue"])


def too_low(reports: Mapping[str, Report]) -> list[str]:
    """What is below the bound, in words; results of a search are excused from `EXCUSED`.

    Args:
        reports: by kind of page.
    """
    return [
        f"{report.path}: {CATEGORIES[name]} {mark}"
        for kind, report in reports.items()
        for name, mark in report.marks.items()
        if mark < LOWEST and (kind, name) != (SEARCH, EXCUSED)
    ]


def line(one: Report) -> str:
    """A report below `HEADS`."""
    figures = [
        *(f"{one.marks[name]}" for name in CATEGORIES),
        f"{one.largest_paint:.1f}",
        f"{one.blocked:.0f}",
    ]
    figures.append(f"{one.kilobytes:.0f}")
    columns = (figure.rjust(len(head)) for figure, head in zip(figures, HEADS[:-1], strict=True))
    return "  ".join([*columns, one.path])


def command() -> str:
    """The command of Lighthouse.

    Raises:
        NotMeasuredError: it is not installed, or there is no browser.
    """
    found = os.environ.get("LIGHTHOUSE") or str(INSTALLED)
    if not Path(found).exists():
        raise NotMeasuredError(HOW_TO_INSTALL)
    if not Path(_chrome()).exists():
        raise NotMeasuredError(
            f"There is no browser at {_chrome()}: install Debian’s chromium, or name one in CHROME_PATH."
        )
    return found


def _chrome() -> str:
    return os.environ.get("CHROME_PATH") or CHROME


def look(lighthouse: str, address: str, path: str) -> Report:
    """Has Lighthouse look at a page as on a phone, which is how it looks unless told otherwise.

    Raises:
        NotMeasuredError: it could not.
    """
    with tempfile.TemporaryDirectory() as folder:
        # It ends before a pipe has taken more than 64 KB of its report.
        report = Path(folder) / "report.json"
        arguments = ["--quiet", "--output=json", f"--output-path={report}"]
        arguments += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
        try:
            finished = subprocess.run(
                [lighthouse, address + path, *arguments],
                env={**os.environ, "CHROME_PATH": _chrome()},
                capture_output=True,
                text=True,
                check=False,
                timeout=MOST_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise NotMeasuredError(f"{path}: no report within {MOST_SECONDS} seconds.") from error
        if not report.exists():
            raise NotMeasuredError(f"{path}: {finished.stderr.strip()[-500:]}")
        return read(path, report.read_text(encoding="utf-8"))


def measure(lighthouse: str, server: Server) -> dict[str, Report]:
    """By kind of page what Lighthouse says of the heaviest; each line is printed when it is known."""
    pages = heaviest_by_kind(server.address)
    assert len(pages) >= FEWEST_KINDS, "The demonstration lacks kinds of pages."
    server.inside("finish_pictures")
    print("  ".join(HEADS))
    reports = {}
    for kind, path in pages.items():
        reports[kind] = look(lighthouse, server.address, path + SEARCHED if kind == SEARCH else path)
        print(line(reports[kind]), flush=True)
    return reports


def main() -> int:
    argparse.ArgumentParser(prog="make lighthouse", description=__doc__).parse_args()
    try:
        lighthouse = command()
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder) / "var", processes=2)
            server.manage("migrate", "--noinput", "-v", "0")
            server.manage("collectstatic", "--noinput", "-v", "0")
            server.manage("load_demo")
            try:
                server.start()
                reports = measure(lighthouse, server)
            finally:
                server.end()
    except NotMeasuredError as error:
        print(error, file=sys.stderr)
        return 2
    print("Results of a search are excused from seo: they are not for search engines (noindex).")
    low = too_low(reports)
    print("\n".join(low) or f"{len(reports)} kinds of pages, none below {LOWEST}.")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
