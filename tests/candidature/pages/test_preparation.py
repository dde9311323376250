"""What a page says before anybody begins: time, documents, what follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from candidature.models import CallPage
from candidature.pages.preparation import MEASURED_AT_MOST
from portal.italian.days import with_article
from tests import remembering
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.candidature.pages.spent_times import sent
from tests.candidature.public.journey import attachment, form_of
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        parent=Site.objects.get(is_default_site=True).root_page,
        steps=form_of([attachment(), block("long_text", "why", label="Perché?", required=False)]),
    )
    return made


def shown(page: Page) -> str:
    return " ".join(Client().get(page.url).content.decode().split())


def test_the_page_tells_time_documents_and_what_follows(page: CallPage) -> None:
    text = shown(page)

    assert "Prima di cominciare" in text
    assert "Circa 5 minuti." in text
    assert "Curriculum" in text
    assert "al massimo 1 MB" in text
    day = page.respond_by(timezone.now())
    assert day
    assert f"entro {with_article(day)}" in text
    assert "Circa 5 minuti." in Client().get(reverse("candidature:start", args=[page.pk])).content.decode()


def test_an_event_tells_how_seats_are_given() -> None:
    root = Site.objects.get(is_default_site=True).root_page
    by_itself = EventPageFactory.create(parent=root, admission="automatic", steps="[]")
    by_committee = EventPageFactory.create(
        parent=root, admission="moderated", steps="[]", response_days=3, office="Ufficio partecipazione"
    )
    whenever = EventPageFactory.create(parent=root, admission="moderated", steps="[]", response_days=None)

    assert "la conferma del posto" in shown(by_itself)
    assert "giorni dalla chiusura" not in shown(by_itself)
    assert by_committee.closes_at
    day = timezone.localtime(by_committee.closes_at).date() + timedelta(days=3)
    assert f"una commissione: la risposta arriva per email entro {with_article(day)}." in shown(by_committee)
    assert "Entro 3 giorni dalla chiusura, e comunque non dopo il giorno dell’evento" in shown(by_committee)
    assert "una commissione: la risposta arriva per email." in shown(whenever)
    assert "Circa 2 minuti." in shown(by_itself)


def test_what_takes_nothing_any_more_prepares_nobody(page: CallPage) -> None:
    page.closes_at = timezone.now() - timedelta(hours=1)
    page.save()

    assert "Prima di cominciare" not in shown(page)


def test_the_measured_time_is_told_once_there_are_twenty(page: CallPage) -> None:
    sent(page, *[12.0] * 19)
    assert not page.preparation().is_measured

    sent(page, 14.0)
    # What was measured is remembered for minutes.
    remembering.forget()

    found = page.preparation()
    assert (found.minutes, found.is_measured) == (10, True)
    assert "è il tempo di chi ha già inviato" in shown(page)


def test_who_went_away_and_came_back_is_not_measured(page: CallPage) -> None:
    sent(page, *[8.0] * 20, *[60.0 * 24] * 30, *[0.0] * 30)

    assert page.preparation().minutes == 10


def test_the_last_to_send_are_measured(page: CallPage) -> None:
    sent(page, *[60.0] * MEASURED_AT_MOST)
    sent(page, *[3.0] * MEASURED_AT_MOST)

    assert page.preparation().minutes == 3


@pytest.mark.parametrize(("minutes", "said"), [(0.1, 1), (1.4, 1), (4.6, 5), (6.9, 5), (7.6, 10), (58, 60)])
def test_time_is_told_as_people_say_it(page: CallPage, minutes: float, said: int) -> None:
    sent(page, *[minutes] * 20)

    assert page.preparation().minutes == said


def test_when_a_draft_was_begun_is_kept_with_what_was_sent() -> None:
    before = timezone.now()

    submission = submitted(CallPageFactory.create())

    assert submission.begun_at
    assert before <= submission.begun_at <= timezone.now()


def test_the_time_is_one_query(page: CallPage, django_assert_num_queries: Any) -> None:
    sent(page, *[8.0] * 30)
    with django_assert_num_queries(1):
        page.preparation()
