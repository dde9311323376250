"""Plumbing for every test: a database like the real one, files in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection

from candidature.log import triggers
from candidature.submissions.models import UploadedFile, private_storage
from candidature.tallies import triggers as tally_triggers
from eventi import triggers as seat_triggers

hypothesis.settings.register_profile("suite", database=None, deadline=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def test_folder() -> None:
    """SQLite does not make the folder its file stands in."""
    (django_settings.VAR_DIR / "test").mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    test_folder: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Each of xdist's processes has a database of its own, made once the folder is there."""


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
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
    triggers.install(connection)
    tally_triggers.install(connection)
    seat_triggers.install(connection)
    yield
    triggers.drop(connection)
    tally_triggers.drop(connection)
    seat_triggers.drop(connection)
