"""Every address of the portal."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.entrances import doors as entrances
from portal.health import endpoints as health
from portal.machines import preview_picture, well_known
from portal.media import documents, public_media
from portal.pages import serving
from portal.web.languages import script_words

# When the portal cannot write, whoever pressed a button gets a sentence and the typed text.
handler500 = "portal.web.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", well_known.robots, name="robots"),
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path("favicon.ico", well_known.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", well_known.icon, {"name": "touch-icon.png"}, name="touch_icon"),
    path("anteprima/<int:page_id>-<slug:digest>.png", preview_picture.serve, name="preview_picture"),
    # In the place of Wagtail's own, which let a password be guessed without end.
    path("admin/login/", entrances.staff_login, name="wagtailadmin_login"),
    path("admin/password_reset/", entrances.ask_for_password_letter, name="wagtailadmin_password_reset"),
    path(
        "documenti/authenticate_with_password/<int:restriction_id>/",
        entrances.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    # In the place of Wagtail's, to which nobody could add a word.
    path("admin/jsi18n/", script_words, name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documenti/(\d+)/(.*)$", documents.serve, name="wagtaildocs_serve"),
    path("documenti/", include(wagtaildocs_urls)),
    path("api/", include("api.urls")),
    # In Italian alone, as what is signed is.
    path("firme/", include("patti.public.urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", public_media.serve, name="media"))

# In the language of their address (`portal.languages`). Pages are last, because they may have any.
urlpatterns += i18n_patterns(
    path("_util/login/", entrances.page_login, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        entrances.page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("candidature/parere/", include("istruttoria.opinions.urls")),
    path("candidature/", include("candidature.public.urls")),
    path("modulo-vuoto/", include("candidature.public.paper_urls")),
    path("seguire/", include("seguire.public.urls")),
    path("", include("riscontri.public.urls")),
    re_path(wagtail_urls.serve_pattern, serving.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
