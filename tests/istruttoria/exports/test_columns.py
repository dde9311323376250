"""What an office expects to find of each row beside the answers, and only whoever may."""

import io
import json
from datetime import datetime, time, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import assigning, workflow
from candidature.process.workflow import transition
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.exports.test_export import export, table
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


def test_a_decision_is_there_with_its_day_and_its_reason(
    client: Client, officer: User, page: CallPage
) -> None:
    refused, open_still = submitted(page), submitted(page)
    transition(refused.pk, "take", Actor.staff(officer), expected_version=1)
    transition(refused.pk, "reject", Actor.staff(officer), expected_version=2, reason="Fuori tema.")
    decided_at = LogEntry.objects.get(action="reject").at

    rows = {row["reference"]: row for row in table(export(client, "stage=all"))}

    row = rows[refused.reference]
    assert (row["decided_at"], row["reason"]) == (
        f"{timezone.localtime(decided_at):%Y-%m-%d %H:%M:%S}",
        "Fuori tema.",
    )
    assert (rows[open_still.reference]["decided_at"], rows[open_still.reference]["reason"]) == ("", "")


def test_a_change_taken_back_decided_nothing(client: Client, officer: User, page: CallPage) -> None:
    one = submitted(page)
    first = transition(one.pk, "reject", Actor.staff(officer), expected_version=1, reason="La prima.")
    decided_at = LogEntry.objects.get(action="reject").at
    assert first is not None
    [again] = workflow.transition_many({one.pk: 2}, "reopen", Actor.staff(officer), reason="Un errore.")
    assert again.made is not None
    [back] = workflow.undo_many({one.pk: again.made}, Actor.staff(officer))
    assert back.refusal is None, back.refusal

    (row,) = table(export(client, "stage=all"))

    assert (row["decided_at"], row["reason"]) == (
        f"{timezone.localtime(decided_at):%Y-%m-%d %H:%M:%S}",
        "La prima.",
    )


def test_a_pause_of_the_term_is_there_from_when_until_when(
    client: Client, officer: User, page: CallPage
) -> None:
    one = submitted(page)
    today = timezone.localdate()
    Submission.objects.filter(pk=one.pk).update(
        suspended_on=today, suspended_until=today + timedelta(days=9), completed_at=timezone.now()
    )

    (row,) = table(export(client))

    assert (row["suspended_on"], row["suspended_until"]) == (
        today.isoformat(),
        (today + timedelta(days=9)).isoformat(),
    )
    assert row["completed_at"].startswith(today.isoformat())


def test_the_day_by_which_a_colleague_should_look_stands_beside_their_name(
    client: Client, officer: User, page: CallPage
) -> None:
    colleague, gone = committee_member(page), committee_member(page)
    given, left_behind, nobodys = submitted(page), submitted(page), submitted(page)
    by = timezone.localdate() + timedelta(days=3)
    for one, account in ((given, colleague), (left_behind, gone)):
        assigning.assign(one.pk, account, Actor.staff(officer), former=None, days={one.pk: by})
    gone.delete()

    rows = {row["reference"]: row for row in table(export(client))}

    columns = list(rows[given.reference])
    assert columns[columns.index("work_by") - 1] == "assigned_to"
    assert [rows[one.reference]["work_by"] for one in (given, left_behind, nobodys)] == [
        by.isoformat(),
        "",
        "",
    ]
    book = openpyxl.load_workbook(io.BytesIO(export(client, format="xlsx")))
    keys, first = ([cell.value for cell in book["Candidature"][line]] for line in (2, 3))
    assert first[keys.index("work_by")] == datetime.combine(by, time())
    entries = {one["reference"]: one for one in json.loads(export(client, format="json"))["submissions"]}
    assert entries[given.reference]["work_by"] == by.isoformat()
    assert "work_by" not in entries[left_behind.reference]


def test_a_reviewer_takes_the_day_away_too(client: Client, page: CallPage) -> None:
    reviewer = committee_member(page)
    one, by = submitted(page), timezone.localdate() + timedelta(days=3)
    assigning.assign(one.pk, reviewer, Actor.staff(reviewer), former=None, days={one.pk: by})
    client.force_login(reviewer)

    (row,) = table(export(client))

    assert row["work_by"] == by.isoformat()


def test_labels_stand_together_in_the_order_of_their_names(
    client: Client, officer: User, page: CallPage
) -> None:
    marked, plain = submitted(page), submitted(page)
    labels = [Label.objects.create(name=name) for name in ("Urgente", "da richiamare")]
    marking.mark([marked.pk], officer, put=labels)

    rows = {row["reference"]: row["labels"] for row in table(export(client))}

    assert rows == {marked.reference: "da richiamare, Urgente", plain.reference: ""}


def test_what_the_office_wrote_of_somebody_is_personal(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    one = submitted(page)
    marking.mark([one.pk], officer, put=[Label.objects.create(name="Parente di Zenobia")])
    transition(one.pk, "reject", Actor.staff(officer), expected_version=1, reason="Detto a Zenobia.")
    client.force_login(committee_member(page))

    content = export(client, "stage=all")

    (row,) = table(content)
    assert row["decided_at"]
    assert not {"reason", "labels"} & set(row)
    assert "Zenobia" not in content.decode()
