"""The report in the admin."""

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from portal.broken_links.report import REPORT, RESULTS, BrokenLinksView


class _ReportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "change"))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("collegamenti-interrotti/", BrokenLinksView.as_view(), name=REPORT),
        path("collegamenti-interrotti/risultati/", BrokenLinksView.as_view(results_only=True), name=RESULTS),
    ]


@hooks.register("register_reports_menu_item")
def report_in_the_menu() -> MenuItem:
    return _ReportItem(BrokenLinksView.page_title, reverse(REPORT), icon_name="link", order=110)
