"""Where the pages of the shelf stand in the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class ShelfPage(WagtailAdminTemplateMixin):
    """A page below “Nuovo avviso”."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        shelf = {"url": reverse("shelf:index"), "label": _("Nuovo avviso o evento")}
        return [*super().get_breadcrumbs_items(), shelf, {"url": "", "label": self.get_page_title()}]
