"""What a translated call says where something of it is written in Italian alone."""

import re
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site
from wagtail.rich_text import RichText

from candidature.published.history import PageChange
from portal.models import PortalSettings
from tests.candidature.factories import CallPageFactory, participation_index
from tests.home.factories import StandardPageFactory, make_home
from tests.portal.pages.translating import translated
from tests.portal.pages.visits import MAX_QUERIES, cost, visit

pytestmark = pytest.mark.django_db

OUTCOME = [("text", RichText("<p>Ammessi: uno.</p>"))]


@pytest.fixture
def index() -> Any:
    return participation_index(make_home())


def shown(page: Any) -> str:
    return unescape(visit(page).content.decode())


def outcome(page: Any) -> str:
    found = re.search(r'<section[^>]*aria-labelledby="esito".*?</section>', shown(page), re.DOTALL)
    return found[0] if found else ""


class TestAnOutcomeThatIsNotTranslated:
    def test_is_read_on_the_italian_page(self, index: Any) -> None:
        call = CallPageFactory.create(parent=index, title="Giardini")
        english = translated(call, title="Gardens")
        assert outcome(english) == ""

        call.outcome = OUTCOME
        call.save()

        assert f'<a href="{call.url}" lang="it" hreflang="it">Giardini</a>' in outcome(english)
        assert "Giardini" not in outcome(call)

    def test_gives_way_to_its_translation(self, index: Any) -> None:
        call = CallPageFactory.create(parent=index, title="Giardini", outcome=OUTCOME)
        english = translated(call, outcome=[("text", RichText("<p>Admitted: one.</p>"))])

        assert "Admitted: one." in outcome(english)
        assert "Giardini" not in outcome(english)

    @pytest.mark.parametrize("how", ["draft", "login"])
    def test_is_not_led_to_unless_everybody_may_read_it(self, index: Any, how: str) -> None:
        call = CallPageFactory.create(parent=index, outcome=OUTCOME)
        english = translated(call, outcome=[])
        assert outcome(english) != ""
        if how == "draft":
            call.unpublish()
        else:
            PageViewRestriction.objects.create(page=call, restriction_type=how)

        assert outcome(english) == ""

    def test_costs_no_more_than_a_page_may(self, index: Any) -> None:
        call = CallPageFactory.create(parent=index, outcome=OUTCOME)
        assert cost(translated(call, outcome=[])) <= MAX_QUERIES


def test_why_something_changed_or_is_suspended_says_that_it_is_italian(index: Any) -> None:
    call = CallPageFactory.create(parent=index, suspended=True, suspension_reason="Si aspetta un parere.")
    english = translated(call)
    PageChange.objects.create(page=call, what="extended", note="Servono altri giorni.", at=timezone.now())

    assert '<span lang="it">Servono altri giorni.</span>' in shown(english)
    assert '<p lang="it">Si aspetta un parere.</p>' in shown(english)
    assert "<p>Si aspetta un parere.</p>" in shown(call)


def test_all_contacts_are_those_in_the_language_of_the_page(index: Any) -> None:
    contacts = StandardPageFactory.create(parent=index.get_parent(), title="Contatti")
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.update_or_create(site=site, defaults={"contacts_page": contacts})
    english = translated(CallPageFactory.create(parent=index, privacy_notice=None, office=""))

    def asked() -> str:
        found = re.search(r'<dl class="participate-facts">.*?</dl>', shown(english), re.DOTALL)
        assert found
        return found[0]

    assert f'<a href="{contacts.url}" hreflang="it">All contacts</a>' in asked()

    in_english = translated(contacts, title="Contacts", slug="contacts")

    assert f'<a href="{in_english.url}">All contacts</a>' in asked()
