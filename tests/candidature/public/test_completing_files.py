"""While completing, a question for one file keeps one file, whoever attaches how many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from candidature.models import Submission, UploadedFile
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.journey import pdf
from tests.candidature.public.revising import ANSWERS, ask, personal, three_steps


def asked() -> tuple[Submission, str]:
    """Somebody who sent no file and is asked for one, and where they attach it."""
    page = CallPageFactory.create(steps=three_steps())
    submission = ask(submitted(page, answers=dict(ANSWERS)), "cv")
    return submission, personal(submission, "completa/passo/1/")


def upload(submission: Submission, address: str, name: str) -> int:
    data = {"step": "s3", "version": submission.version, "action": "next", "q-cv": pdf(name)}
    return Client().post(address, data).status_code


@pytest.mark.django_db
def test_one_file_after_another_is_kept_once() -> None:
    submission, address = asked()

    for number in range(5):
        assert upload(submission, address, f"{number}.pdf") == 302

    assert [file.original_name for file in UploadedFile.objects.all()] == ["0.pdf"]
    shown = Client().get(f"{address}?esito=controlla").content.decode()
    assert "0.pdf" in shown
    assert "Si può allegare un solo file" in shown


def test_of_two_uploads_at_the_same_time_one_is_kept(committed_db: None) -> None:
    submission, address = asked()

    def attach(number: int) -> int:
        try:
            return upload(submission, address, f"{number}.pdf")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(attach, range(4))) == {302}

    assert UploadedFile.objects.count() == 1
