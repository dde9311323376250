"""The demonstration for tests that look at its pages: loaded and visited once for all the processes of a run.

Every page was asked for once, so that its pictures are there, and what it answered is kept (`visits`).
Database and files are copied for each test.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from tests import remembering
from tests.own_folder import files_below
from tests.prepared_database import FilledFile, FilledOnServer, connect_to, filled

# What search engines are told not to list, and visitors see all the same.
BESIDE_THE_SITEMAP = ("/cerca/", "/en/search/")


def paths_of_the_sitemap() -> list[str]:
    """Every page of the demonstration, with those that the site map leaves out."""
    text = Client().get("/sitemap.xml").content.decode()
    listed = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", text)]
    return [*listed, *BESIDE_THE_SITEMAP]


@dataclass(frozen=True)
class Visit:
    """What a page answered to a visitor when the demonstration had just been loaded."""

    status: int
    text: str


def visits() -> dict[str, Visit]:
    """Of each page, by its path; for tests that have the demonstration and read what it says as it is."""
    kept = json.loads((_made() / "visits.json").read_text())
    return {path: Visit(**visit) for path, visit in kept.items()}


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Points the connection at a copy of the demonstration, whose files are copied below a folder."""
    made = _made()
    made.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as until_the_end:
        with (made.parent / "making.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            database = filled(made)
            if not (made / "whole").exists():
                _make(made, database)
            shutil.copytree(made / "files", folder, dirs_exist_ok=True)
            until_the_end.enter_context(database.copied())
        _forget()
        yield
    _forget()


def _make(folder: Path, database: FilledFile | FilledOnServer) -> None:
    for earlier in folder.parent.glob("*/"):
        shutil.rmtree(earlier)
    (folder / "files").mkdir(parents=True)
    before = settings.DATABASES["default"]["NAME"]
    with files_below(folder / "files"):
        database.make(lambda: _load_and_visit(folder / "visits.json"))
    connect_to(before)
    (folder / "whole").touch()


def _load_and_visit(kept: Path) -> None:
    _forget()
    call_command("load_demo", verbosity=0)
    answers = {path: Client().get(path) for path in paths_of_the_sitemap()}
    found = {path: Visit(answer.status_code, answer.content.decode()) for path, answer in answers.items()}
    kept.write_text(json.dumps({path: asdict(visit) for path, visit in found.items()}))


def _forget() -> None:
    """What is remembered is of the other database."""
    cache.clear()
    remembering.forget()
    Site.clear_site_root_paths_cache()


def _made() -> Path:
    return Path(settings.VAR_DIR / "test" / "demonstration" / _run())


def _run() -> str:
    """The same in all the processes of a run, and in no other run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
