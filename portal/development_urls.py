"""The addresses of `make dev`: the portal's own, and those of the tools."""

from debug_toolbar.toolbar import debug_toolbar_urls
from django.urls import URLPattern, URLResolver, include, path

from portal.urls import urlpatterns as portal_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *debug_toolbar_urls(),
    path("__reload__/", include("django_browser_reload.urls")),
    *portal_urls,
]
