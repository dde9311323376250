"""What the portal holds about a person is found by address, exported, and erased but for what must stay."""

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from candidature.actors import APPLICANT
from candidature.models import CallPage, Draft, LogEntry, Submission
from candidature.pages.participation import ParticipationPage
from candidature.privacy.erasure_day import term_of
from candidature.process import workflow
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.privacy import holdings
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import received_file

pytestmark = pytest.mark.django_db

ROSA = "rosa@example.org"


def personal_data(*arguments: str) -> str:
    said = StringIO()
    call_command("personal_data", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def page(root_page: Any) -> CallPage:
    made: CallPage = CallPageFactory.create(parent=root_page)
    return made


@pytest.fixture
def root_page(db: None) -> Any:
    from wagtail.models import Page

    return Page.get_first_root_node()


def applied(page: ParticipationPage, email: str) -> Submission:
    submission = submitted(page)
    Submission.objects.filter(pk=submission.pk).update(email=email, first_name="Rosa")
    OutboxMessage.objects.all().update(recipient=email)
    submission.refresh_from_db()
    return submission


def test_whoever_is_not_known_is_told_so(page: CallPage) -> None:
    assert "Nothing is held" in personal_data("--email", ROSA)


def test_what_is_held_is_counted_whatever_the_case_of_the_address(page: CallPage) -> None:
    received_file(applied(page, ROSA))

    said = personal_data("--email", "Rosa@Example.org")

    assert "candidature.Submission: 1" in said
    assert "candidature.UploadedFile: 1" in said


def test_an_export_holds_the_answers_of_this_person_and_of_nobody_else(
    page: CallPage, tmp_path: Path
) -> None:
    mine = applied(page, ROSA)
    submitted(page)

    personal_data("--email", ROSA, "--export", str(tmp_path / "rosa.json"))

    rows = json.loads((tmp_path / "rosa.json").read_text())
    [submission] = [row for row in rows if row["model"] == "candidature.Submission"]
    assert submission["reference"] == mine.reference
    assert submission["first_name"] == "Rosa"
    assert submission["answers"] == mine.answers
    # While the work is open nobody knows the day.
    assert submission["kept_until"] is None
    assert (tmp_path / "rosa.json").stat().st_mode & 0o077 == 0


def test_an_export_names_the_day_of_erasure_once_the_work_is_done(page: CallPage, tmp_path: Path) -> None:
    mine = applied(page, ROSA)
    withdrawn = workflow.transition(mine.pk, "withdraw", APPLICANT, expected_version=mine.version)

    personal_data("--email", ROSA, "--export", str(tmp_path / "rosa.json"))

    rows = json.loads((tmp_path / "rosa.json").read_text())
    [submission] = [row for row in rows if row["model"] == "candidature.Submission"]
    assert submission["kept_until"] == term_of(withdrawn, page).day.isoformat()


def test_a_rehearsal_of_erasure_changes_nothing(page: CallPage) -> None:
    submission = applied(page, ROSA)

    said = personal_data("--email", ROSA, "--erase", "--dry-run")

    assert "candidature.Submission: 1 would be erased" in said
    assert Submission.objects.filter(pk=submission.pk).exists()


def test_erasure_takes_everything_but_the_log_and_what_is_anothers(page: CallPage) -> None:
    mine, other = applied(page, ROSA), submitted(page)
    stored = received_file(mine)
    Draft.objects.create(page=page, email=ROSA, first_name="Rosa", token_hash="x" * 64)
    outbox.enqueue(key="prova", recipient=ROSA, subject="Prova", body="Prova")

    personal_data("--email", ROSA, "--erase")

    left = {one.model: one.rows_of(ROSA).count() for one in holdings() if not one.stays}
    assert set(left.values()) == {0}
    assert not type(stored).objects.filter(pk=stored.pk).exists()
    assert Submission.objects.filter(pk=other.pk).exists()
    assert LogEntry.objects.filter(reference=mine.reference, action="erased").exists()


def test_the_account_of_a_colleague_stays_and_the_reason_is_said(page: CallPage) -> None:
    User.objects.create_user("collega@example.org", "una-password-lunga")

    said = personal_data("--email", "collega@example.org", "--erase")

    assert "portal.User: 1 kept. An administrator closes" in said
    assert User.objects.filter(email="collega@example.org").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--email", "rosa"], "is not an email address"),
        (["--email", ROSA, "--dry-run"], "give both"),
    ],
)
def test_a_mistaken_call_is_refused_in_a_sentence(arguments: Any, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        personal_data(*arguments)


def test_a_file_that_cannot_be_written_is_named(page: CallPage) -> None:
    applied(page, ROSA)

    with pytest.raises(CommandError, match=r"/proc/nowhere\.json cannot be written"):
        personal_data("--email", ROSA, "--export", "/proc/nowhere.json")


def test_an_export_into_a_file_that_was_there_is_read_by_nobody_else(page: CallPage, tmp_path: Path) -> None:
    applied(page, ROSA)
    file = tmp_path / "rosa.json"
    file.write_text("x" * 1_000_000)
    file.chmod(0o644)

    personal_data("--email", ROSA, "--export", str(file))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())


@pytest.mark.parametrize("holding", holdings(), ids=lambda holding: holding.model)
def test_every_holding_can_be_asked_for_a_person(holding: Any) -> None:
    assert list(holding.rows_of(ROSA)) == []
