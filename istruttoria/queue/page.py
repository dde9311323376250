"""The queue: what a reviewer has to work through, found, filtered and sorted.

What is still to be decided stands first, and the oldest of it first: whoever has waited longest is answered
first (L. 241/1990 sets the term from the closing of the call). What is concluded reads newest first.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from candidature.models import Submission
from candidature.statuses import OPEN_STATUSES
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.addresses import detail_url, listing_parameters
from istruttoria.queue.filters import Stage, SubmissionFilterSet, stage_of
from istruttoria.queue.listing import ORDERINGS, Listing
from istruttoria.queue.words import age, tone
from istruttoria.trail import proposed_outcome
from portal.privacy import consultations

PER_PAGE = 50


class ReferenceColumn(TitleColumn):
    """The reference, linked to the detail; the list's own parameters go along, for "next" and "back"."""

    def get_link_url(self, instance: Submission, parent_context: Mapping[str, Any]) -> str:
        return detail_url(instance.pk, parent_context["request"].GET)


class StatusColumn(Column):
    cell_template_name = "istruttoria/status_cell.html"

    def get_cell_context_data(
        self, instance: Submission, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        proposal = instance.proposal
        outcome = proposed_outcome(proposal.action, instance.kind) if proposal else ""
        unread = age(instance.unread_since) if instance.unread_since else ""
        return {**context, "tone": tone(instance.status), "outcome": outcome, "unread": unread}


class AgeColumn(Column):
    cell_template_name = "istruttoria/age_cell.html"

    def get_value(self, instance: Submission) -> str:
        return age(instance.submitted_at)

    def get_cell_context_data(
        self, instance: Submission, parent_context: Mapping[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "answer_is_due": instance.respond_by and instance.status in OPEN_STATUSES}


class ApplicantColumn(Column):
    cell_template_name = "istruttoria/applicant_cell.html"


class QueuePaginator(WagtailPaginator):
    """Pages whose rows are fetched by whoever knows the short way to them."""

    rows: Callable[[int, int], list[Submission]]

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return self._get_page(self.rows(start, min(start + self.per_page, self.count)), number, self)


class QueueView(ReviewerRequiredMixin, IndexView):
    """The list of the submissions that this account may read."""

    model = Submission
    page_title = gettext_lazy("Candidature")
    header_icon = "clipboard-list"
    table_classname = "listing review-queue"
    index_url_name = "candidature_review:index"
    index_results_url_name = "candidature_review:index_results"
    template_name = "istruttoria/queue.html"
    results_template_name = "istruttoria/queue_results.html"
    filterset_class = SubmissionFilterSet
    is_searchable = True
    paginate_by = PER_PAGE
    paginator_class = QueuePaginator
    default_ordering = "default"
    # Who may open the queue is decided above; there is no export yet, and Wagtail’s own is shut (`setup`).
    any_permission_required = None
    columns = [
        ReferenceColumn("reference", label=gettext_lazy("Codice"), sort_key="reference"),
        ApplicantColumn("applicant_name", label=gettext_lazy("Chi")),
        StatusColumn("status_label", label=gettext_lazy("Stato"), sort_key="status"),
        Column("page", label=gettext_lazy("Avviso o evento"), sort_key="page__title", accessor="page.title"),
        Column("zone", label=gettext_lazy("Zona-distretto")),
        AgeColumn("submitted_at", label=gettext_lazy("Inviata"), sort_key="submitted_at"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Wagtail exports any list to whoever may open it, on nothing but a parameter of the address.
        self.is_export = False

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.request, self.filters)

    def get_queryset(self) -> QuerySet[Submission]:
        consultations.tell_of_search(self.request.user, self.search_query or "", "queue")
        # Never fetched as it stands: the paginator asks the listing.
        return self.listing.found.order_by(*self.listing.order)

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.listing.how_many
        paginator.rows = self.listing.rows
        return paginator

    @cached_property
    def stage(self) -> Stage:
        return stage_of(self.request.GET)

    def get_valid_orderings(self) -> list[str]:
        return list(ORDERINGS)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return _("Nessuna candidatura corrisponde a ciò che cerchi. Togli un filtro o cambia le parole.")
        if self.stage is Stage.TODO:
            return _("Niente da lavorare: hai visto tutto.")
        return _("Qui non c’è ancora nulla.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["stages"] = [
            {
                "label": stage.label,
                "count": self.listing.stage_counts[stage],
                "url": self._stage_url(stage),
                "current": stage is self.stage,
            }
            for stage in Stage
        ]
        context["filters_refused"] = bool(self.filters and not self.filters.is_valid())
        return context

    def _stage_url(self, stage: Stage) -> str:
        parameters = listing_parameters(self.request.GET)
        parameters["stage"] = stage.value
        return f"{self.index_url}?{parameters.urlencode()}"
