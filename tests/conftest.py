"""Plumbing for every test: a database like the real one, files in a folder of the test's own."""

import copy
import gc
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.db.models.expressions import Col
from django.http.response import HttpResponseBase
from django.template import Template
from django.test import Client
from django.test.utils import ContextList
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from portal.health import outages
from portal.limits import counting
from tests import large_pages, pictures, remembering
from tests.demonstration import copied
from tests.own_folder import files_below
from tests.page_factory import pages_in_the_indexes
from tests.prepared_database import database_of_this_process

LONGEST_TEST = timedelta(minutes=10)
FEWEST_PROCESSES, MOST_PROCESSES = 2, 8
_folders = itertools.count()

hypothesis.settings.register_profile("suite", database=None, deadline=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """WhiteNoise warns about a folder that is not there, and a warning is an error here."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's, which migrates in every process of every run."""
    with django_db_blocker.unblock(), database_of_this_process():
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module, for what all of them look at and takes long to arrange.

    Fixtures of the module ask for it and write; each test sees what they wrote, and its own changes go when
    it ends. What they return is shared: no test changes it. Not beside tests whose transactions commit.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock(), around:
        # As Django's own: what must begin a transaction may begin one within.
        around._from_testcase = True  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where fixtures of a module that ask for `module_db` leave files; each test has copies of its own."""
    folder = tmp_path_factory.getbasetemp() / f"module-{next(_folders)}"
    folder.mkdir(mode=0o700)
    with files_below(folder):
        yield folder


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In place of pytest's, which beside each folder keeps a link to the latest of its name."""
    folder = tmp_path_factory.getbasetemp() / f"test-{next(_folders)}"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Uploads, private files and mail of one test stay in its own folder."""
    if "module_files" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("module_files"), tmp_path, dirs_exist_ok=True)
    with files_below(tmp_path):
        yield


@pytest.fixture
def demonstration_database(
    own_files: None, tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(tmp_path):
        yield


@pytest.fixture
def demonstration(demonstration_database: None, db: None) -> None:
    """All pages of the demonstration, each of which was visited (`tests.demonstration`).

    In place of the mark `django_db`, which would begin its transaction in the other database.
    """


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """What one test left in memory, such as Wagtail's site addresses, must not reach the next."""
    remembering.forget()
    yield
    cache.clear()
    outages.forget()


@pytest.fixture(scope="session", autouse=True)
def pages_are_remembered() -> Iterator[None]:
    with remembering.as_outside_of_tests():
        yield


@pytest.fixture(scope="session", autouse=True)
def pictures_are_drawn_once() -> Iterator[None]:
    with pictures.drawn_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def columns_are_told_apart_by_their_names() -> Iterator[None]:
    """For the hash of a column Django binds its arguments to a signature: a fiftieth of the whole suite."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Col, "__hash__", lambda column: hash((column.alias, column.target)))
        yield


@pytest.fixture(autouse=True)
def periods_outlast_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour of the limits (`portal.limits.counting`) that is over while a test runs is over after it."""
    begun, end_of_period = timezone.now(), counting._end_of_period

    def end(limit: counting.Limit, at: datetime) -> datetime:
        return end_of_period(limit, begun if begun <= at < begun + LONGEST_TEST else at)

    monkeypatch.setattr(counting, "_end_of_period", end)


@pytest.fixture(autouse=True)
def answers_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A web server closes the file that it handed over; the test client leaves that to its caller."""
    handed_over: list[HttpResponseBase] = []
    ask = Client.request

    def remembered(client: Client, **request: Any) -> Any:
        answer = ask(client, **request)
        if answer.streaming:
            handed_over.append(answer)
        return answer

    monkeypatch.setattr(Client, "request", remembered)
    yield
    # As the test client with all other answers: what the module arranged stands in the connection.
    request_finished.disconnect(close_old_connections)
    try:
        for answer in handed_over:
            answer.close()
    finally:
        request_finished.connect(close_old_connections)


@pytest.fixture(autouse=True, scope="session")
def only_the_context_of_the_page() -> Iterator[None]:
    """The test client copies the context of every template within a page: a tenth of the whole suite."""

    def remember(
        store: dict[str, Any], signal: Any, sender: Any, template: Template, context: Any, **rest: Any
    ) -> None:
        store.setdefault("templates", []).append(template)
        if "context" not in store:
            store["context"] = ContextList([copy.copy(context)])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.test.client.store_rendered_templates", remember)
        patched.setattr("django_webtest.store_rendered_templates", remember)
        yield


@pytest.fixture
def in_the_indexes() -> Iterator[None]:
    """Pages of this test can be searched, and are known to be used by what they point to."""
    with pages_in_the_indexes():
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: a process for each core, and each needs some 700 MB."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    room = min(len(os.sched_getaffinity(0)), memory // 10**9, MOST_PROCESSES)
    return max(room, FEWEST_PROCESSES)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of `committed_db` before pytest-django puts those that empty the tables last."""
    for item in items:
        if _asks_for(item, "committed_db"):
            item.add_marker(pytest.mark.django_db(transaction=True))
    # It loads the demonstration: by the time that another process needs one it is there.
    for first in [item for item in items if _asks_for(item, "demonstration")][:1]:
        items.remove(first)
        items.insert(0, first)


def _asks_for(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())


def _with_room(run: Callable[[], bool]) -> bool:
    return run()


# Python keeps the frames of calls in chunks of 16 KB. A test that works where one ends has the next mapped
# and given back with each call: a tenth of the whole suite. A frame that asks for much gets a chunk of its
# own size (1 MB, of which only what is written to is taken), and those of the test stand behind it.
_with_room.__code__ = _with_room.__code__.replace(co_stacksize=70_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Runs each test as pytest does, on a stack that has room."""
    runner: Any = item.config.pluginmanager.get_plugin("runner")
    return _with_room(lambda: runner.pytest_runtest_protocol(item, nextitem))


def pytest_collection_finish() -> None:
    """Modules and tests are no garbage: to look through them over and over is what collecting costs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    large_pages.ask()


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database whose transactions really commit, for tests of locks, concurrency and `on_commit`.

    When such a test ends, what was there when the process began is put back (`tests.prepared_database`).
    """
