import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load import static_files
from tests.load.server import Server, empty_postgresql

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session", params=DATABASES)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Tables and static files without content, made once for each database and copied by each test."""
    url = ""
    if request.param == "postgresql":
        beside = os.environ.get("LOAD_POSTGRES")
        if not beside:
            pytest.fail("LOAD_POSTGRES names no PostgreSQL: run `make test-load`.", pytrace=False)
        url = empty_postgresql(beside, "portal_load_template")
    model = Server(tmp_path_factory.mktemp(request.param) / "var", url)
    # The worst a machine could have: what is made so must be private all the same (`test_private_files`).
    before = os.umask(0)
    try:
        model.manage("migrate", "--noinput", "-v", "0")
        static_files.put(model)
    finally:
        os.umask(before)
    return model


@pytest.fixture
def server(migrated: Server, tmp_path: Path) -> Iterator[Server]:
    """A portal of the test's own, without content."""
    shutil.copytree(migrated.var, tmp_path / "var", symlinks=True)
    url = migrated.database_url
    if url:
        url = empty_postgresql(url, "portal_load", template="portal_load_template")
    started = Server(tmp_path / "var", url)
    yield started
    started.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A client whose server was killed leaves its sockets to be collected: that is no fault of the portal."""
    for item in items:
        if "tests/load" in str(item.path):
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
