"""Where these pages stand in the admin: below the page that they are about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from candidature.pages.kinds import original_pages
from candidature.pages.participation import ParticipationPage


class OfPage(WagtailAdminTemplateMixin):
    """A page about a call or an event, for whoever may edit it."""

    request: Any
    kwargs: dict[str, Any]
    header_icon = "history"

    @cached_property
    def page(self) -> ParticipationPage:
        """As it is in the database.

        Raises:
            PermissionDenied: this account may not.
        """
        page: ParticipationPage = get_object_or_404(original_pages().specific(), pk=self.kwargs["page_id"])
        if not self.may(page):
            raise PermissionDenied
        return page

    def may(self, page: ParticipationPage) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_edit())

    def get_page_subtitle(self) -> str:
        return str(self.page.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.page.draft_title,
        }
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": self.get_page_title()}]
