"""«Collegamenti interrotti»: where links of the pages that somebody may edit lead nowhere."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports.base import ReportView
from wagtail.permissions import page_permission_policy

from portal.broken_links.models import BrokenLink
from portal.broken_links.reading import IN_SETTINGS
from portal.editorial.doors import editor_address

REPORT, RESULTS = "broken_links", "broken_links_results"


def _address(row: BrokenLink) -> str:
    """Where what holds the link is edited."""
    if row.place.partition(".")[0] == IN_SETTINGS:
        return reverse("wagtailsettings:edit", args=["portal", "portalsettings"])
    return editor_address(row.page, row.place)


class BrokenLinkFilterSet(WagtailFilterSet):
    fault = django_filters.ChoiceFilter(
        label=_("Che cosa non va"), choices=BrokenLink.Fault.choices, empty_label=_("Tutto")
    )

    class Meta:
        model = BrokenLink
        fields = ("fault",)


class BrokenLinksView(ReportView):
    """The report, on the screen and as a spreadsheet."""

    page_title = _("Collegamenti interrotti")
    header_icon = "link"
    results_template_name = "portal/broken_links/results.html"
    index_url_name = REPORT
    index_results_url_name = RESULTS
    filterset_class = BrokenLinkFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ("change",)
    context_object_name = "links"
    export_headings = {
        "page.title": _("Pagina"),
        "where": _("Dove"),
        "get_fault_display": _("Che cosa non va"),
        "target_title": _("Dove portava"),
        "found_at": _("Trovato il"),
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> "QuerySet[BrokenLink]":
        editable = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        rows = BrokenLink.objects.filter(page__in=editable.order_by().values("pk"), page__live=True)
        return rows.select_related("page").order_by("page__title", "page", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = list(object_list)
        for row in rows:
            row.address = _address(row)
        return rows

    def get_filename(self) -> str:
        return f"collegamenti-interrotti-{timezone.localdate():%Y-%m-%d}"
