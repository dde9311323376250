"""«Chiarezza delle pagine»: which pages visitors find hard, and how it goes from month to month."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from riscontri.clarity import figures
from riscontri.clarity.answers import GOOD, MOST_STARS
from riscontri.clarity.figures import FEW, Figure, Month

MAY_READ = "riscontri.view_pagerating"
NAME = "page_clarity"
REGISTER = "riscontri_pagerating_modeladmin_index"
PAGES_ON_A_PAGE = 50
# Of the drawing's own units.
WIDTH, HEIGHT = 720, 100

_PERIODS = {
    "": gettext_lazy("Tutto"),
    "30": gettext_lazy("Ultimi 30 giorni"),
    "365": gettext_lazy("Ultimi 12 mesi"),
}
_ORDERS = {
    "peggio": gettext_lazy("Prima le meno chiare"),
    "meglio": gettext_lazy("Prima le più chiare"),
    "tanti": gettext_lazy("Prima le più valutate"),
    "pagina": gettext_lazy("Per titolo"),
}


class ChoiceForm(forms.Form):
    """Of which time, and in which order; what makes no sense is not chosen."""

    period = forms.ChoiceField(label=gettext_lazy("Periodo"), choices=list(_PERIODS.items()), required=False)
    order = forms.ChoiceField(label=gettext_lazy("Ordine"), choices=list(_ORDERS.items()), required=False)
    enough = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enough"].label = _("Solo pagine con almeno %(few)d pareri") % {"few": FEW}


class ClarityView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever may read the opinions."""

    page_title = gettext_lazy("Chiarezza delle pagine")
    header_icon = "pick"
    template_name = "riscontri/admin/clarity.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> ChoiceForm:
        form = ChoiceForm(self.request.GET, label_suffix="")
        form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.form.cleaned_data
        period = chosen.get("period") or ""
        ratings = figures.since(int(period) if period else None)
        at_least = FEW if chosen.get("enough") else 1
        rows = figures.by_page(ratings, chosen.get("order") or "peggio", at_least=at_least)
        pages = Paginator(rows, PAGES_ON_A_PAGE).get_page(self.request.GET.get("p"))
        months = figures.by_month(figures.since(None))
        return {
            "form": self.form,
            "whole": _said(figures.together(ratings)),
            "pages": pages,
            "rows": [{**row, **_said(Figure(row["how_many"], row["average"]))} for row in pages],
            "query": self._query,
            "months": [{"name": _name(month), **_said(month.figure)} for month in months],
            "drawn": _drawn(months),
            "drawing": {"width": WIDTH, "height": HEIGHT},
            "answers": [
                {"label": answer.label, "is_good": answer in GOOD, "how_many": how_many}
                for answer, how_many in figures.by_answer(ratings)
            ],
            "few": FEW,
            "register_url": reverse(REGISTER),
            **super().get_context_data(**kwargs),
        }

    @property
    def _query(self) -> str:
        query = self.request.GET.copy()
        query.pop("p", None)
        return query.urlencode()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


def _said(figure: Figure) -> dict[str, Any]:
    """A figure in words; small numbers are told as such."""
    average = "–" if figure.average is None else number_format(figure.average, 1)
    return {"how_many": figure.how_many, "average": average, "is_few": 0 < figure.how_many < FEW}


def _name(month: Month) -> str:
    return date_format(month.first, "F Y")


def _drawn(months: list[Month]) -> list[dict[str, str]]:
    """Bars beside each other, as high as the average; a month without opinions has none."""
    step = WIDTH / len(months)
    bars = []
    for number, month in enumerate(months):
        if month.figure.average is None:
            continue
        height = HEIGHT * month.figure.average / MOST_STARS
        words = _("%(month)s: %(average)s su 5, %(n)d pareri") % {
            "month": _name(month),
            "average": number_format(month.figure.average, 1),
            "n": month.figure.how_many,
        }
        bars.append(
            {
                "x": f"{number * step:.1f}",
                "y": f"{HEIGHT - height:.1f}",
                "width": f"{step * 0.8:.1f}",
                "height": f"{height:.1f}",
                "says": words,
                "css": "clarity-few" if month.figure.is_few else "",
            }
        )
    return bars
