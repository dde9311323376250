"""Every address of the portal."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from portal.entrances import doors as entrances
from portal.health import endpoints as health
from portal.media import documents, public_media


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers have nothing to look for among staff pages and personal links."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /candidature/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# When the portal cannot write, whoever pressed a button gets a sentence and the typed text.
handler500 = "portal.web.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), name="sitemap"),
    # In the place of Wagtail's own, which let a password be guessed without end.
    path("admin/login/", entrances.staff_login, name="wagtailadmin_login"),
    path("admin/password_reset/", entrances.ask_for_password_letter, name="wagtailadmin_password_reset"),
    path("_util/login/", entrances.page_login, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        entrances.page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path(
        "documenti/authenticate_with_password/<int:restriction_id>/",
        entrances.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documenti/(\d+)/(.*)$", documents.serve, name="wagtaildocs_serve"),
    path("documenti/", include(wagtaildocs_urls)),
    path("candidature/", include("candidature.public.urls")),
    path("modulo-vuoto/", include("candidature.public.paper_urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", public_media.serve, name="media"))

# Last, because pages may have any address.
urlpatterns.append(path("", include(wagtail_urls)))
