"""«Problemi segnalati»: each report until it is done, and who wants an answer."""

from datetime import datetime
from typing import Any

from django.contrib.admin.filters import DateFieldListFilter
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import truncatechars
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.privacy import consultations
from portal.registers.base import RowView, in_words
from portal.registers.marking import MarkedIndexView
from riscontri.problems import retention
from riscontri.problems.models import ProblemReport
from riscontri.registers import HandledRegister

# Of the text, in the list.
LONGEST_IN_A_ROW = 120


class ToldFilter(DateFieldListFilter):
    """By the day on which a report came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("data")


class ProblemIndexView(MarkedIndexView):
    """The register; looking for the reports of one address is told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            query = request.GET.get(self.SEARCH_VAR, "")
            addresses = ProblemReport.objects.values_list("email")
            consultations.tell_of_search(request.user, query, "problems", addresses)
        return response


class ProblemInspectView(RowView):
    """One report, whole. Reading the address of who told it is told too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and self.instance.email and isinstance(request.user, User):
            consultations.tell(request.user, consultations.PROBLEM_READ, report=str(self.instance.pk))
        return response

    def get_page_title(self) -> str:
        return _("Problema segnalato")

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = getattr(self.instance, field_name)
        if field_name.endswith("_at") and value:
            return date_format(localtime(value), "j F Y, H:i")
        if field_name == "what":
            return format_html('<div class="register-letter">{}</div>', value)
        return super().get_field_display_value(field_name, field) if value else "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: HandledRegister = self.model_admin
        ends = retention.ends(self.instance)
        context: dict[str, Any] = super().get_context_data(
            **register.marking(self.request), ends=ends, **kwargs
        )
        return context


class ProblemRegister(HandledRegister):
    model = ProblemReport
    menu_label = gettext_lazy("Problemi segnalati")
    menu_icon = "warning"
    menu_order = 300
    list_display = ("choice", "told", "words", "page", "wants_answer", "state")
    list_display_add_buttons = "words"
    list_filter = ("state", ("told_at", ToldFilter))
    search_fields = ("what", "page", "email")
    ordering = ("-told_at", "-pk")
    index_view_class = ProblemIndexView
    inspect_view_class = ProblemInspectView
    inspect_view_enabled = True
    inspect_template_name = "riscontri/admin/problem.html"
    inspect_view_fields = ("told_at", "page", "what", "email", "state", "handled_by", "handled_at")
    register_export = ("told_at", "page", "what", "state")
    export_filename = "problemi-segnalati"

    def moment_of(self, row: ProblemReport) -> datetime:
        return row.told_at

    def told(self, report: ProblemReport) -> str:
        return in_words(report.told_at)

    told.short_description = gettext_lazy("Data")  # type: ignore[attr-defined]
    told.admin_order_field = "told_at"  # type: ignore[attr-defined]

    def words(self, report: ProblemReport) -> str:
        return truncatechars(report.what, LONGEST_IN_A_ROW)

    words.short_description = gettext_lazy("Che cosa è successo")  # type: ignore[attr-defined]

    def wants_answer(self, report: ProblemReport) -> str:
        return _("sì") if report.email else _("no")

    wants_answer.short_description = gettext_lazy("Vuole una risposta")  # type: ignore[attr-defined]
