"""A large upload keeps no other writer waiting, and a row never names a file that a power cut could take."""

import os
import threading
from pathlib import Path
from typing import Any, Never

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from candidature.intake import partial_uploads
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from moduli.files import checking as files
from portal.models import Heartbeat
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import WHO, Journey, attachment, form_of, pdf
from tests.candidature.public.test_uploading import Browser, asking
from tests.candidature.public.uploading import CONTENT

WAIT = 30


@pytest.fixture
def journey(committed_db: None) -> Journey:
    journey = Journey(CallPageFactory.create(steps=form_of([attachment()])))
    journey.start()
    return journey


def stored_files(settings: Settings) -> list[Path]:
    return [path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize("slow", ["hashing", "copying"])
def test_another_writer_gets_through_while_a_large_upload_is_worked_on(
    journey: Journey, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    at_work, done = threading.Event(), threading.Event()
    statuses: list[int] = []

    def pause(work: Any) -> Any:
        def paused(*arguments: Any, **named: Any) -> Any:
            at_work.set()
            assert done.wait(WAIT), "the other writer waited for the upload"
            return work(*arguments, **named)

        return paused

    if slow == "hashing":
        monkeypatch.setattr(files, "_sha256", pause(files._sha256))
    else:
        storage = UploadedFile._meta.get_field("file").storage
        monkeypatch.setattr(storage, "save", pause(storage.save))

    def upload() -> None:
        try:
            statuses.append(Client().post(journey.url("step", 1), {"q-cv": pdf()}).status_code)
        finally:
            connection.close()

    uploading = threading.Thread(target=upload)
    uploading.start()
    assert at_work.wait(WAIT)
    Heartbeat.objects.create(worker_id="another writer", beaten_at="2026-05-04T12:00Z")
    saved = Client().post(journey.url("step", 0), {**WHO, "first_name": "Bea"})
    done.set()
    uploading.join(WAIT)

    assert saved.status_code == 302
    assert statuses == [302]
    assert UploadedFile.objects.count() == 1


def test_the_file_and_its_folders_are_on_the_disk_before_the_row_that_names_it_commits(
    journey: Journey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    real_fsync, real_commit = os.fsync, connection._commit  # type: ignore[attr-defined]

    def fsync(descriptor: Any) -> None:
        happened.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real_fsync(descriptor)

    def commit() -> None:
        rows = UploadedFile.objects.count()
        real_commit()
        happened.append(f"commit, {rows} rows")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(connection, "_commit", commit)

    Client().post(journey.url("step", 1), {"q-cv": pdf()})

    (stored,) = stored_files(settings)
    promised = happened.index("commit, 1 rows")
    for path in (stored, stored.parent, settings.PRIVATE_ROOT):
        assert happened.index(str(path)) < promised


def test_a_file_whose_row_is_not_kept_is_not_kept_either(
    journey: Journey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_named: Any) -> Never:
        raise DatabaseError("the transaction fails")

    monkeypatch.setattr("candidature.intake.drafts.move", fail)
    client = Client(raise_request_exception=False)

    assert client.post(journey.url("step", 1), {"q-cv": pdf()}).status_code == 500

    assert not UploadedFile.objects.exists()
    assert stored_files(settings) == []
    assert Draft.objects.exists()


def test_what_is_called_off_while_it_becomes_a_file_leaves_no_row_without_bytes(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(asking())
    browser.announce()
    look, calls = partial_uploads._is_there, []

    def called_off(*arguments: Any) -> bool:
        def call_off() -> None:
            try:
                calls.append(browser.call_off().status_code)
            finally:
                connection.close()

        calling = threading.Thread(target=call_off)
        calling.start()
        # It waits for what is under way.
        calling.join(1)
        threads.append(calling)
        return look(*arguments)

    threads: list[threading.Thread] = []
    monkeypatch.setattr(partial_uploads, "_is_there", called_off)

    whole = browser.send(CONTENT)
    for thread in threads:
        thread.join(WAIT)

    assert (whole.status_code, calls) == (200, [200])
    assert not UploadedFile.objects.exists()
    assert not Draft.objects.get().answers["cv"]
