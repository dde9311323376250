"""The site that a request asks for, and its settings: read once for each edition."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from portal.edition.memory import remembered
from portal.languages import ITALIAN, spoken
from portal.pages.models import PortalSettings

# Where Wagtail keeps what it has found for a request.
_WAGTAIL_SITE = "_wagtail_site"
_SETTINGS = "_portal_settings"
_KNOWN, _HOMES = "_portal_known", "_portal_homes"
# Where Wagtail keeps for a request in which address pages stand.
_WAGTAIL_PATHS = "_wagtail_cached_site_root_paths"


@dataclass(frozen=True)
class Known:
    """What is read once for the pages of all sites.

    Attributes:
        paths: where the pages of each site and language stand, as Wagtail asks for it.
        homes: the home pages of each site, by its number and by language.
    """

    sites: list[Site]
    paths: list[SiteRootPath]
    homes: dict[int, dict[str, Page]]


def site_of(request: HttpRequest) -> Site | None:
    """The site of a request with its root page, for Wagtail too; None when there is none."""
    if not hasattr(request, _WAGTAIL_SITE):
        hostname = split_domain_port(request.get_host())[0]
        setattr(request, _WAGTAIL_SITE, _asked(_known(request).sites, hostname, request.get_port()))
    site: Site | None = getattr(request, _WAGTAIL_SITE)
    return site


def root_of(request: HttpRequest) -> Page | None:
    """The home page in the language of the request, published or not; None when there is none."""
    site, language = site_of(request), spoken()
    if site is None or language == ITALIAN:
        return site.root_page if site else None
    return homes_of(request, site).get(language)


def homes_of(request: HttpRequest, site: Site) -> dict[str, Page]:
    """The home pages of its site by language, published or not."""
    if not hasattr(request, _HOMES):
        setattr(request, _HOMES, _known(request).homes.get(site.pk, {}))
    found: dict[str, Page] = getattr(request, _HOMES)
    return found


def _known(request: HttpRequest) -> Known:
    """Read anew for each edition, and told to Wagtail, which would ask twice where the pages stand.

    Kept for all hosts together: a visitor chooses the port of one, and which site it means is quickly found.
    """
    if not hasattr(request, _KNOWN):
        known = remembered(request, "sites", _read)
        setattr(request, _KNOWN, known)
        setattr(request, _WAGTAIL_PATHS, known.paths)
    found: Known = getattr(request, _KNOWN)
    return found


def _read() -> Known:
    """One query, whether or not Wagtail's cache has forgotten where the pages stand."""
    sites, homes = _sites_and_homes()
    # Wagtail's own cache may be this process's alone: what another process changed is known by the edition.
    paths = [
        SiteRootPath(one.pk, home.url_path, one.root_url, home.locale.language_code)
        for one in sites
        for home in homes
        if home.translation_key == one.root_page.translation_key
    ]
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, paths, 3600, version=SITE_ROOT_PATHS_CACHE_VERSION)
    return Known(sites, paths, {site.pk: _by_language(site, homes) for site in sites})


def _asked(sites: list[Site], hostname: str, port: str) -> Site | None:
    """The site that a request means, as `Site.find_for_request` finds it."""
    named = [site for site in sites if site.hostname == hostname]
    default = next((site for site in sites if site.is_default_site), None)
    for site in named:
        if str(site.port) == port:
            return site
    if default is not None and (default in named or len(named) != 1):
        return default
    return named[0] if len(named) == 1 else default


def _sites_and_homes() -> tuple[list[Site], list[Page]]:
    """Every site, and its home pages in each language; together, because a cold page counts its queries."""
    names = [field.attname for field in Site._meta.concrete_fields]
    keys = Site.objects.values("root_page__translation_key")
    rows = (
        Page.objects.filter(translation_key__in=keys)
        .select_related("locale")
        .annotate(**{f"held_{name}": F(f"sites_rooted_here__{name}") for name in names})
        .order_by("path")
    )
    homes: dict[int, Page] = {}
    sites = []
    for row in rows:
        home = homes.setdefault(row.pk, row)
        held = {name: getattr(row, f"held_{name}") for name in names}
        if held["id"] is not None:
            sites.append(Site.from_db("default", list(held), list(held.values())))
            sites[-1].root_page = home
    # As in `Site.get_site_root_paths`: of two that hold a page, the one further down comes first.
    sites.sort(key=lambda site: site.hostname)
    sites.sort(key=lambda site: (site.root_page.url_path, site.is_default_site), reverse=True)
    return sites, list(homes.values())


def _by_language(site: Site, homes: list[Page]) -> dict[str, Page]:
    own = [home for home in homes if home.translation_key == site.root_page.translation_key]
    return {home.locale.language_code: home for home in own}


def settings_of(request: HttpRequest) -> PortalSettings | None:
    """The settings of its site, with the pages they name; in their preview those being written."""
    written: PortalSettings | None = getattr(request, PortalSettings.get_cache_attr_name(), None)
    if written is not None:
        return written
    site = site_of(request)
    if site is None:
        return None
    if not hasattr(request, _SETTINGS):
        # Not `for_request`, whose answer holds on to the request: that of one visitor would be kept for all.
        found = remembered(request, ("settings", site.pk), lambda: PortalSettings.for_site(site))
        setattr(request, _SETTINGS, found)
    settings: PortalSettings = getattr(request, _SETTINGS)
    return settings
