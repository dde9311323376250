"""Which columns the queue of an account has: facts, and questions of the one call of the list."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from istruttoria.columns.offered import (
    FACTS,
    MOST_QUESTIONS,
    choose,
    facts_of,
    forget,
    question_columns,
)
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.addresses import listing_parameters
from istruttoria.queue.filters import SubmissionFilterSet
from portal.models import User


class ColumnsView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The choice, remembered for the account; the list that it was opened from comes along."""

    template_name = "istruttoria/columns/columns.html"
    page_title = gettext_lazy("Colonne dell’elenco")
    header_icon = "table"

    @cached_property
    def filters(self) -> SubmissionFilterSet:
        filters = SubmissionFilterSet(self.request.GET, request=self.request)
        filters.is_valid()
        return filters

    @cached_property
    def page(self) -> Page | None:
        """The call or event of the list, if it is of one with something to see."""
        return Page.objects.filter(pk=self.filters.one_page).first() if self.filters.one_page else None

    @property
    def queue_url(self) -> str:
        return f"{reverse('candidature_review:index')}?{listing_parameters(self.request.GET).urlencode()}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        if "usual" in request.POST:
            forget(user)
        else:
            offered = {column.key for column in question_columns(self.page)} if self.page else set()
            questions = [key for key in request.POST.getlist("question") if key in offered]
            choose(user, request.POST.getlist("fact"), self.filters.one_page, questions)
            if len(questions) > MOST_QUESTIONS:
                messages.warning(
                    request, _("Al massimo %(most)d domande: ecco le prime.") % {"most": MOST_QUESTIONS}
                )
        return redirect(self.queue_url)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": self.queue_url, "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "facts": FACTS.items(),
            "chosen_facts": facts_of(self.filters.columns),
            "page": self.page,
            "questions": question_columns(self.page) if self.page else [],
            "chosen_questions": self.filters.questions,
            "most_questions": MOST_QUESTIONS,
            "queue_url": self.queue_url,
        }
