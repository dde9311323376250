"""The queue: what a reviewer has to work through, found, filtered and sorted.

What is still to be decided stands first, and first of it what must be answered soonest (L. 241/1990 sets the
term from the closing of the call), then whoever has waited longest. What is concluded reads newest first.
"""

import math
from typing import Any, cast

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from candidature.access.scope import DECIDE, OVERSEE, reach_now
from candidature.models import Submission
from istruttoria.outcome.allowed import may_prepare
from istruttoria.permissions import ReviewerRequiredMixin, may_answer
from istruttoria.queue.addresses import export_url, listing_parameters, report_url
from istruttoria.queue.columns import QueueTable, columns_for
from istruttoria.queue.filters import SubmissionFilterSet
from istruttoria.queue.listing import Listing
from istruttoria.queue.needs import Need, Needed, needed, needs_of
from istruttoria.queue.orders import ORDERINGS, Order
from istruttoria.queue.places import Anchor, mark_of
from istruttoria.queue.saving import kept_query, saved_tabs
from istruttoria.queue.sense import contradictions, left_out
from istruttoria.queue.stages import Stage, counted_by_stage, stage_of
from istruttoria.queue.words import nothing_to_see
from istruttoria.saved import keeping
from portal.models import User
from portal.privacy import consultations

PER_PAGE = 50


class QueuePage(Page[Submission]):
    """Rows of a list, and the rows from which the pages around it go on.

    Attributes:
        start: the position of its first row, from 0.
        order: in which the list stands.
    """

    start = 0
    order: Order = ()

    def has_previous(self) -> bool:
        return self.start > 0

    def has_next(self) -> bool:
        return self.end_index() < self.paginator.count

    def start_index(self) -> int:
        return self.start + 1 if self.object_list else 0

    def end_index(self) -> int:
        return self.start + len(self.object_list)

    @property
    def number_before(self) -> int:
        """The page that is shown instead once the row to go on from is erased."""
        return max(self.number - 1, 1)

    @property
    def number_after(self) -> int:
        return self.number + 1

    @property
    def number_shown(self) -> int | None:
        """Its number, if it begins where the page of that number does."""
        return None if self.start % self.paginator.per_page else self.number

    @property
    def first(self) -> str:
        """How an address names its first row."""
        return mark_of(self.object_list[0], self.order)

    @property
    def last(self) -> str:
        return mark_of(self.object_list[-1], self.order)


class QueuePaginator(WagtailPaginator):
    """Pages whose rows are fetched by whoever knows the short way to them."""

    listing: Listing
    anchor: Anchor | None

    def page(self, number: Any) -> QueuePage:
        start = (self.validate_number(number) - 1) * self.per_page
        if self.anchor is not None:
            going_on = self.listing.start_of_page(self.anchor, self.per_page)
            start = start if going_on is None else going_on
        # Past the end, where all that came after has left: what stands last.
        if start >= self.count:
            start = max(self.count - self.per_page, 0)
        page = QueuePage(
            self.listing.rows(start, min(start + self.per_page, self.count)),
            1 + math.ceil(start / self.per_page),
            self,
        )
        page.start, page.order = start, self.listing.order
        return page


class QueueFilterSet(SubmissionFilterSet):
    """Those of the list itself, whose tabs and values tell how many there are."""

    counts_by_columns = True


