"""The public pages of calls and events: window, seats, half-typed drafts, cost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from candidature.models import CallPage
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.participation import ParticipationPage
from eventi.models import EventPage
from portal.models import PortalSettings
from tests.candidature.factories import CallPageFactory, EventPageFactory, participation_index
from tests.candidature.public.journey import Journey, rich_form

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def index() -> Any:
    root = Site.objects.get(is_default_site=True).root_page
    return participation_index(root)


def read(page: ParticipationPage) -> str:
    response = Client().get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_open_call_says_until_when_and_shows_the_way_in(index: Any) -> None:
    closing = timezone.make_aware(datetime(2099, 5, 14, 12, 30))
    page = read(CallPageFactory.create(parent=index, closes_at=closing))
    assert "Aperto fino a giovedì 14 maggio 2099, ore 12:30." in page
    assert "Nuova candidatura" in page


def test_a_call_not_open_yet_says_when_it_opens_and_has_no_way_in(index: Any) -> None:
    opening = timezone.make_aware(datetime(2099, 5, 14, 9, 0))
    page = read(CallPageFactory.create(parent=index, opens_at=opening, closes_at=opening + timedelta(days=3)))
    assert "Apre giovedì 14 maggio 2099 alle ore 09:00" in page
    assert "Nuova candidatura" not in page


def test_a_closed_call_stays_readable_and_says_since_when(index: Any) -> None:
    closing = timezone.make_aware(datetime(2021, 5, 14, 23, 59))
    page = read(CallPageFactory.create(parent=index, opens_at=closing - timedelta(days=9), closes_at=closing))
    assert "Si potevano inviare candidature fino a venerdì 14 maggio 2021, ore 23:59." in page
    assert "Nuova candidatura" not in page


def test_a_call_without_dates_says_so(index: Any) -> None:
    page = read(
        CallPageFactory.create(parent=index, opens_at=None, closes_at=None, window_note="La fonte tace.")
    )
    assert "Non si può partecipare: la data di apertura non è disponibile." in page
    assert "La fonte tace." in page


def test_an_event_tells_how_many_seats_are_left(index: Any) -> None:
    event = EventPageFactory.create(parent=index, capacity=2, steps="[]")
    assert "Restano 2 posti liberi su 2." in read(event)
    for name in ("Ada", "Bea"):
        one = Journey(event)
        one.start(first_name=name)
        one.send()
    page = read(event)
    assert "I posti sono finiti. Ci si può iscrivere alla lista d’attesa fino a" in page
    assert "Se si libera uno dei 2 posti, passa a chi è in lista da più tempo" in page
    assert "Entra in lista d’attesa" in page


@pytest.mark.parametrize("model", [CallPage, EventPage, ParticipationIndexPage])
def test_a_page_of_which_only_the_title_was_typed_can_be_previewed(index: Any, model: Any) -> None:
    page = model(title="A metà", slug="a-meta")
    request = page.make_preview_request()
    assert request.status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_number_of_pages(
    index: Any, django_assert_max_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    call = CallPageFactory.create(parent=index, steps=rich_form())
    event = EventPageFactory.create(parent=index)
    CallPageFactory.create_batch(8, parent=index)
    # They are made once in a site's life, by its first page.
    PortalSettings.for_site(Site.objects.get())
    for url in (index.url, call.url, event.url):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(url).status_code == 200


def test_public_pages_set_no_cookie_and_vary_by_none(index: Any) -> None:
    for page in (index, CallPageFactory.create(parent=index), EventPageFactory.create(parent=index)):
        response = Client().get(page.url)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
