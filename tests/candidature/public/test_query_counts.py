"""However long a form is, showing a step of it and sending it cost the same few queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidature.models import CallPage, Submission
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import Journey, form_of, hidden, prove
from tests.candidature.public.revising import personal
from tests.moduli.builders import block
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

STEPS, QUESTIONS = 8, 8
MOST_TO_SHOW, MOST_TO_SEND = 12, 25


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        steps=form_of(
            *[
                [
                    block("short_text", f"q{step}{number}", label=f"Domanda {step}.{number}", required=False)
                    for number in range(QUESTIONS)
                ]
                for step in range(STEPS)
            ]
        )
    )
    return made


def filled_in(page: CallPage, **who: Any) -> Journey:
    journey = Journey(page)
    journey.start(**who)
    for step in range(STEPS):
        journey.step(step + 1, **{f"q{step}{number}": "Una risposta" for number in range(QUESTIONS)})
    prove(journey.token)
    return journey


def queries(act: Any) -> list[str]:
    """What an act asks of the database, but for the marks of transactions within that of the test."""
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_a_form_of_sixty_questions_is_shown_and_sent_in_few_queries(page: CallPage) -> None:
    filled_in(page, email="prima@example.org").send()
    journey = filled_in(page, municipality=MunicipalityFactory.create().cadastral_code)
    journey.get("step", 3)
    form = hidden(journey.get("summary"), "form")
    data = {"notice": page.privacy_notice_id, "notice_read": "on", "form_key": "a" * 22, "form": form}

    shown = queries(lambda: journey.get("step", 3))
    sent = queries(lambda: journey.client.post(journey.url("summary"), data))

    assert Submission.objects.count() == 2
    assert len(shown) <= MOST_TO_SHOW
    assert len(sent) <= MOST_TO_SEND, "\n".join(sql[:100] for sql in sent)
    assert len(sent) == len(set(sent)), "asked twice: " + str([s[:90] for s in sent if sent.count(s) > 1])


def test_a_correction_of_it_is_shown_and_sent_in_few_queries(page: CallPage) -> None:
    filled_in(page, municipality=MunicipalityFactory.create().cadastral_code).send()
    submission = Submission.objects.get()
    address = personal(submission, "correggi/")
    client = Client()
    data = {f"q-q2{number}": f"Un’altra {number}" for number in range(QUESTIONS)}
    client.post(f"{address}passo/3/", {"step": "s3", "version": 1, "action": "next", **data})

    shown = queries(lambda: client.get(f"{address}passo/3/"))
    summary = queries(lambda: client.get(f"{address}riepilogo/"))
    sent = queries(lambda: client.post(f"{address}riepilogo/", {"version": 1, "action": "send"}))

    submission.refresh_from_db()
    assert submission.answers["q20"] == "Un’altra 0"
    assert len(shown) <= MOST_TO_SHOW, "\n".join(sql[:150] for sql in shown)
    assert len(summary) <= MOST_TO_SHOW, "\n".join(sql[:150] for sql in summary)
    assert len(sent) <= MOST_TO_SEND, "\n".join(sql[:150] for sql in sent)
