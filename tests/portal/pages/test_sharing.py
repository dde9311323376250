"""Which pages can be passed on by mail, without any third party."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, get_page_models

from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.portal.pages.test_pages import Portal
from tests.portal.pages.visits import visit

pytestmark = pytest.mark.django_db

SHARED = {
    "candidature.CallPage",
    "eventi.EventPage",
    "news.ExperiencePage",
    "news.GuidelinePage",
    "news.NewsPage",
    "territori.PathPage",
    "territori.TerritoryPage",
}
# Lists, tools, and what one looks up rather than passes on.
NOT_SHARED = {
    "candidature.ParticipationIndexPage",
    "eventi.CalendarPage",
    "glossario.GlossaryIndexPage",
    "glossario.GlossaryTermPage",
    "home.HomePage",
    "home.SitemapPage",
    "home.StandardPage",
    "news.ExperienceIndexPage",
    "news.GuidelineIndexPage",
    "news.NewsIndexPage",
    "patti.PattoPage",
    "search.SearchPage",
    "territori.CommunityHousePage",
    "territori.ResourceIndexPage",
    "territori.ResourcePage",
    "territori.TerritoryIndexPage",
}


def test_of_every_type_it_is_said_whether_its_pages_are_shared() -> None:
    assert {model._meta.label for model in get_page_models() if model is not Page} == SHARED | NOT_SHARED


def test_each_of_them_is_passed_on_by_mail_with_its_title_and_address(subtests: pytest.Subtests) -> None:
    portal = Portal()
    made = [portal.news, portal.guideline, portal.experience, portal.territory, portal.path]
    title = "Salute & comunità: 1 + 1?"
    made += [
        CallPageFactory.create(parent=portal.participation, title=title, slug="avviso"),
        EventPageFactory.create(parent=portal.participation, title=title, slug="evento"),
    ]
    assert {page._meta.label for page in made} == SHARED
    for page in made:
        html: Any = BeautifulSoup(visit(page).content, "html.parser")
        with subtests.test(page=page._meta.label):
            [link] = html.select('.page-actions a[href^="mailto:?"]')
            assert link.get_text(strip=True) == "Condividi per email"
            assert parse_qs(urlsplit(link["href"]).query) == {
                "subject": [page.title],
                "body": [page.full_url],
            }
            assert html.select_one(".page-actions [hidden] [data-print]")
