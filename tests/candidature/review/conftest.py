import pytest


@pytest.fixture(autouse=True)
def _own_private_files(settings, tmp_path):
    """Received files go to the test's own folder."""
    private = {**settings.STORAGES["private"]}
    private["OPTIONS"] = {**private["OPTIONS"], "location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "private": private}
