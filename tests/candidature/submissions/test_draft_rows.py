"""What a press reads of a draft is what the model would read, and under the lock it is afresh."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from candidature.intake import drafts
from candidature.models import Draft, UploadedFile
from candidature.submissions import draft_rows
from candidature.submissions.channels import Channel
from portal.privacy.tokens import digest
from tests.candidature.factories import CallPageFactory
from tests.row_locks import after_waiting

pytestmark = pytest.mark.django_db

FILE = {"question_key": "cv", "original_name": "cv.pdf", "size": 1, "content_type": "application/pdf"}


def test_every_column_is_read_as_the_model_reads_it() -> None:
    draft, token = drafts.begin(CallPageFactory.create(), answers={"q": ["una", "due"]})
    Draft.objects.filter(pk=draft.pk).update(
        written_at=timezone.now(), birth_date="2001-02-03", email="a@b.it"
    )
    columns = [field.attname for field in Draft._meta.concrete_fields]

    by_secret, locked = draft_rows.with_secret(digest(token)), draft_rows.locked(draft.pk)

    expected = Draft.objects.values(*columns).get()
    for read in (by_secret, locked):
        assert {name: getattr(read, name) for name in columns} == expected
    assert draft_rows.with_secret(digest("another")) is None
    assert draft_rows.locked(draft.pk + 1) is None


def test_a_locked_draft_says_what_belongs_to_it() -> None:
    page = CallPageFactory.create()
    (bare, _token), (with_file, _token) = drafts.begin(page), drafts.begin(page)
    UploadedFile.objects.create(draft=with_file, **FILE)

    found = [draft_rows.locked(draft.pk, {"has_files": UploadedFile}) for draft in (bare, with_file)]

    assert [bool(draft and draft.has_files) for draft in found] == [False, True]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("committed_db")
def test_what_came_while_the_lock_was_waited_for_belongs_to_it() -> None:
    """A file that another request names just before this one sends the draft."""
    draft, _token = drafts.begin(CallPageFactory.create())

    locked = after_waiting(
        hold=lambda: draft_rows.locked(draft.pk),
        meanwhile=lambda: UploadedFile.objects.create(draft=draft, **FILE),
        act=lambda: draft_rows.locked(draft.pk, {"has_files": UploadedFile}),
    )

    assert locked.has_files


def test_those_begun_lately_online_are_counted_as_far_as_it_matters() -> None:
    page, now = CallPageFactory.create(), timezone.now()
    counted, at_desk, before = (drafts.begin(page)[0] for _each in range(3))
    drafts.begin(CallPageFactory.create())
    Draft.objects.filter(pk=at_desk.pk).update(channel=Channel.PHONE)
    Draft.objects.filter(pk=before.pk).update(created_at=now - timedelta(minutes=11))

    since = now - timedelta(minutes=10)
    assert draft_rows.begun_since(page.pk, since, 5) == 1
    drafts.begin(page)
    drafts.begin(page)
    assert draft_rows.begun_since(page.pk, since, 2) == 2
    assert counted.page_id == page.pk


@pytest.mark.usefixtures("committed_db")
def test_no_draft_is_locked_without_a_transaction() -> None:
    draft, _token = drafts.begin(CallPageFactory.create())

    with pytest.raises(TransactionManagementError):
        draft_rows.locked(draft.pk)
    with transaction.atomic():
        assert draft_rows.locked(draft.pk) == draft
