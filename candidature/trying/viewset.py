"""The addresses below `/admin/prova/`, and the way to them beside the title of a page."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from candidature.pages.participation import ParticipationPage
from candidature.trying.front import BeginView, FrontView, MakeLinkView, RevokeLinkView


class TryingViewSet(ViewSet):
    name = "trying"
    url_prefix = "prova"
    icon = "view"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:page_id>/", FrontView.as_view(), name="front"),
            path("<int:page_id>/comincia/", BeginView.as_view(), name="begin"),
            path("<int:page_id>/collegamento/", MakeLinkView.as_view(), name="make_link"),
            path(
                "<int:page_id>/collegamento/<int:link_id>/chiudi/",
                RevokeLinkView.as_view(),
                name="revoke_link",
            ),
        ]


def header_buttons(page: Page, user: Any, **_more: Any) -> Iterator[Button]:
    """Of a call or an event: trying its form, and showing its draft."""
    page = page.specific
    if isinstance(page, ParticipationPage) and page.permissions_for_user(user).can_edit():
        address = reverse("trying:front", args=[page.pk])
        yield Button(_("Prova il modulo e mostralo"), address, icon_name="view", priority=54)
