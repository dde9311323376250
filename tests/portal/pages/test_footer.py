"""What the footer of every page leads to, as the settings name it."""

import re

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from portal.models import PortalSettings
from tests.home.factories import StandardPageFactory, make_home
from tests.portal.pages.visits import cost, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return make_home()


def setting(**values: object) -> None:
    settings = PortalSettings.for_site(Site.objects.get())
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()


def footer(page: Page) -> str:
    html = visit(page).content.decode()
    return re.sub(r"\s+", " ", html[html.index("<footer") : html.index("</footer>")])


def test_the_accessibility_statement_is_linked_where_staff_gave_its_address(home: Page) -> None:
    setting(accessibility_url="")
    assert "Dichiarazione di accessibilità" not in footer(home)

    setting(accessibility_url="https://form.agid.gov.it/view/prova")

    assert (
        '<a href="https://form.agid.gov.it/view/prova" data-element="accessibility-link">'
        "Dichiarazione di accessibilità</a>" in footer(home)
    )


def test_the_questions_are_linked_where_staff_named_their_page(home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Domande frequenti")
    setting(faq_page=None)
    assert "Leggi le FAQ" not in footer(home)

    setting(faq_page=page)
    assert f'<a href="{page.get_url()}" data-element="faq">Leggi le FAQ</a>' in footer(home)


@pytest.mark.parametrize("name", PortalSettings.select_related)
def test_a_named_page_that_not_everybody_may_read_is_not_linked(home: Page, name: str) -> None:
    setting(**dict.fromkeys(PortalSettings.select_related))
    page = StandardPageFactory.create(parent=home, slug="riservata")
    setting(**{name: page})
    link = f'<a href="{page.get_url()}"'
    assert link in footer(home)
    queries = cost(home)

    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="apriti"
    )
    assert link not in footer(home)
    assert cost(home) == queries

    restriction.delete()
    page.unpublish()
    assert link not in footer(home)


def test_the_licence_of_the_content_is_named_and_linked(home: Page) -> None:
    setting(content_licence="CC BY 4.0", content_licence_url="https://creativecommons.org/licenses/by/4.0/")
    link = '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>'
    assert link in footer(home)

    setting(content_licence_url="")
    assert "CC BY 4.0" in footer(home)
    assert 'rel="license"' not in footer(home)

    setting(content_licence="", content_licence_en="")
    assert "site-footer-licence" not in footer(home)
