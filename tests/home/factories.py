"""A site with its home page, for tests; all invented."""

import factory
from wagtail.models import Page, Site

from home.models import HomePage, SitemapPage, StandardPage
from search.models import SearchPage
from tests.page_factory import PageFactory


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Casa di prova"


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Pagina {n}")


class SitemapPageFactory(PageFactory):
    class Meta:
        model = SitemapPage

    title = "Mappa del sito"


class SearchPageFactory(PageFactory):
    class Meta:
        model = SearchPage

    title = "Cerca"
    slug = "cerca"


def make_home(**fields: object) -> HomePage:
    """The home page of the default site, in place of the one Wagtail comes with."""
    home: HomePage = HomePageFactory.create(parent=Page.objects.get(depth=1), **{"slug": "casa", **fields})
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home, "hostname": "testserver", "port": 80}
    )
    Site.clear_site_root_paths_cache()
    return home
