"""The questions are stored once for all who were asked them, and stay as they were asked."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from candidature.models import FormVersion, PageChange, Submission
from candidature.privacy import retention
from candidature.submissions.form_versions import UNNAMED_KEPT_FOR
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, question, steps, submitted


def long_ago(version: Any) -> None:
    """A version that was made long enough ago to be pruned; it takes going around what refuses changes."""
    schema = version.schema
    version.delete()
    FormVersion.objects.create(
        digest=version.digest,
        schema=schema,
        created_at=timezone.now() - UNNAMED_KEPT_FOR - timedelta(hours=1),
    )


@pytest.mark.django_db
def test_whoever_is_asked_the_same_shares_one_version() -> None:
    page = CallPageFactory.create()

    first, second = submitted(page), submitted(page)

    assert first.form_version_id == second.form_version_id
    assert FormVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_form_is_another_version_and_the_earlier_reads_as_it_was() -> None:
    page = CallPageFactory.create()
    before = submitted(page)
    page.steps = steps(question("short_text", "q-motivation", "Tutt'altra domanda", max_length=200))
    page.save()

    after = submitted(page)

    labels = [
        Submission.objects.get(pk=row.pk).schema["steps"][0]["questions"][0]["label"]
        for row in (before, after)
    ]
    assert labels == ["Perché vuoi partecipare?", "Tutt'altra domanda"]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["by a query", "by saving"])
def test_the_database_refuses_to_change_a_version(change: str) -> None:
    version = submitted(CallPageFactory.create()).form_version
    version.schema = {"format": 1, "steps": []}

    changes: dict[str, Callable[[], Any]] = {
        "by saving": version.save,
        "by a query": lambda: FormVersion.objects.update(schema=version.schema),
    }

    with pytest.raises(DatabaseError, match="never changed"):
        transaction.atomic(changes[change])()


@pytest.mark.django_db
def test_a_version_goes_with_the_last_submission_that_names_it() -> None:
    page = CallPageFactory.create()
    first = submitted(page)
    # A page that is public has a history, which names its versions, too.
    PageChange.objects.all().delete()
    version = first.form_version
    retention.erase(first)
    long_ago(version)
    second = submitted(page)
    [job] = [job for job in clock.registered() if job.name == "unnamed form versions"]

    job.run()
    assert FormVersion.objects.get() == second.form_version

    retention.erase(second)
    job.run()
    assert not FormVersion.objects.exists()


@pytest.mark.django_db
def test_a_version_just_made_is_left_to_the_submission_being_written() -> None:
    FormVersion.objects.holding({"format": 1, "steps": []})

    assert FormVersion.objects.prune() == 0
    assert FormVersion.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_many_who_send_a_new_form_at_once_make_one_version() -> None:
    together = threading.Barrier(6)
    made, failed = [], []

    def make() -> None:
        try:
            together.wait(timeout=30)
            with transaction.atomic():
                made.append(FormVersion.objects.holding({"format": 1, "steps": [{"title": "Insieme"}]}).pk)
        except Exception as error:
            failed.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=make) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failed == []
    assert len(made) == 6
    assert set(made) == {FormVersion.objects.get().pk}
