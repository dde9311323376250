"""The log can only grow: the database itself refuses the rest."""

import pytest
from django.db import DatabaseError, connection, transaction

from candidature import retention, triggers
from candidature.models import LogEntry, Submission
from candidature.transitions import Actor
from candidature.workflow import transition
from tests.candidature.factories import CallPageFactory, reviewer, submitted

pytestmark = pytest.mark.django_db


def refused():
    return pytest.raises(DatabaseError, match=triggers.REFUSAL)


def test_no_entry_is_deleted_even_by_raw_sql():
    submitted(CallPageFactory())

    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidature_logentry")

    assert LogEntry.objects.exists()


@pytest.mark.parametrize("column", ["reference", "actor_label", "action", "to_status", "details", "at"])
def test_no_column_of_an_entry_is_changed_even_by_a_queryset(column):
    submitted(CallPageFactory())
    other = {"details": {"changed": "yes"}, "at": "2020-01-01T00:00:00Z"}.get(column, "x")

    with refused(), transaction.atomic():
        LogEntry.objects.update(**{column: other})


def test_an_entry_is_not_given_to_another_submission():
    page = CallPageFactory()
    first, second = submitted(page), submitted(page)

    with refused(), transaction.atomic():
        LogEntry.objects.filter(submission=first).update(submission=second)


def test_the_log_survives_the_account_that_acted_and_keeps_its_label():
    page = CallPageFactory()
    user = reviewer(page)
    submission = submitted(page)
    transition(submission.pk, "take", Actor.staff(user), expected_version=submission.version)
    label = str(user)

    user.delete()

    entry = LogEntry.objects.get(action="take")
    assert entry.actor is None
    assert entry.actor_label == label


def test_the_log_survives_the_erasure_of_the_submission_without_saying_who_it_was():
    submission = submitted(
        CallPageFactory(), first_name="Zenobia", last_name="Inventata", email="z@example.org"
    )

    retention.erase(submission)

    assert not Submission.objects.exists()
    entries = list(LogEntry.objects.values())
    assert [entry["action"] for entry in entries] == ["received", "erased"]
    assert {entry["reference"] for entry in entries} == {submission.reference}
    assert "Zenobia" not in str(entries)
    assert "z@example.org" not in str(entries)


def test_the_triggers_come_back_after_a_migration_that_dropped_them():
    submitted(CallPageFactory())
    triggers.drop(connection)

    triggers.install_after_migrate(using=connection.alias)

    with refused(), transaction.atomic():
        LogEntry.objects.all().delete()
