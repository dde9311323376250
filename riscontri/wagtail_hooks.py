"""What visitors tell of the site, in the Wagtail admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from riscontri.clarity import bar, report
from riscontri.clarity.register import RatingRegister
from riscontri.clarity.report import ClarityView
from riscontri.problems.register import ProblemRegister


class _ReportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(report.MAY_READ))


class RiscontriGroup(ModelAdminGroup):
    """«Riscontri»: the figures of all pages first, then the two registers."""

    menu_label = _("Riscontri")
    menu_icon = "pick"
    menu_order = 650
    items = (RatingRegister, ProblemRegister)

    def get_submenu_items(self) -> list[MenuItem]:
        figures = _ReportItem(ClarityView.page_title, reverse(report.NAME), icon_name="pick", order=0)
        return [figures, *super().get_submenu_items()]


modeladmin_register(RiscontriGroup)
hooks.register("construct_wagtail_userbar", bar.add_to_bar)


@hooks.register("register_admin_urls")
def figures_of_all_pages() -> list[Any]:
    return [path("riscontri/chiarezza/", ClarityView.as_view(), name=report.NAME)]
