"""The site that a request asks for, and its settings: read once for each edition."""

from django.http import HttpRequest
from wagtail.models import Site

from portal.edition.memory import remembered
from portal.pages.models import PortalSettings

# Where Wagtail keeps what it has found for a request.
_WAGTAIL_SITE = "_wagtail_site"


def site_of(request: HttpRequest) -> Site | None:
    """The site of a request with its root page, for Wagtail too; None when there is none."""
    if not hasattr(request, _WAGTAIL_SITE):
        key = ("site", request.get_host())
        setattr(request, _WAGTAIL_SITE, remembered(request, key, lambda: Site.find_for_request(request)))
    site: Site | None = getattr(request, _WAGTAIL_SITE)
    return site


def settings_of(request: HttpRequest) -> PortalSettings | None:
    """The settings of its site, with the pages they name."""
    site = site_of(request)
    if site is None:
        return None
    return remembered(request, ("settings", site.pk), lambda: PortalSettings.for_request(request))
