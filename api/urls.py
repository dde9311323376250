"""Addresses for programs, mounted at `/api/`."""

from django.urls import URLPattern, path, re_path

from api import views

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("v1/", views.index, name="index"),
    path("v1/openapi.json", views.description, name="document"),
    path("v1/<slug:name>/", views.listing, name="listing"),
    path("v1/<slug:name>/<int:pk>/", views.one, name="one"),
    # The site's page would be no answer for a program.
    re_path(r"^", views.elsewhere, name="elsewhere"),
]
