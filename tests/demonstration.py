"""The demonstration for tests that look at its pages: loaded and visited once for all the processes of a run.

Every page was asked for once, so that its pictures are there. Database and files are copied for each test.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Points the connection at a copy of the demonstration, whose files are copied below a folder."""
    everywhere = settings.VAR_DIR / "test" / "demonstration"
    everywhere.mkdir(parents=True, exist_ok=True)
    with ExitStack() as until_the_end:
        with (everywhere / "making.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made = everywhere / _run()
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
        database.make(_load_and_visit)
    connect_to(before)
    (folder / "whole").touch()


def _load_and_visit() -> None:
    _forget()
    call_command("load_demo", verbosity=0)
    for path in paths_of_the_sitemap():
        Client().get(path)


def _forget() -> None:
    """What is remembered is of the other database."""
    cache.clear()
    remembering.forget()
    Site.clear_site_root_paths_cache()


def _run() -> str:
    """The same in all the processes of a run, and in no other run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
