"""The news that other apps' pages show: of a territory, or those that name the page itself."""

from wagtail.models import Page

from news.models.news import NewsPage
from portal.pages.related import LATEST, latest_first, naming
from portal.pages.teasers import TeaserGroup

DATES = {"day": "date"}


def news_about(page: Page) -> TeaserGroup:
    """Newest first."""
    of_territory = naming(page, "newspages", latest_first("date"), DATES)
    return of_territory or TeaserGroup(NewsPage.about(page)[:LATEST], DATES)
