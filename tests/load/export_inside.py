"""The inside of `export_bench`: makes one file in this process, and says what it took."""

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - after the settings
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.admin.views.mixins import SpreadsheetExportMixin  # noqa: E402

from candidature.models import FormVersion, Submission  # noqa: E402
from istruttoria.exports.columns import FIXED  # noqa: E402
from istruttoria.exports.rows import CONFIRMATION_KEYS, Selection, confirmation_labels  # noqa: E402
from istruttoria.queue.listing import Listing  # noqa: E402
from moduli import answer_columns  # noqa: E402
from portal.models import User  # noqa: E402
from portal.roles import Role  # noqa: E402

# Pieces between two looks at the memory.
EVERY = 20
# Where Wagtail finds what our columns hold, if not under their own keys.
ELSEWHERE = {
    "kind": "get_kind_display",
    "page": "page.title",
    "status": "status_label",
    "status_code": "status",
    "zone": "zone.name",
    "channel": "get_channel_display",
    "applicant_kind": "get_applicant_kind_display",
    "municipality": "municipality.name",
    "province": "municipality.province",
}
# What no row of Wagtail's list holds: our files look it up beside, Wagtail's does without.
LACKING = ("decided_at", "reason", "labels")


class Answers(dict[str, Any]):
    def __missing__(self, _key: str) -> None:
        return None


class Rows:
    """All submissions as Wagtail exports a list: objects with what their columns ask for."""

    model = Submission

    def __iter__(self) -> Iterator[Submission]:
        for row in Submission.objects.select_related("page", "zone", "municipality", "proposal"):
            # Its sheets take no lists.
            row.answers = Answers(
                {
                    key: json.dumps(answer) if isinstance(answer, list | dict) else answer
                    for key, answer in row.answers.items()
                }
            )
            if row.zone is not None:
                yield row


class WagtailsOwn(SpreadsheetExportMixin):
    def __init__(self) -> None:
        keys = {
            column.key: None
            for schema in FormVersion.objects.values_list("schema", flat=True)
            for column in answer_columns(schema)
        }
        fixed = [ELSEWHERE.get(column.key, column.key) for column in FIXED if column.key not in LACKING]
        self.list_export = [*fixed, *(f"answers.{key}" for key in keys)]


def wagtails(what: str) -> Any:
    view = WagtailsOwn()
    return lambda: view.as_spreadsheet(Rows(), what)


def officer() -> User:
    user, _made = User.objects.get_or_create(email="export@prova.example")
    user.groups.set([Group.objects.get(name=Role.OFFICERS)])
    return user


def ours(what: str) -> Any:
    client = Client(SERVER_NAME="localhost")
    client.force_login(officer())
    address = reverse("candidature_review:export") + "?stage=all"
    # What the first request of a process loads is not the export's.
    client.get(address)
    return lambda: client.post(address, {"format": what, "personal": "on"})


def further_sheets() -> list[dict[str, Any]]:
    """The sheets after the first, in their order: header, and key of the question; None of confirmations."""
    request = RequestFactory().get("/", {"stage": "all"})
    request.user = officer()
    columns = Selection(Listing(request), personal=True).columns
    sheets: list[dict[str, Any]] = [
        {"of": sheet.key, "labels": sheet.labels, "keys": sheet.keys} for sheet in columns.sheets
    ]
    labels = [str(label) for label in confirmation_labels()]
    return [*sheets, {"of": None, "labels": labels, "keys": CONFIRMATION_KEYS}]


def keep(what: str, file: Path) -> None:
    """Makes a file of ours and leaves it there."""
    with file.open("wb") as content:
        content.writelines(ours(what)())


def own_memory() -> float:
    """Megabytes of this process alone: not the pages of the database's file that SQLite maps."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    what, *where = sys.argv[1:]
    if where:
        keep(what, Path(where[0]))
        print(json.dumps(further_sheets()))
        return
    send = wagtails(what.removeprefix("wagtail ")) if what.startswith("wagtail ") else ours(what)
    before = most = own_memory()
    began, worked = time.perf_counter(), time.process_time()
    pieces = iter(send())
    size = len(next(pieces))
    first = time.perf_counter() - began
    second = first
    for number, piece in enumerate(pieces):
        if number == 0:
            second = time.perf_counter() - began
        size += len(piece)
        if number % EVERY == 0:
            most = max(most, own_memory())
    whole = time.perf_counter() - began
    most = max(most, own_memory())
    figures = {
        "first": first,
        "second": second,
        "whole": whole,
        "processor": time.process_time() - worked,
        "memory": most - before,
        "size": size / 1e6,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
