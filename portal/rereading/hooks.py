"""What it adds to the admin: the report with its item in the menu, the press, the tile, the history."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from portal.rereading.confirming import CONFIRM, REREAD, RereadFormatter, confirm
from portal.rereading.panel import RereadingPanel
from portal.rereading.reminding import REPORT
from portal.rereading.report import RESULTS, RereadingView


class _ReportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "change"))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("da-rivedere/", RereadingView.as_view(), name=REPORT),
        path("da-rivedere/risultati/", RereadingView.as_view(results_only=True), name=RESULTS),
        path("da-rivedere/<int:page_id>/riletta/", confirm, name=CONFIRM),
    ]


@hooks.register("register_reports_menu_item")
def report_in_the_menu() -> MenuItem:
    return _ReportItem(RereadingView.page_title, reverse(REPORT), icon_name="glasses", order=100)


@hooks.register("construct_homepage_panels")
def tell_of_pages_to_reread(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(RereadingPanel())


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(REREAD)(RereadFormatter)
