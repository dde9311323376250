"""What cannot be answered says why, for whom it is, whom to ask and what else is open."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Site

from candidature.models import CallPage
from candidature.pages import listing
from candidature.pages.contacts import Contact
from candidature.pages.index import opportunities
from candidature.pages.listing import State
from candidature.pages.standings import standings
from candidature.pages.window import Facts, Reason, Window, standing
from eventi.models import EventPage
from eventi.words import EVENT
from portal.models import PortalSettings
from tests.candidature.factories import CallPageFactory, EventPageFactory, draft_token, participation_index

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOON = timezone.make_aware(datetime(2099, 5, 14, 12, 0))
ITS_WORDS = EVENT.sentences
# The page, its settings and pictures, and what else is open: of two kinds of page.
MOST_QUERIES = 25


@pytest.fixture
def index() -> Any:
    home = Site.objects.get(is_default_site=True).root_page
    return participation_index(home)


def words_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def words(path: str) -> str:
    return words_of(Client().get(path).content.decode())


def box(page: Any) -> str:
    """The markup of the box about taking part."""
    content = Client().get(page.url).content.decode()
    found = re.search(r'<div class="box participate".*?<div class="page-content">', content, re.DOTALL)
    assert found
    return found[0]


def set_portal(**values: Any) -> None:
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.update_or_create(site=site, defaults=values)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            Facts(NOON + DAY, NOON + 2 * DAY),
            "Apre venerdì 15 maggio 2099 alle ore 12:00; "
            "si potranno inviare candidature fino a sabato 16 maggio 2099, ore 12:00.",
        ),
        (
            Facts(NOON - DAY, NOON + DAY, has_notice=False),
            "Il modulo non è ancora pronto: manca l’informativa privacy, da leggere prima dell’invio. "
            "Il termine previsto è venerdì 15 maggio 2099, ore 12:00.",
        ),
        (
            Facts(NOON - DAY, NOON + DAY, has_questions=False),
            "Il modulo non è ancora pronto: stiamo preparando le domande. "
            "Il termine previsto è venerdì 15 maggio 2099, ore 12:00.",
        ),
        (
            Facts(NOON - DAY, NOON + DAY, is_published=False),
            "L’ufficio lo ha sospeso: per ora non si può partecipare.",
        ),
        (Facts(), "Non si può partecipare: la data di apertura non è disponibile."),
        (
            Facts(NOON + DAY, None),
            "Apre venerdì 15 maggio 2099 alle ore 12:00; la data di chiusura non è disponibile.",
        ),
        (
            Facts(NOON - DAY, None),
            "Non si può ancora partecipare: la data di chiusura non è disponibile.",
        ),
        (
            Facts(NOON - DAY, NOON),
            "Si potevano inviare candidature fino a giovedì 14 maggio 2099, ore 12:00.",
        ),
        (
            Facts(concluded=True),
            "Non si può più partecipare. La data di chiusura non è disponibile.",
        ),
        (
            Facts(NOON - DAY, NOON + DAY, starts_at=NOON - DAY, ends_at=NOON + DAY, sentences=ITS_WORDS),
            "L’evento è iniziato mercoledì 13 maggio 2099, ore 12:00: non ci si può più iscrivere.",
        ),
        (
            Facts(
                NOON - 9 * DAY,
                NOON + DAY,
                starts_at=NOON - 2 * DAY,
                ends_at=NOON - DAY,
                sentences=ITS_WORDS,
            ),
            "L’evento si è già svolto: non ci si può più iscrivere.",
        ),
    ],
)
def test_each_reason_has_its_own_words(facts: Facts, sentence: str) -> None:
    said = standing(facts, NOON)

    assert said.sentence == sentence
    assert not said.is_open


def test_an_event_speaks_of_signing_up(index: Any) -> None:
    later = EventPageFactory.create(
        parent=index,
        opens_at=NOON,
        closes_at=NOON + 9 * DAY,
        starts_at=NOON + 3 * DAY,
        ends_at=NOON + 4 * DAY,
    )
    closed = EventPageFactory.create(parent=index, closes_at=timezone.now() - timedelta(hours=1))

    # The event begins before its closing date, which therefore says nothing.
    assert (
        "Le iscrizioni aprono giovedì 14 maggio 2099 alle ore 12:00; "
        "ci si potrà iscrivere fino a domenica 17 maggio 2099, ore 12:00."
    ) in words_of(box(later))
    assert "Ci si poteva iscrivere fino a" in words_of(box(closed))
    assert "Chi è già iscritto trova la propria pagina" in words_of(box(closed))


@pytest.mark.parametrize(
    ("own", "named"),
    [
        (
            {"office": "Ufficio", "contact_email": "u@example.org", "contact_phone": "055 123 45"},
            "A chi chiedere Ufficio u@example.org Telefono: 055 123 45",
        ),
        ({"contact_phone": "055 123 (lun.)"}, "A chi chiedere Telefono: 055 123 (lun.)"),
        ({"office": "Ufficio"}, "A chi chiedere Ufficio portale@example.org Telefono: 055 999"),
        ({}, "A chi chiedere portale@example.org Telefono: 055 999"),
    ],
)
def test_whom_to_ask_is_the_office_of_the_page_or_else_the_portal(index: Any, own: Any, named: str) -> None:
    set_portal(contact_email="portale@example.org", contact_phone="055 999")
    page = CallPageFactory.create(parent=index, privacy_notice=None, **{"office": "", **own})

    assert named in words_of(box(page))
    assert f'<a href="{index.url}">Guarda che cosa è aperto adesso</a>' in box(page)
    assert '<a class="btn' not in box(page)
    assert named in words(reverse("candidature:start", args=[page.pk]))


def test_where_nobody_is_known_the_page_with_all_contacts_is_offered_or_nothing(index: Any) -> None:
    page = CallPageFactory.create(parent=index, privacy_notice=None, office="")
    assert "A chi chiedere" not in box(page)

    set_portal(contacts_page=index)

    assert "A chi chiedere Tutti i contatti" in words_of(box(page))


@pytest.mark.parametrize(
    ("typed", "called"),
    [("055 123-45", "05512345"), ("+39 (055) 12.3", "+39055123"), ("055 1 (ore 9)", ""), ("", "")],
)
def test_only_a_number_can_be_called(typed: str, called: str) -> None:
    assert Contact(phone=typed).callable_phone == called


@pytest.mark.parametrize("factory", [CallPageFactory, EventPageFactory])
@pytest.mark.parametrize(
    ("admits", "short", "sentence"),
    [
        ("citizen", "Solo cittadine e cittadini", "Riservato a cittadine e cittadini"),
        ("organisation", "Solo organizzazioni e gruppi", "Riservato a organizzazioni e gruppi"),
        ("both", "", ""),
    ],
)
def test_who_may_answer_is_said_before_anything_is_typed(
    index: Any, factory: Any, admits: str, short: str, sentence: str
) -> None:
    page = factory(parent=index, allowed_applicants=admits)
    places = words_of(box(page)), words(reverse("candidature:start", args=[page.pk])), words(index.url)

    if short:
        assert sentence in places[0]
        assert sentence in places[1]
        assert short in places[2]
    else:
        assert "Riservato" not in "".join(places)
        assert "Solo organizzazioni e gruppi" not in places[2]

    type(page).objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert "Riservato" not in box(page)
    assert "Solo " not in words(index.url)


def test_a_translation_of_what_was_taken_down_is_suspended_and_so_is_its_card(index: Any) -> None:
    page = CallPageFactory.create(parent=index, contact_email="ufficio@example.org")
    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    translation = CallPage.objects.get(pk=copy.pk)
    assert translation.accepts()

    page.unpublish()
    translation = CallPage.objects.get(pk=copy.pk)

    assert not translation.accepts()
    assert standings([translation.pk])[translation.pk].reason is Reason.UNPUBLISHED
    assert [found.pk for found in opportunities().open] == []
    assert opportunities().upcoming == []
    # Among the pages of its own language.
    assert listing.rows(timezone.now(), "en")[State.UPCOMING] == [(translation.pk, "call")]
    shown = words_of(translation.make_preview_request().render().content.decode())
    assert "Suspended" in shown
    assert "The office has suspended it: you cannot take part for now." in shown
    assert "ufficio@example.org" in shown


def test_a_draft_of_what_was_taken_down_is_told_so_and_keeps_its_text() -> None:
    page = CallPageFactory.create()
    token = draft_token(page)
    page.unpublish()

    said = words(reverse("candidature:summary", args=[token]))

    assert "È sospeso: non si può inviare" in said
    assert "Aperto fino a" not in said
    assert "Se prima di quel giorno si apre, puoi riprendere da questo stesso indirizzo." in said
    assert "Per dare una mano." in said


def test_an_editor_previews_an_unpublished_page_as_readers_will_see_it(index: Any) -> None:
    page = CallPageFactory.create(parent=index, live=False)
    content = page.make_preview_request().rendered_content

    assert "Aperto fino a" in content
    assert reverse("candidature:start", args=[page.pk]) not in content


@pytest.fixture
def late(index: Any) -> tuple[CallPage, str]:
    """A call that closed while somebody was writing, and the address of the summary."""
    page = CallPageFactory.create(
        parent=index, title="Avviso scaduto", office="", contact_email="ufficio@example.org"
    )
    token = draft_token(page)
    page.closes_at = timezone.now() - timedelta(minutes=1)
    page.save()
    return page, reverse("candidature:summary", args=[token])


def test_who_comes_late_is_offered_the_contact_and_three_others_soonest_first(
    index: Any, late: tuple[CallPage, str]
) -> None:
    now = timezone.now()
    CallPageFactory.create(parent=index, title="Quarto", closes_at=now + 8 * DAY)
    # It begins before its closing date comes.
    EventPageFactory.create(
        parent=index, title="Primo", closes_at=now + 9 * DAY, starts_at=now + DAY, ends_at=now + 2 * DAY
    )
    CallPageFactory.create(parent=index, title="Terzo", closes_at=now + 7 * DAY)
    CallPageFactory.create(parent=index, title="Secondo", closes_at=now + 2 * DAY)
    CallPageFactory.create(parent=index, title="Futuro", opens_at=now + DAY)
    page, summary = late

    for address in (summary, reverse("candidature:start", args=[page.pk])):
        response = Client().get(address)
        assert response.status_code == 410
        assert not response.cookies
        content = response.content.decode()
        said = words_of(content)
        assert "Il termine è passato" in said
        assert page.standing().sentence in said
        assert "A chi chiedere ufficio@example.org" in said
        cards = re.findall(r'<h3 class="it-card-title"><a [^>]*>([^<]*)</a>', content)
        assert cards == ["Primo", "Secondo", "Terzo"]
        assert "In questo momento non c’è altro di aperto" not in said


def test_where_nothing_else_is_open_the_way_leads_to_the_list(index: Any, late: tuple[CallPage, str]) -> None:
    page, summary = late

    for address in (summary, reverse("candidature:start", args=[page.pk])):
        content = Client().get(address).content.decode()
        assert "In questo momento non c’è altro di aperto" in content
        assert f'href="{index.url}"' in content
        assert "it-card-title" not in content


def test_a_page_that_is_not_open_does_not_offer_its_own_translation(index: Any) -> None:
    page = CallPageFactory.create(parent=index, opens_at=timezone.now() - DAY)
    english, _made = Locale.objects.get_or_create(language_code="en")
    page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    other = CallPageFactory.create(
        parent=index, title="Chiuso", closes_at=timezone.now() - timedelta(hours=1)
    )

    content = Client().get(reverse("candidature:start", args=[other.pk])).content.decode()

    # The same call in two languages is one offer.
    assert content.count("it-card-title") == 1


def test_what_else_is_open_costs_the_same_however_much_it_is(
    index: Any, late: tuple[CallPage, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    CallPageFactory.create_batch(6, parent=index)
    for _number in range(3):
        EventPageFactory.create(parent=index)

    with django_assert_max_num_queries(MOST_QUERIES):
        Client().get(reverse("candidature:start", args=[late[0].pk]))


def test_a_past_event_offers_no_sign_up_whatever_its_closing_date_says(index: Any) -> None:
    now = timezone.now()
    event = EventPageFactory.create(
        parent=index, closes_at=now + 7 * DAY, starts_at=now - 2 * DAY, ends_at=now - DAY
    )
    said = words_of(box(event))

    assert event.window() is Window.CLOSED
    assert "Evento concluso" in said
    assert said.count("iscrivere") == 1
    assert "Posti liberi" not in said
    assert "btn" not in box(event)
    assert [found.pk for found in EventPage.objects.filter(EventPage.is_over(now))] == [event.pk]
