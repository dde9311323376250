"""The counts that the database keeps are those of the rows, whoever wrote them and however."""

from collections import Counter
from typing import Any, Never

import pytest
from django.db import transaction
from django.db.models import F

from candidature.actors import APPLICANT
from candidature.counts import models as counting
from candidature.models import Submission, SubmissionCount
from candidature.privacy import retention
from candidature.process import workflow
from candidature.statuses import Status
from portal.models import User
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, EventPageFactory, UserFactory, submitted
from tests.territori.factories import ZoneFactory

pytestmark = pytest.mark.django_db


def holds() -> Any:
    """Whether the counts are those of the rows, in every column."""
    counted: Counter[Any] = Counter()
    for count in SubmissionCount.objects.all():
        counted[tuple(getattr(count, name) for name in counting.COUNTED_BY)] += count.how_many
    rows = Counter(Submission.objects.values_list(*counting.COUNTED_BY))
    return {key: total for key, total in counted.items() if total} == dict(rows) and bool(rows)


def test_what_is_sent_confirmed_queued_and_erased_is_counted() -> None:
    event = EventPageFactory.create(capacity=1)
    first, second = submitted(event), submitted(event)
    assert holds()

    workflow.transition(second.pk, "withdraw", APPLICANT, expected_version=second.version)
    assert holds()

    retention.erase(first)

    assert holds()
    assert SubmissionCount.objects.all().by_page_and_status() == {
        (event.pk, Submission.objects.get(pk=second.pk).status): 1
    }


@pytest.mark.parametrize(
    "write",
    [
        lambda: Submission.objects.update(status=Status.REJECTED),
        lambda: Submission.objects.update(applicant_kind="organisation"),
        lambda: Submission.objects.update(zone=ZoneFactory.create()),
        lambda: Submission.objects.update(page=CallPageFactory.create()),
        lambda: Submission.objects.update(assigned_to=UserFactory.create()),
        lambda: [Submission.objects.update(assigned_to=UserFactory.create()), User.objects.all().delete()],
        lambda: Submission.objects.filter(pk=Submission.objects.all()[0].pk).delete(),
        lambda: Submission.objects.bulk_create(
            [Submission(**{**Submission.objects.values()[0], "id": None, "reference": "CS-PROVA"})]
        ),
        lambda: Submission.objects.update(version=F("version") + 1),
    ],
)
def test_whatever_way_rows_are_written_they_are_counted(write: Any) -> None:
    page = CallPageFactory.create()
    submitted(page)
    submitted(page)

    write()

    assert holds()


def test_what_was_not_kept_is_not_counted() -> None:
    page = CallPageFactory.create()
    submitted(page)

    def sent_and_given_up() -> Never:
        with transaction.atomic():
            submitted(page)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sent_and_given_up()

    assert holds()


def test_folding_leaves_the_counts_and_few_rows() -> None:
    pages = [CallPageFactory.create(), CallPageFactory.create()]
    for page in pages:
        for _number in range(3):
            submitted(page)
    Submission.objects.filter(page=pages[0]).update(status=Status.REJECTED)
    before = SubmissionCount.objects.all().by_page_and_status()
    [job] = [job for job in clock.registered() if job.name == "submission counts"]

    job.run()

    assert SubmissionCount.objects.count() == 2
    assert SubmissionCount.objects.all().by_page_and_status() == before
    assert holds()


def test_more_that_is_counted_than_is_read_at_once_is_folded_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each of them is counted by two rows, far from each other."""
    monkeypatch.setattr(counting, "FOLDED_AT_ONCE", 4)
    pages = [CallPageFactory.create() for _page in range(5)]
    for page in (*pages, *pages, *pages):
        submitted(page)
    before = SubmissionCount.objects.all().by_page_and_status()
    assert SubmissionCount.objects.count() == 15

    SubmissionCount.objects.all().fold()

    assert SubmissionCount.objects.count() == 5
    assert SubmissionCount.objects.all().by_page_and_status() == before
    assert holds()


def test_what_is_no_more_leaves_nothing_when_folded() -> None:
    submission = submitted(CallPageFactory.create())
    retention.erase(submission)

    SubmissionCount.objects.all().fold()

    assert not SubmissionCount.objects.exists()
