"""Uploads, private files and letters below one folder, in place of the portal's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from candidature.submissions.files import UploadedFile, private_storage
from istruttoria.models import OpinionFile


@contextmanager
def files_below(folder: Path) -> Iterator[None]:
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {**storages["private"]["OPTIONS"], "location": str(folder / "private")}
    with (
        override_settings(
            MEDIA_ROOT=str(folder / "media"),
            PRIVATE_ROOT=folder / "private",
            STORAGES=storages,
            EMAIL_FILE_PATH=str(folder / "mail"),
            DEPARTURES_FILE=folder / "letters.json",
            OUTAGES_FILE=folder / "could-not-write",
        ),
        pytest.MonkeyPatch.context() as patched,
    ):
        # The field asked for its storage once, when its class was made.
        for model in (UploadedFile, OpinionFile):
            patched.setattr(model._meta.get_field("file"), "storage", private_storage())
        yield
