"""The addresses of the manual below `/admin/manuale/`, its place in the help menu and on every screen."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.manual.page import ManualView


class ManualViewSet(ViewSet):
    name = "manuale"
    icon = "help"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ManualView.as_view(), name="index"),
            path("<slug:chapter>/", ManualView.as_view(), name="chapter"),
        ]


@hooks.register("register_admin_viewset")
def register_manual() -> Any:
    return ManualViewSet()


@hooks.register("register_help_menu_item")
def manual_in_the_menu() -> MenuItem:
    return MenuItem(_("Manuale del portale"), reverse("manuale:index"), icon_name="help", order=1)
