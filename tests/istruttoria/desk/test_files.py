"""A scan goes up in pieces at the desk, by the code that applicants use, for whose account has no quota."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from candidature.intake import desk, drafts
from candidature.models import CallPage, DeskEntry, Submission, UploadedFile
from candidature.submissions.channels import Channel
from candidature.submissions.form_versions import digest_of
from moduli import freeze
from portal.models import User
from tests.candidature.factories import CallPageFactory, identity
from tests.candidature.public.journey import attachment, form_of
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7\n" + b"0123456789" * 100_000
PIECE = 300_000


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(steps=form_of([attachment()]))
    return made


@pytest.fixture
def clerk(page: CallPage) -> User:
    return committee_member(page)


@pytest.fixture
def entry(page: CallPage, clerk: User) -> DeskEntry:
    return desk.begin(page, Channel.POST, timezone.now(), clerk)


def sent_in_pieces(client: Client, address: str, content: bytes) -> Any:
    """The answer to the last piece."""
    told = {"question": "cv", "name": "scansione.pdf", "size": len(content), "modified": 17, "replaces": ""}
    upload = client.post(address, told).json()["upload"]
    answer: Any = None
    for start in range(0, len(content), PIECE):
        answer = client.post(
            f"{address}?upload={upload}&offset={start}",
            content[start : start + PIECE],
            content_type="application/offset+octet-stream",
        )
    return answer


def test_a_scan_of_a_megabyte_is_registered_with_the_rest(
    entry: DeskEntry, page: CallPage, clerk: User, client: Client, settings: LazySettings
) -> None:
    # Less than the scan: what a visitor may send in an hour does not bind an account.
    settings.LIMITS = {**settings.LIMITS, "LIMIT_UPLOAD_MB_PER_HOUR": 0}
    client.force_login(clerk)
    shown = client.get(f"/admin/sportello/{entry.pk}/passo/1/").content.decode()
    address = f"/admin/sportello/{entry.pk}/file/"
    assert f'data-upload="{address}"' in shown

    answer = sent_in_pieces(client, address, SCAN)

    assert "scansione.pdf" in answer.json()["html"]
    drafts.save_identity(entry.typed, identity(email=""))
    shown_form = digest_of(freeze(page.steps))
    desk.submit(entry, at=timezone.now(), notice_id=page.privacy_notice_id, shown=shown_form, by=clerk)
    assert UploadedFile.objects.get().submission == Submission.objects.get()
    assert UploadedFile.objects.get().size == len(SCAN)


def test_a_piece_without_the_token_of_the_page_is_not_taken(entry: DeskEntry, clerk: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    told = {"question": "cv", "name": "scansione.pdf", "size": 9, "modified": 17, "replaces": ""}

    assert client.post(f"/admin/sportello/{entry.pk}/file/", told).status_code == 403


def test_nothing_is_added_to_what_a_colleague_of_another_committee_types(
    entry: DeskEntry, client: Client
) -> None:
    client.force_login(committee_member(CallPageFactory.create()))

    told = {"question": "cv", "name": "scansione.pdf", "size": 9, "modified": 17, "replaces": ""}

    assert client.post(f"/admin/sportello/{entry.pk}/file/", told).status_code == 302
    assert not UploadedFile.objects.exists()
