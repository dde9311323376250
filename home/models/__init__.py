from home.models.home import HomePage
from home.models.sitemap import SitemapPage
from home.models.standard import StandardPage

__all__ = ["HomePage", "SitemapPage", "StandardPage"]
