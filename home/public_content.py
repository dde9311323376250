"""Public pages show all of this app's models."""

from portal.page_cache.declared import Shown

PUBLIC = [Shown(("home.HomePage", "home.SitemapPage", "home.StandardPage"))]
