"""The ZIP of many has what came with messages, as the ZIP of one has."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.messages.models import Message, Side
from candidature.models import Submission, UploadedFile
from istruttoria.exports import archive
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import administrator, received_file

pytestmark = pytest.mark.django_db


def with_message(submission: Submission, name: str, *, side: str = Side.APPLICANT, sent: bool = True) -> Any:
    """A file of a message."""
    at = timezone.now() if sent else None
    message = Message.objects.create(submission=submission, side=side, sent_at=at)
    uploaded = received_file(submission, name, question_key="")
    UploadedFile.objects.filter(pk=uploaded.pk).update(submission=None, message=message)
    return uploaded


def names_of(pieces: Any) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces))).namelist()


def test_both_archives_hold_the_files_of_messages_that_were_sent(client: Client) -> None:
    client.force_login(administrator())
    page = CallPageFactory.create()
    one, other = submitted(page), submitted(page)
    received_file(one, "statuto.pdf")
    with_message(one, "osservazioni.pdf")
    with_message(one, "dall-ufficio.pdf", side=Side.OFFICE)
    with_message(one, "non-inviato.pdf", sent=False)
    with_message(other, "altrui.pdf")
    gone = with_message(other, "perduto.pdf")
    gone.file.storage.delete(str(gone.file.name))

    answer: Any = client.post(reverse("candidature_review:export"), {"format": "zip", "personal": "on"})

    found = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    of_one = [name for name in found.namelist() if name.startswith(one.reference)]
    assert of_one == names_of(archive.files_of(one))
    assert of_one == [
        f"{one.reference}/{name}" for name in ("statuto.pdf", "osservazioni.pdf", "dall-ufficio.pdf")
    ]
    assert f"{other.reference}/altrui.pdf" in found.namelist()
    assert f"{other.reference}/perduto.pdf" in found.read("mancanti.txt").decode()


def test_however_many_files_and_messages_two_queries_find_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one = submitted(CallPageFactory.create())
    for number in range(4):
        with_message(one, f"{number}.pdf")
        received_file(one, f"di-{number}.pdf")

    with django_assert_num_queries(2):
        assert len(names_of(archive.files_of(one))) == 8
