"""How the queue is narrowed: by what is to be done, and by the columns of a submission."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page

from candidature.models import CallPage, EventPage, Submission
from candidature.statuses import Kind, Status
from territori.models import Zone


class Stage(TextChoices):
    """Where the work stands, coarser than the status: what a reviewer opens the queue for."""

    TODO = "todo", _("Da lavorare")
    WAITING = "waiting", _("In attesa di integrazione")
    DONE = "done", _("Concluse")
    ALL = "all", _("Tutte")


STAGE_STATUSES: dict[str, tuple[Status, ...]] = {
    Stage.TODO: (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE),
    Stage.WAITING: (Status.NEEDS_INFO,),
    Stage.DONE: (Status.ACCEPTED, Status.RESERVE, Status.REJECTED, Status.WITHDRAWN),
    Stage.ALL: tuple(Status),
}


def stage_of(parameters: Any) -> Stage:
    """The stage asked for. Who searches or picks a state looks everywhere; otherwise what is to be done."""
    asked = parameters.get("stage")
    if asked in Stage.values:
        return Stage(asked)
    return Stage.ALL if parameters.get("q") or parameters.get("status") else Stage.TODO


def stage_counts(submissions: QuerySet[Submission]) -> dict[str, int]:
    """How many submissions each stage holds, in one query."""
    by_status = dict(
        submissions.order_by()
        .values_list("status")
        .annotate(how_many=Count("pk"))
        .values_list("status", "how_many")
    )
    return {
        stage: sum(by_status.get(status, 0) for status in statuses)
        for stage, statuses in STAGE_STATUSES.items()
    }


def _pages(request: HttpRequest | None) -> QuerySet[Page]:
    """The calls and events for which this account sees something."""
    if request is None:
        return Page.objects.none()
    visible = Submission.objects.visible_to(request.user).filter(page=OuterRef("pk"))
    return Page.objects.type(CallPage, EventPage).filter(Exists(visible)).order_by("title")


class SubmissionFilterSet(WagtailFilterSet):
    """The filters of the queue. Values that make no sense are left out, and the list says so."""

    stage = django_filters.ChoiceFilter(
        label=_("Lavorazione"),
        choices=Stage.choices,
        method="ignore",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Stato"), choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(
        label=_("Tipo"), choices=Kind.choices, empty_label=_("Tutti"), widget=forms.RadioSelect
    )
    page = django_filters.ModelChoiceFilter(
        label=_("Avviso o evento"), queryset=_pages, empty_label=_("Tutti"), widget=forms.Select
    )
    zone = django_filters.ModelChoiceFilter(
        label=_("Zona-distretto"), queryset=Zone.objects.all(), empty_label=_("Tutte"), widget=forms.Select
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Inviata"), widget=DateRangePickerWidget)

    class Meta:
        model = Submission
        fields = ["stage", "status", "kind", "page", "zone", "submitted_at"]

    def ignore(self, queryset: QuerySet[Submission], _name: str, _value: str) -> QuerySet[Submission]:
        """The stage is applied below, because it holds even when nothing was chosen."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        queryset = super().filter_queryset(queryset)
        stage = stage_of(self.data)
        if stage is Stage.ALL:
            return queryset
        return queryset.filter(status__in=STAGE_STATUSES[stage])
