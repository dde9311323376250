"""Who answers a page meets it as it is: what is remembered of it ends with every change."""

import gc
import weakref
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction

from candidature.models import CallPage, PrivacyNotice, ReferenceList
from candidature.pages import reading
from candidature.pages.participation import ParticipationPage
from portal.edition import memory
from tests.candidature.factories import CallPageFactory, EventPageFactory, question, steps
from tests.candidature.public.test_query_counts import queries
from tests.home.factories import make_home
from tests.territori.factories import TerritoryPageFactory

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", ("", {}))


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(parent=make_home())
    return made


def request() -> HttpRequest:
    return RequestFactory().get("/", headers={"host": "localhost"})


def read(page: ParticipationPage) -> ParticipationPage:
    found = reading.page_of(request(), page.pk)
    assert found is not None
    return found


def elsewhere(act: Callable[[], Any]) -> None:
    """Does something in another process, as far as the database can tell."""

    def done() -> None:
        act()
        connection.close()

    thread = Thread(target=done)
    thread.start()
    thread.join()


def test_a_page_is_read_once_with_its_form_and_where_it_belongs(page: CallPage) -> None:
    first = read(page)
    known = (first.schema, first.form_digest, first.zone_ids(), first.notice())

    asked: list[Any] = []
    cost = queries(lambda: asked.append(read(page)))
    again = asked[0]

    assert len(cost) == 1, cost
    assert queries(lambda: (again.schema, again.form_digest, again.zone_ids(), again.notice())) == []
    assert (again.schema, again.form_digest, again.zone_ids(), again.notice()) == known


def test_what_one_request_does_to_its_page_no_other_sees(page: CallPage) -> None:
    read(page).title = "Mai pubblicato"
    assert read(page).title == page.title


def _form(page: ParticipationPage) -> None:
    page.steps = steps(question("short_text", "other", "Altra domanda"))
    page.save_revision().publish()


CHANGES: dict[str, tuple[Callable[[CallPage], Any], Callable[[ParticipationPage], Any]]] = {
    "closed in bulk": (
        lambda page: CallPage.objects.filter(pk=page.pk).update(closes_at=timezone.now()),
        lambda page: page.accepts(),
    ),
    "its form": (_form, lambda page: page.form_digest),
    "its notice": (
        lambda page: PrivacyNotice.objects.filter(pk=page.privacy_notice_id).update(title="Nuova"),
        lambda page: str(page.notice()),
    ),
    "where it belongs": (
        lambda page: page.territories.through.objects.create(
            callpage_id=page.pk, territorypage_id=TerritoryPageFactory.create(parent=page.get_parent()).pk
        ),
        lambda page: page.zone_ids(),
    ),
    "unpublished": (lambda page: page.unpublish(), lambda page: page.live),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_met_by_the_next_request(page: CallPage, change: str) -> None:
    happens, told = CHANGES[change]
    before = told(read(page))

    elsewhere(lambda: happens(CallPage.objects.get(pk=page.pk)))

    assert told(read(page)) != before


def test_a_page_that_is_restricted_or_taken_offline_is_not_public_any_more(page: CallPage) -> None:
    assert reading.public_page_of(request(), page.pk) is not None
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert reading.public_page_of(request(), page.pk) is None
    restriction.delete()
    assert reading.public_page_of(request(), page.pk) is not None
    page.unpublish()
    assert reading.public_page_of(request(), page.pk) is None


@pytest.mark.parametrize("factory", [CallPageFactory, EventPageFactory])
def test_under_the_lock_a_page_is_as_it_is_and_not_as_it_was_read(factory: Any) -> None:
    page = factory.create(parent=make_home())
    known = read(page)
    with transaction.atomic():
        assert reading.locked_for_sending(known).closes_at == known.closes_at
    closes_at = timezone.now() + timedelta(minutes=1)

    elsewhere(lambda: type(page).objects.filter(pk=page.pk).update(closes_at=closes_at))

    with transaction.atomic():
        assert reading.locked_for_sending(known).closes_at == closes_at


def test_under_the_lock_a_page_brings_nothing_that_was_worked_out_before_it() -> None:
    """Seats counted on the instance of the request would be those of a moment ago."""
    page = EventPageFactory.create(parent=make_home(), capacity=3)
    known = read(page)
    assert known.numbers_held == set()
    with transaction.atomic():
        assert "numbers_held" not in vars(reading.locked_for_sending(known))


def test_a_newer_version_of_a_list_is_met_by_the_next_request() -> None:
    """What a form asks follows from the lists that it names, too."""
    schools = ReferenceList.objects.create(name="Scuole")
    schools.take([("A", "Alfa")])
    asked = steps(question("list_entry", "k", "Quale scuola?", source=str(schools.pk)))
    page = CallPageFactory.create(parent=make_home(), steps=asked)
    before = read(page).form_digest

    elsewhere(lambda: schools.take([("B", "Beta")]))

    assert read(page).form_digest != before


def test_nothing_of_a_visitor_is_held_on_to(page: CallPage) -> None:
    visit = request()
    found = reading.page_of(visit, page.pk)
    assert found is not None
    assert found.get_full_url(visit)
    assert found.schema
    assert found.notice()
    seen = weakref.ref(visit)

    del found, visit
    gc.collect()

    assert seen() is None
