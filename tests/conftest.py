"""Plumbing for every test: a database like the real one, files in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from candidature.submissions.models import UploadedFile, private_storage
from portal.triggers import registered
from tests.prepared_database import database_of_this_process

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


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads, private files and mail of one test stay in its own folder."""
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {
        **storages["private"]["OPTIONS"],
        "location": str(tmp_path / "private"),
    }
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = storages
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.DEPARTURES_FILE = tmp_path / "letters.json"
    # The field asked for its storage once, when its class was made.
    monkeypatch.setattr(UploadedFile._meta.get_field("file"), "storage", private_storage())


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """What one test left in the cache, such as Wagtail's site addresses, must not reach the next."""
    yield
    cache.clear()


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
    for answer in handed_over:
        answer.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of `committed_db` before pytest-django puts those that empty the tables last."""
    for item in items:
        if "committed_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture
def committed_db(transactional_db: None) -> Iterator[None]:
    """A database whose transactions really commit, for tests of locks, concurrency and `on_commit`.

    Such a test ends by emptying every table, which the append-only log refuses, so its triggers go first.
    What migrations put there (root page, site, locale, groups) is brought back for the next one.
    """
    for triggers in registered():
        triggers.install(connection)
    yield
    for triggers in registered():
        triggers.drop(connection)
