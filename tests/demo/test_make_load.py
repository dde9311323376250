"""`make_load`: invented submissions in number, and never beside real ones."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from candidature.models import (
    FormVersion,
    LogEntry,
    Submission,
    SubmissionCount,
    SubmissionWord,
    UploadedFile,
)
from candidature.statuses import Kind, Status
from tests.candidature.factories import CallPageFactory, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL does not vacuum inside the transaction of a test."""
    monkeypatch.setattr("demo.crowd.analyze", lambda: None)


def test_it_makes_every_state_and_kind_with_words_counts_and_log() -> None:
    call_command("make_load", submissions=600, calls=6, verbosity=0)

    rows = Submission.objects.all()
    assert rows.count() == 600
    assert set(rows.values_list("status", flat=True)) == set(Status)
    assert set(rows.values_list("kind", flat=True)) == set(Kind)
    assert FormVersion.objects.count() == 3
    assert sum(SubmissionCount.objects.all().by_page_and_status().values()) == 600
    assert SubmissionWord.objects.values("submission").distinct().count() == 600
    assert LogEntry.objects.filter(action="received").count() == 600
    assert UploadedFile.objects.exists()
    assert not rows.exclude(email__endswith=".example").exists()


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
