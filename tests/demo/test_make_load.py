"""`make_load`: invented submissions in number, and never beside real ones."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from pytest_django import Settings

from candidature.models import (
    FormVersion,
    LogEntry,
    Submission,
    SubmissionCount,
    SubmissionWord,
    UploadedFile,
)
from candidature.process.transitions import BY_ACTION
from candidature.statuses import Kind, Status
from moduli import Schema, check_answers, for_kind, walk
from moduli.types.registry import question_types
from portal.models import User
from tests.candidature.factories import CallPageFactory, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL does not vacuum inside the transaction of a test."""
    monkeypatch.setattr("demo.crowd.making.analyze", lambda: None)


def test_it_makes_every_state_and_kind_with_words_counts_and_log() -> None:
    call_command("make_load", submissions=600, calls=6, verbosity=0)

    rows = Submission.objects.all()
    assert rows.count() == 600
    assert set(rows.values_list("status", flat=True)) == set(Status)
    assert set(rows.values_list("kind", flat=True)) == set(Kind)
    assert FormVersion.objects.count() == 4
    assert sum(SubmissionCount.objects.all().by_page_and_status().values()) == 600
    assert SubmissionWord.objects.values("submission").distinct().count() == 600
    assert LogEntry.objects.filter(action="received").count() == 600
    assert UploadedFile.objects.exists()
    assert not rows.exclude(email="").exclude(email__endswith=".example").exists()


def test_every_type_of_question_is_answered_as_a_form_accepts_it() -> None:
    call_command("make_load", submissions=200, calls=4, verbosity=0)

    every_type = next(
        version for version in FormVersion.objects.all() if "list_entry" in _types(version.schema).values()
    )
    types = _types(every_type.schema)
    assert set(types.values()) == {kind.key for kind in question_types()}
    answered = set[str]()
    for one in Submission.objects.filter(form_version=every_type):
        schema = for_kind(every_type.schema, one.applicant_kind)
        uploads = list(one.files.all())
        assert check_answers(schema, one.answers, uploads) == one.answers
        answered |= {types[key] for key in one.answers}
    assert answered >= set(types.values()) - {"text_only", "file"}


def _types(schema: Schema) -> dict[str, str]:
    return {one["key"]: one["type"] for step in schema["steps"] for one in walk(step["questions"])}


def test_the_desk_has_been_at_work() -> None:
    call_command("make_load", submissions=600, calls=6, verbosity=0)

    rows, now = Submission.objects.all(), timezone.now()
    for chosen in (
        rows.filter(assigned_to__isnull=False),
        rows.filter(assigned_to__isnull=True),
        rows.filter(labellings__isnull=False),
        rows.filter(status=Status.NEEDS_INFO, info_due_at__lt=now),
        rows.filter(status=Status.NEEDS_INFO, info_due_at__gt=now, suspended_until__isnull=False),
        rows.filter(status=Status.FOREWARNED, info_due_at__isnull=False),
        rows.filter(proposal__isnull=False),
        rows.filter(messages__read_at__isnull=True, messages__sent_at=F("unread_since")),
        rows.filter(email="", channel="paper"),
        rows.filter(files__isnull=False),
    ):
        assert chosen.exists(), chosen.query
    # Whoever asks how something came to its state is told.
    moved = LogEntry.objects.filter(submission=OuterRef("pk"), to_status=OuterRef("status"))
    assert not rows.exclude(Exists(moved)).exists()
    refused = LogEntry.objects.filter(action="reject")
    assert refused.exists()
    assert not refused.filter(reason__isnull=True).exists()
    assert set(LogEntry.objects.values_list("action", flat=True)) <= {"received", *BY_ACTION}
    assert not any(user.has_usable_password() for user in User.objects.filter(email__contains="inventato"))


def test_the_same_seed_makes_the_same_people() -> None:
    def people() -> Any:
        return sorted(Submission.objects.values_list("reference", "first_name", "last_name", "email"))

    call_command("make_load", submissions=20, calls=2, seed=7, verbosity=0)
    first = people()
    with pytest.raises(CommandError, match="another seed"):
        call_command("make_load", submissions=20, calls=2, seed=7, verbosity=0)
    Submission.objects.all().delete()
    call_command("make_load", submissions=20, calls=2, seed=7, verbosity=0)

    assert [row[1:] for row in people()] == [row[1:] for row in first]


def test_more_can_be_added_with_another_seed() -> None:
    call_command("make_load", submissions=20, calls=2, seed=7, verbosity=0)
    call_command("make_load", submissions=20, calls=2, seed=8, verbosity=0)

    numbers = Submission.objects.exclude(protocol_number="").values_list("protocol_number", flat=True)
    assert Submission.objects.count() == 40
    assert len(set(numbers)) == len(numbers) > 0


def test_a_portal_in_production_with_submissions_is_refused(settings: Settings) -> None:
    settings.REFUSE_DEMO_ACCOUNTS = True
    submitted(CallPageFactory.create())

    with pytest.raises(CommandError, match="nothing was made"):
        call_command("make_load", submissions=5, verbosity=0)

    assert Submission.objects.count() == 1
