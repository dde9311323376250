"""A letter says whom to ask, and an answer to it goes there: the page's own contact, or else the portal's."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Site

from candidature.confirmations import letters as confirmation_letters
from candidature.letters import draft_letters, way_back, writing
from candidature.models import CallPage, Confirmation
from candidature.pages.contacts import contact_of_stored
from portal.letters.text import as_text
from portal.models import OutboxMessage, PortalSettings
from tests.candidature.confirmations.asking import RITA, draft_with
from tests.candidature.factories import CallPageFactory, submitted
from tests.home.factories import StandardPageFactory
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db


def page_below_home(**fields: Any) -> CallPage:
    made: CallPage = CallPageFactory.create(parent=Site.objects.get().root_page, most_partners=2, **fields)
    return made


def set_portal(**fields: Any) -> None:
    PortalSettings.objects.update_or_create(site=Site.objects.get(), defaults=fields)


def about_what_was_sent(page: CallPage) -> None:
    writing.write("new_link", submitted(page))


def about_a_draft(page: CallPage) -> None:
    draft_letters.write(draft_letters.SAVED, draft_with(page)[0])


def to_who_confirms(page: CallPage) -> None:
    draft_with(page, RITA)
    confirmation_letters.write(confirmation_letters.ASKED, Confirmation.objects.get(), "")


LETTERS = [about_what_was_sent, about_a_draft, to_who_confirms]


def in_words(page: CallPage) -> str:
    """What the letter with the ways back to this page says."""
    way = way_back.Way(draft_with(page)[0], page, "https://example.org/")
    return as_text(way_back.in_words([way], 0))


@pytest.mark.parametrize("write", LETTERS)
def test_of_a_page_without_contacts_the_portal_is_asked(write: Callable[[CallPage], None]) -> None:
    set_portal(contact_email="portale@example.org", contact_phone="055 999")

    write(page_below_home())

    letter = OutboxMessage.objects.latest("pk")
    assert letter.reply_to == "portale@example.org"
    assert "Per informazioni: portale@example.org" in letter.body
    assert "Telefono: 055 999" in letter.body


@pytest.mark.parametrize("write", LETTERS)
def test_of_a_page_with_one_it_is_asked_alone(write: Callable[[CallPage], None]) -> None:
    set_portal(contact_email="portale@example.org", contact_phone="055 999")

    write(page_below_home(contact_phone="0575 111"))

    letter = OutboxMessage.objects.latest("pk")
    assert letter.reply_to == ""
    assert "Per informazioni: 0575 111" in letter.body
    assert "055 999" not in letter.body


def test_the_ways_back_name_the_portal_too() -> None:
    set_portal(contact_email="portale@example.org")

    assert "Per informazioni: portale@example.org" in in_words(page_below_home())
    assert "Per informazioni: orti@example.org" in in_words(page_below_home(contact_email="orti@example.org"))


def test_where_there_is_only_a_page_of_contacts_the_letter_leads_there_in_its_language() -> None:
    contacts = StandardPageFactory.create(parent=Site.objects.get().root_page, title="Contatti")
    set_portal(contacts_page=contacts)
    page = page_below_home()
    in_english = translated(contacts, title="Contacts", slug="contacts")

    about_what_was_sent(page)

    [address] = re.findall(r"Per informazioni: Tutti i contatti.*?(https?://\S+)", letter_text(), re.DOTALL)
    assert address == settings.SITE_URL + contacts.url
    with override("en"):
        assert contact_of_stored(page).page_url == settings.SITE_URL + in_english.url


def letter_text() -> str:
    return OutboxMessage.objects.latest("pk").body


def test_where_nobody_is_known_nothing_is_said() -> None:
    about_what_was_sent(page := page_below_home())

    assert "Per informazioni" not in letter_text()
    assert not contact_of_stored(page)


def test_whom_a_page_names_costs_no_query_and_is_asked_once_for_many(
    django_assert_num_queries: Any,
) -> None:
    named = page_below_home(contact_email="orti@example.org")
    with django_assert_num_queries(0):
        contact_of_stored(named)

    page = page_below_home()
    letters = [writing.Letter("new_link", submitted(page), page, occasion=str(n)) for n in range(4)]
    with CaptureQueriesContext(connection) as one:
        writing.messages(letters[:1])
    with CaptureQueriesContext(connection) as many:
        writing.messages(letters)
    assert len(many) == len(one)
