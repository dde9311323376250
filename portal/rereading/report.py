"""«Da rivedere»: the pages of whoever may edit them, by when they are to be read again."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports.base import ReportView
from wagtail.coreutils import get_content_type_label
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from portal.accounts.models import User
from portal.rereading.due import due, with_terms
from portal.rereading.reminding import REPORT

RESULTS = "pages_to_reread_results"
SOON = timedelta(days=30)
_SOON, _DATED, _UNDATED = "presto", "tutte", "mai"


def editable_pages(user: Any) -> "QuerySet[Page]":
    """The public pages that an account may edit, with their terms."""
    return with_terms(page_permission_policy.instances_user_has_permission_for(user, "change"))


def _accounts(_request: Any) -> "QuerySet[User]":
    rows: QuerySet[User] = page_permission_policy.users_with_permission("change").order_by(
        "first_name", "last_name", "email"
    )
    return rows


class RereadingFilterSet(WagtailFilterSet):
    """By time, by who answers, by kind."""

    when = django_filters.ChoiceFilter(
        label=_("Quando"),
        method="of_any_time",
        empty_label=_("Il termine è passato"),
        choices=[
            (_SOON, _("Entro 30 giorni")),
            (_DATED, _("Tutte quelle con una data")),
            (_UNDATED, _("Senza data")),
        ],
    )
    answering = django_filters.ModelChoiceFilter(
        label=_("Chi ne risponde"), method="of_somebody", queryset=_accounts, empty_label=_("Chiunque")
    )
    content_type = ContentTypeFilter(
        label=_("Tipo"), queryset=lambda _request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: "QuerySet[Page]") -> "QuerySet[Page]":
        found: QuerySet[Page] = super().filter_queryset(queryset)
        when, today = self.form.cleaned_data.get("when"), timezone.localdate()
        if when == _UNDATED:
            return found.filter(due_on=None).order_by("title", "pk")
        return due(found, {_SOON: today + SOON, _DATED: date.max}.get(when, today))

    def of_any_time(self, queryset: "QuerySet[Page]", _name: str, _value: str) -> "QuerySet[Page]":
        """The time also says the order, so it is narrowed last."""
        return queryset

    def of_somebody(self, queryset: "QuerySet[Page]", _name: str, account: User) -> "QuerySet[Page]":
        return queryset.filter(answering_id=account.pk)


class RereadingView(ReportView):
    """The report, on the screen and as a spreadsheet."""

    page_title = _("Da rivedere")
    header_icon = "glasses"
    results_template_name = "portal/rereading/results.html"
    index_url_name = REPORT
    index_results_url_name = RESULTS
    filterset_class = RereadingFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ("change",)
    context_object_name = "pages"
    default_ordering = None
    export_headings = {
        "title": _("Titolo"),
        "due_on": _("Da rileggere entro il"),
        "answering": _("Chi ne risponde"),
        "last_published_at": _("Ultima pubblicazione"),
        "content_type": _("Tipo"),
        "full_url": _("Indirizzo"),
    }
    list_export = list(export_headings)

    custom_field_preprocess = {
        "content_type": dict.fromkeys(ReportView.FORMATS, get_content_type_label),
    }

    def get_base_queryset(self) -> "QuerySet[Page]":
        return editable_pages(self.request.user).select_related("content_type", "locale")

    def filter_queryset(self, queryset: "QuerySet[Page]") -> "QuerySet[Page]":
        """What an address says amiss narrows nothing, but for the time."""
        found: QuerySet[Page] = super().filter_queryset(queryset)
        return found if self.filters.is_valid() else due(found, timezone.localdate())

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """Names who answers, and says whose time has come or is near."""
        pages, today = list(object_list), timezone.localdate()
        accounts = User.objects.in_bulk({page.answering_id for page in pages if page.answering_id})
        for page in pages:
            page.answering = accounts.get(page.answering_id)
            page.is_due = page.due_on is not None and page.due_on <= today
            page.can_be_confirmed = page.due_on is not None and page.due_on <= today + SOON
        return pages

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A press comes back to the list as it was narrowed, also when only its rows were asked for.
        chosen = self.request.GET.urlencode()
        here = f"{reverse(REPORT)}?{chosen}" if chosen else reverse(REPORT)
        return {**super().get_context_data(**kwargs), "here": here}

    def get_filename(self) -> str:
        return f"da-rivedere-{timezone.localdate():%Y-%m-%d}"
