"""Received files: handed over as bytes to save, logged, and missing ones said in words."""

import copy
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from candidature.models import FormVersion, LogEntry, Submission
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, received_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(client: Client) -> Submission:
    page = CallPageFactory.create()
    client.force_login(committee_member(page))
    return submitted(page)


def download(client: Client, submission: Submission, uploaded: Any) -> Any:
    return client.get(reverse("candidature_review:file", args=[submission.pk, uploaded.public_id]))


def test_a_file_is_saved_never_opened(client: Client, submission: Submission) -> None:
    uploaded = received_file(submission, "pagina.html", content_type="text/html")

    response = download(client, submission, uploaded)

    assert b"".join(response.streaming_content) == b"%PDF-1.7 prova"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["statuto.pdf", "Perché è così – àèìòù.pdf", "🌻 fiore.pdf", 'con "virgolette".pdf', "a\r\nX: 1.pdf"],
)
def test_the_file_keeps_its_name_however_odd(client: Client, submission: Submission, name: str) -> None:
    response = download(client, submission, received_file(submission, name))

    header = response["Content-Disposition"]
    assert "\n" not in header
    assert name.replace("\r\n", "") in unquote(header).replace('\\"', '"').replace("\r\n", "")


def test_each_download_is_logged_without_the_name_of_the_file(client: Client, submission: Submission) -> None:
    uploaded = received_file(submission, "Documento di Zenobia.pdf")

    download(client, submission, uploaded)
    download(client, submission, uploaded)

    entries = LogEntry.objects.filter(action="file_downloaded")
    assert entries.count() == 2
    assert "Zenobia" not in str(list(entries.values()))


def test_a_file_missing_on_the_disk_is_said_in_words(client: Client, submission: Submission) -> None:
    uploaded = received_file(submission)
    uploaded.file.storage.delete(str(uploaded.file.name))

    response = download(client, submission, uploaded)

    assert response.status_code == 404
    assert "Il file non c’è più" in response.content.decode()
    assert not LogEntry.objects.filter(action="file_downloaded").exists()


def test_the_detail_links_the_file_through_the_guard(client: Client, submission: Submission) -> None:
    uploaded = received_file(submission)
    schema = copy.deepcopy(submission.schema)
    schema["steps"][0]["questions"].append(
        {"key": "q-file", "type": "file", "label": "Statuto", "help": "", "required": False}
    )
    submission.form_version = FormVersion.objects.holding(schema)
    submission.answers["q-file"] = [str(uploaded.public_id)]
    submission.save()

    text = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()

    assert reverse("candidature_review:file", args=[submission.pk, uploaded.public_id]) in text
    assert str(uploaded.file.name) not in text
