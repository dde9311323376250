"""Received files: handed over as bytes to save, logged, and missing ones said in words."""

import copy
import io
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from candidature.models import CallPage, FormVersion, LogEntry, Submission
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.public.journey import pdf
from tests.istruttoria.people import committee_member, received_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(client: Client, page: CallPage) -> Submission:
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


def test_a_picture_and_a_pdf_are_drawn_without_leave_to_run_anything(client: Client, page: CallPage) -> None:
    submission = submitted(page)
    client.force_login(committee_member(page))
    pdf = received_file(submission, "statuto.pdf")
    picture = received_file(submission, "foto.png", content_type="image/png")

    for uploaded, wanted in [(pdf, "<iframe"), (picture, "<img")]:
        address = reverse("candidature_review:file_preview", args=[submission.pk, uploaded.public_id])
        content = reverse("candidature_review:file_shown", args=[submission.pk, uploaded.public_id])
        shown = client.get(address).content.decode()
        assert wanted in shown
        assert content in shown
        answer = client.get(content)
        assert answer["Content-Type"] == uploaded.content_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith(("sandbox", "default-src 'none'"))
        assert "script-src" not in answer["Content-Security-Policy"]
        assert answer["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pkcs7-mime"])
def test_what_is_neither_is_never_drawn(client: Client, page: CallPage, kind: str) -> None:
    submission = submitted(page)
    client.force_login(committee_member(page))
    uploaded = received_file(submission, "altro.bin", content_type=kind)
    address = reverse("candidature_review:file_preview", args=[submission.pk, uploaded.public_id])
    content = reverse("candidature_review:file_shown", args=[submission.pk, uploaded.public_id])

    assert "non c’è un’anteprima" in client.get(address).content.decode()
    assert client.get(content).status_code == 404


def test_looking_at_a_file_is_logged_once_an_hour_and_the_log_says_which(
    client: Client, page: CallPage
) -> None:
    submission = submitted(page)
    client.force_login(committee_member(page))
    first, second = received_file(submission, "uno.pdf"), received_file(submission, "due.pdf")
    for uploaded in (first, first, second):
        client.get(reverse("candidature_review:file_shown", args=[submission.pk, uploaded.public_id]))

    looked = LogEntry.objects.filter(action="file_shown").order_by("pk")
    assert [entry.details["file"] for entry in looked] == [str(first.public_id), str(second.public_id)]
    shown = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()
    assert "File guardato" in shown
    assert "uno.pdf" in shown


def test_the_preview_leads_to_the_next_file_and_another_committee_sees_none(
    client: Client, page: CallPage
) -> None:
    submission = submitted(page)
    client.force_login(committee_member(page))
    first, second = received_file(submission, "uno.pdf"), received_file(submission, "due.pdf")
    address = reverse("candidature_review:file_preview", args=[submission.pk, first.public_id])

    shown = client.get(address).content.decode()

    assert "File 1 di 2" in shown
    assert reverse("candidature_review:file_preview", args=[submission.pk, second.public_id]) in shown
    client.force_login(committee_member(CallPageFactory.create()))
    assert client.get(address).status_code == 404
    assert client.get(address.replace("anteprima", "contenuto")).status_code == 404


def test_a_file_of_a_message_is_looked_at_from_the_conversation(
    client: Client, submission: Submission
) -> None:
    sent = from_applicant(submission, "Ecco.", pdf("dal messaggio.pdf"))
    uploaded = sent.files.get()
    address = reverse("candidature_review:file_preview", args=[submission.pk, uploaded.public_id])
    assert address in client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()

    shown = client.get(address).content.decode()

    content = reverse("candidature_review:file_shown", args=[submission.pk, uploaded.public_id])
    assert content in shown
    assert "#messaggi-section" in shown
    assert client.get(content)["Content-Type"] == "application/pdf"
    assert LogEntry.objects.get(action="file_shown").details == {"file": str(uploaded.public_id)}


def test_all_files_leave_in_one_archive_with_clean_names_and_the_log_knows(
    client: Client, submission: Submission
) -> None:
    received_file(submission, "statuto.pdf")
    received_file(submission, "statuto.pdf")
    received_file(submission, "../../statuto.pdf")
    sent = from_applicant(submission, "Ecco.", pdf("dal messaggio.pdf"))
    gone = received_file(submission, "perduto.pdf")
    gone.file.storage.delete(str(gone.file.name))

    answer: Any = client.get(reverse("candidature_review:files", args=[submission.pk]))

    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        folder = submission.reference
        assert names[0] == f"{folder}/statuto.pdf"
        assert f"{folder}/dal messaggio.pdf" in names
        assert len(names) == len(set(names)) == 4 + 1
        assert all(".." not in name.split("/") for name in names)
        assert all(name.startswith(f"{folder}/") for name in names if name != "mancanti.txt")
        assert "perduto.pdf" in archive.read("mancanti.txt").decode()
    assert sent.files.count() == 1
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="{submission.reference}.zip"'
    assert LogEntry.objects.filter(action="files_taken", submission=submission).count() == 1


def test_another_committee_takes_no_archive(client: Client, submission: Submission) -> None:
    client.force_login(committee_member(CallPageFactory.create()))

    assert client.get(reverse("candidature_review:files", args=[submission.pk])).status_code == 404
