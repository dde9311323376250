"""How long an office takes: measured by the clock, told only once it is known, and never to mislead."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidature.actors import Actor
from candidature.counts import pace
from candidature.models import AnswerPace, Submission
from candidature.process import workflow
from candidature.public.following import coming
from candidature.public.following.part import Followed
from eventi.models import EventPage
from portal.worker import clock
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer, submitted

pytestmark = pytest.mark.django_db


def answered(page: Any, *days: int) -> None:
    """Submissions of a page that were decided on so many days after they were sent."""
    staff = Actor.staff(overseer())
    for after in days:
        submission = submitted(page)
        # At this hour of that day as clocks showed it: summer time would move the last hour into another day.
        sent = timezone.localtime() - timedelta(days=after)
        Submission.objects.filter(pk=submission.pk).update(submitted_at=sent)
        workflow.transition(submission.pk, "accept", staff, expected_version=submission.version)


def call(**values: Any) -> Any:
    return CallPageFactory.create(**{"office": "Ufficio partecipazione", "response_days": 60, **values})


def told(submission: Submission, *, days_later: int = 0) -> str:
    page = submission.page.specific
    at = timezone.localtime(submission.submitted_at) + timedelta(days=days_later)
    return " ".join(coming.lines(Followed("", submission, page, at)))


def test_twenty_answers_are_needed_and_half_and_eight_of_ten_are_told() -> None:
    page = call()
    answered(page, *range(1, 20))
    pace.measure()
    submission = submitted(page)
    assert "di solito" not in told(submission)

    answered(page, 40)
    pace.measure()

    assert AnswerPace.objects.get(page=page.pk).answered == 20
    assert "entro 16 giorni (la metà delle volte entro 11): probabilmente entro " in told(submission)


def test_a_page_without_answers_of_its_own_takes_those_of_its_office_to_the_same_kind() -> None:
    answered(call(), *[5] * 10)
    answered(call(), *[9] * 10)
    pace.measure()

    assert "questo ufficio risponde entro 9 giorni" in told(submitted(call()))
    assert "di solito" not in told(submitted(call(office="Altro ufficio"))).lower()
    assert "di solito" not in told(submitted(call(office=""))).lower()
    moderated = EventPageFactory.create(
        capacity=1, admission=EventPage.Admission.MODERATED, office="Ufficio partecipazione"
    )
    assert "di solito" not in told(submitted(moderated)).lower()


def test_a_day_after_the_legal_term_is_told_as_such_and_a_day_that_is_past_not_at_all() -> None:
    page = call(response_days=1)
    answered(page, *[30] * 20)
    pace.measure()
    submission = submitted(page)

    assert "cioè dopo il termine" in told(submission)
    assert "di solito" in told(submission, days_later=30)
    assert "di solito" not in told(submission, days_later=31)
    assert "ed è passato" in told(submission, days_later=31)


def test_seats_that_the_portal_gives_by_itself_are_no_answer_of_an_office() -> None:
    event = EventPageFactory.create(capacity=50, office="Ufficio partecipazione")
    for _number in range(25):
        submitted(event)

    assert pace.measure() == 0


def test_the_clock_measures_with_the_same_few_queries_however_many_there_are() -> None:
    page = call()
    answered(page, *[3] * 20)
    [job] = [job for job in clock.registered() if job.name == "pace of answers"]

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            job.run()
        return len(captured)

    before = queries()
    answered(page, *[3] * 20)

    assert queries() == before
    assert AnswerPace.objects.get(page=page.pk).answered == 40


def test_once_it_is_decided_nothing_is_foretold() -> None:
    page = call()
    answered(page, *[3] * 20)
    pace.measure()

    assert told(Submission.objects.all()[0]) == ""