class QueueView(ReviewerRequiredMixin, IndexView):
    """The list of the submissions that this account may read."""

    model = Submission
    page_title = gettext_lazy("Candidature")
    header_icon = "clipboard-list"
    table_class = QueueTable
    table_classname = "listing review-queue"
    index_url_name = "candidature_review:index"
    index_results_url_name = "candidature_review:index_results"
    template_name = "istruttoria/queue.html"
    results_template_name = "istruttoria/queue_results.html"
    filterset_class = QueueFilterSet
    is_searchable = True
    paginate_by = PER_PAGE
    paginator_class = QueuePaginator
    default_ordering = "default"
    # Who may open the queue is decided above; Wagtail’s own export is shut (`setup`) beside ours.
    any_permission_required = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Wagtail exports any list to whoever may open it, on nothing but a parameter of the address.
        self.is_export = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who asks for nothing is led to the filter with which they begin, or to what waits for them.

        Who searches there looks everywhere, as from any other tab.
        """
        if not request.GET and not self.results_only:
            query = self._to_begin_with()
            if query:
                return redirect(f"{self.index_url}?{query}")
        if request.GET.get("need") == Need.ANY and self.listing.query:
            everywhere = request.GET.copy()
            everywhere.pop("need")
            return redirect(f"{request.path}?{everywhere.urlencode()}")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def _to_begin_with(self) -> str:
        user = cast(User, self.request.user)
        default = keeping.default_of(user)
        if default is not None:
            return str(default.query)
        # Who only looks on is waited for by nothing.
        waits = may_answer(user) and any(one.how_many for one in needed(reach_now(user), user))
        return f"need={Need.ANY}" if waits else ""

    @property
    def columns(self) -> list[Column]:
        return columns_for(self.listing)

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.request, self.filters)

    def get_queryset(self) -> QuerySet[Submission]:
        consultations.tell_of_search(self.request.user, self.search_query or "", "queue")
        # Never fetched as it stands: the paginator asks the listing.
        return self.listing.found.order_by(*self.listing.order)

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        paginator = super().get_paginator(*args, **kwargs)
        # The tabs tell how much waits for the account: asked first, it need not be counted once more.
        self.listing.filters.look_up()
        paginator.count = self.listing.how_many
        paginator.listing, paginator.anchor = self.listing, Anchor.asked(self.request.GET)
        return paginator

    @cached_property
    def stage(self) -> Stage:
        return stage_of(self.request.GET)

    @property
    def need(self) -> Need | None:
        """What of what waits for the account is shown."""
        asked = self.request.GET.get("need")
        return next((need for need in needs_of(cast(User, self.request.user)) if need == asked), None)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is more to save than a tab."""
        return self.is_filtering or "ordering" in self.request.GET

    @property
    def header_more_buttons(self) -> list[Button]:
        query = listing_parameters(self.request.GET).urlencode()
        columns = Button(
            _("Colonne"), url=f"{reverse('candidature_review:columns')}?{query}", icon_name="table"
        )
        labels = Button(_("Etichette"), url=reverse("candidature_review:labels"), icon_name="tag")
        away = Button(_("Assenze"), url=reverse("candidature_review:absences"), icon_name="calendar-alt")
        jobs = Button(_("Lavori insieme"), url=reverse("candidature_review:bulk_jobs"), icon_name="tasks")
        buttons = [*super().header_more_buttons, columns, labels, jobs, away]
        if self.request.user.has_perm(DECIDE):
            share = f"{reverse('candidature_review:share')}?{query}"
            buttons.append(Button(_("Distribuisci"), url=share, icon_name="group"))
            page = self.listing.filters.one_page
            if page is not None and may_prepare(cast(User, self.request.user), page):
                outcome = reverse("candidature_review:outcome", args=[page])
                buttons.append(Button(_("Prepara l’esito"), url=outcome, icon_name="list-ol"))
        if self.request.user.has_perm(OVERSEE):
            erased = reverse("candidature_review:erased")
            buttons.append(Button(_("Cancellate"), url=erased, icon_name="bin"))
        return buttons

    def get_valid_orderings(self) -> list[str]:
        return list(ORDERINGS)

    @cached_property
    def no_results_message(self) -> str:
        if self.listing.filters.reach.is_empty:
            return nothing_to_see(self.listing.filters.reach)
        if self.need and not self.listing.query and not self.listing.filters.narrows_need:
            return _("Niente: qui non c’è nulla che aspetti te.")
        # A tab is a filter to Wagtail, and nobody can take that away.
        if self.is_searching or (self.is_filtering and self.filters.form.changed_data != ["stage"]):
            return _("Nessuna candidatura corrisponde a ciò che cerchi. Togli un filtro o cambia le parole.")
        if self.stage is Stage.TODO:
            return _("Niente da lavorare: hai visto tutto.")
        return _("Qui non c’è ancora nulla.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.listing.filters.count_beside()
        context = super().get_context_data(*args, **kwargs)
        counts = self._stage_counts
        in_part = set() if self.need else self.listing.stages_in_part
        context["stages"] = [
            {
                "label": stage.label,
                "count": counts.get(stage),
                "is_in_part": stage in in_part,
                "url": self._stage_url(stage),
                "current": stage is self.stage and not self.need,
            }
            for stage in Stage
        ]
        # A filter is kept without words: its tab would drop those that are searched.
        searches = bool(self.listing.query)
        tabs = [] if searches else saved_tabs(cast(User, self.request.user), self.listing.filters)
        shown = context["page_obj"]
        return {
            **context,
            "elided_page_range": shown.paginator.get_elided_page_range(shown.number),
            "needs": [
                {
                    "need": one.need.value,
                    "label": one.need.label,
                    "count": self._count_of(one),
                    "url": self._need_url(one.need),
                    "current": one.need == self.need,
                }
                for one in self.listing.filters.needed
            ],
            "need": self.need,
            "export_url": export_url(self.request.GET),
            "report_url": report_url(self.request.GET),
            "left_out": left_out(self.listing.filters),
            "listing_fields": [
                (name, value)
                for name, values in listing_parameters(self.request.GET).lists()
                for value in values
            ],
            "how_many": self.listing.how_many,
            "contradictions": contradictions(self.listing.filters, self.stage),
            "cut_at": self.listing.cut_at,
            "saved_tabs": tabs,
            "saved_name": next((tab.name for tab in tabs if tab.is_current), ""),
            "savable": kept_query(self.request.GET) if self.is_narrowed else "",
        }

    @property
    def _stage_counts(self) -> dict[str, int]:
        """Of what the tabs lead to: beside what waits for the account, of everything it may read.

        Nothing there where filters or words travel along: then what waits alone is counted with them.
        """
        if not self.need:
            return self.listing.stage_counts
        if self.listing.filters.narrows_need or self.listing.query:
            return {}
        totals = self.listing.filters.offered.totals["status"]
        return counted_by_stage({("", status): n for status, n in totals.items()})

    def _count_of(self, one: Needed) -> int | None:
        """How many need this, among what the filters choose; None where only their rows could tell."""
        is_found = bool(self.listing.query) and one.need is not Need.ANY
        return one.how_many if self.listing.filters.knows_needs and not is_found else None

    def _stage_url(self, stage: Stage) -> str:
        parameters = listing_parameters(self.request.GET)
        parameters.pop("need", None)
        parameters["stage"] = stage.value
        return f"{self.index_url}?{parameters.urlencode()}"

    def _need_url(self, need: Need) -> str:
        """With the filters, but without what `get` leads elsewhere for: words, beside all that waits."""
        parameters = listing_parameters(self.request.GET)
        for name in ("stage", "q") if need is Need.ANY else ("stage",):
            parameters.pop(name, None)
        parameters["need"] = need.value
        return f"{self.index_url}?{parameters.urlencode()}"
