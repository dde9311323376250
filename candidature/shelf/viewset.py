"""The addresses of the shelf below `/admin/nuovo/`, its place in the menu and beside the title of a page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from candidature.pages.participation import ParticipationPage
from candidature.shelf.comparison import DifferencesView
from candidature.shelf.files import ArriveView, LeaveView
from candidature.shelf.page import CopyView, NewCallView


class NewCallMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "add"))


class ShelfViewSet(ViewSet):
    name = "shelf"
    url_prefix = "nuovo"
    icon = "plus"
    menu_label = gettext_lazy("Nuovo avviso o evento")
    menu_name = "nuovo-avviso"
    menu_order = 105
    add_to_admin_menu = True
    menu_item_class = NewCallMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", NewCallView.as_view(), name="index"),
            path("da-un-file/", ArriveView.as_view(), name="arrive"),
            path("<int:page_id>/riusa/", CopyView.as_view(), name="copy"),
            path("<int:page_id>/file/", LeaveView.as_view(), name="leave"),
            path("<int:page_id>/differenze/", DifferencesView.as_view(), name="differences"),
        ]


def header_buttons(page: Page, user: Any, **_more: Any) -> Iterator[Button]:
    """Of a call or an event: its file, and what it says differently from its model."""
    page = page.specific
    if not isinstance(page, ParticipationPage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(
        _("Scarica come file"), reverse("shelf:leave", args=[page.pk]), icon_name="download", priority=60
    )
    if page.copied_from_id is not None:
        address = reverse("shelf:differences", args=[page.pk])
        yield Button(_("Confronta con il modello"), address, icon_name="copy", priority=61)
