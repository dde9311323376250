"""The addresses of these pages below `/admin/lettere/`, and the ways to them."""

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

from candidature.pages.participation import ParticipationPage
from istruttoria.wording.offered import may_word_all
from istruttoria.wording.pages import ForAllView, OfPageView, WordsView


class WordingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_word_all(request.user)


class WordingViewSet(ViewSet):
    name = "wording"
    url_prefix = "lettere"
    icon = "mail"
    menu_label = gettext_lazy("Testi delle lettere")
    menu_name = "testi-delle-lettere"
    menu_order = 620
    add_to_settings_menu = True
    menu_item_class = WordingMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ForAllView.as_view(), name="index"),
            path("tutti/<slug:kind>/<slug:letter>/", WordsView.as_view(), name="for_all"),
            path("<int:page_id>/", OfPageView.as_view(), name="page"),
            path("<int:page_id>/<slug:letter>/", WordsView.as_view(), name="of_page"),
        ]


def header_buttons(page: Page, user: Any, **_more: Any) -> Iterator[Button]:
    """Of a call or an event: the words of its letters."""
    page = page.specific
    if not isinstance(page, ParticipationPage) or page.original_id is not None:
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(
            _("Testi delle lettere"), reverse("wording:page", args=[page.pk]), icon_name="mail", priority=57
        )
