"""What each press of a short journey asks of the database: few things, and none of them twice."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Site

from candidature.models import CallPage, Submission
from portal.edition import memory
from portal.pages.models import PortalSettings
from tests.candidature.factories import CallPageFactory
from tests.candidature.public.journey import WHO, Journey, form_key, form_of, hidden, prove
from tests.candidature.public.test_query_counts import queries
from tests.home.factories import make_home
from tests.moduli.builders import block

pytestmark = pytest.mark.usefixtures("committed_db")

# What begins and ends a transaction, and the word of the edition, whose one row is in memory.
NOT_COUNTED = ("BEGIN", "COMMIT", 'SELECT token FROM "portal_edition"')
# Queries once the process has met the page. PostgreSQL asks one more to lock it.
MOST = {
    "begin": 5,
    "first step": 1,
    "who": 10,
    "a step": 1,
    "step": 4,
    "summary": 1,
    "send": 18,
    "receipt": 1,
}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", ("", {}))


@pytest.fixture
def page() -> CallPage:
    question = block("short_text", "why", label="Perché?", required=True)
    home = make_home()
    # Made when it is first read, which begins an edition.
    PortalSettings.for_site(Site.objects.get())
    # Of a page that names nobody to ask the letter reads the portal's contacts, which is one query more.
    asked = {"contact_email": "ufficio@example.org"}
    made: CallPage = CallPageFactory.create(parent=home, steps=form_of([question]), **asked)
    return made


def whole(page: CallPage, email: str) -> dict[str, list[str]]:
    """What every page and press of a journey asks, by name."""
    asked: dict[str, list[str]] = {}
    journey = Journey(page)

    def noted(name: str, address: str, data: dict[str, Any] | None = None) -> Any:
        answers: list[Any] = []
        method = journey.client.get if data is None else journey.client.post
        statements = queries(lambda: answers.append(method(address, data)))
        asked[name] = [sql for sql in statements if not sql.startswith(NOT_COUNTED)]
        journey.follow(answers[0])
        return answers[0]

    noted("begin", reverse("candidature:start", args=[page.pk]), {})
    first = journey.url("step", 0)
    key = form_key(noted("first step", first))
    noted("who", first, {**WHO, "email": email, "form_key": key})
    noted("a step", journey.url("step", 1))
    noted("step", journey.url("step", 1), {"q-why": "Per dare una mano.", "action": "next"})
    prove(journey.token)
    summary = noted("summary", journey.url("summary"))
    data = {"notice": page.privacy_notice_id, "notice_read": "on", "form_key": form_key(summary)}
    sent = noted("send", journey.url("summary"), {**data, "form": hidden(summary, "form")})
    assert noted("receipt", sent["Location"]).status_code == 200
    return asked


def test_every_page_and_press_of_a_journey_costs_few_queries(page: CallPage) -> None:
    whole(page, "prima@example.org")

    asked = whole(page, "ada@example.org")

    assert Submission.objects.count() == 2
    one_more = {"send": 1} if connection.features.has_select_for_update else {}
    for name, most in MOST.items():
        told = f"{name}:\n" + "\n".join(sql[:120] for sql in asked[name])
        assert len(asked[name]) <= most + one_more.get(name, 0), told
        assert len(asked[name]) == len(set(asked[name])), told
