"""The report on the screen, to be printed, and as a document."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from candidature.access.scope import OVERSEE, Reach, reach_now
from candidature.models import SubmissionCount
from candidature.pages.kinds import original_pages
from istruttoria.permissions import may_review
from istruttoria.reports import drawing
from istruttoria.reports.figures import Bar, Extent, Figures, for_outside, read
from portal.models import User
from portal.pdf import press
from portal.privacy.suppression import FEWEST_TOLD
from portal.web import downloads

TEMPLATE = "istruttoria/pdf/report.typ"


class ReportForm(forms.Form):
    """Of which page, and for whom."""

    page = forms.ChoiceField(label=gettext_lazy("Avviso o evento"), required=False)
    outside = forms.BooleanField(
        label=gettext_lazy("Per chi sta fuori dall’ufficio"),
        required=False,
        help_text=gettext_lazy("I numeri piccoli non si leggono, e nessun collega è nominato."),
    )

    def __init__(self, *args: Any, pages: list[tuple[str, str]], whole: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = [("", whole), *pages]  # type: ignore[attr-defined]


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """For officers all, for reviewers what their committees see, for editors counts of pages they edit."""

    page_title = gettext_lazy("Rapporto")
    header_icon = "table"
    template_name = "istruttoria/report/page.html"

    @cached_property
    def user(self) -> User:
        """The account, which `dispatch` found to be one that may look."""
        return cast(User, self.request.user)

    @cached_property
    def is_worker(self) -> bool:
        return may_review(self.user)

    @cached_property
    def reach(self) -> Reach:
        if self.is_worker:
            return reach_now(self.user)
        editable = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        pages = original_pages().filter(pk__in=editable.order_by().values("pk")).order_by()
        return Reach(pages=tuple(pages.values_list("pk", flat=True)))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is counted.
        if not (
            may_review(request.user) or page_permission_policy.user_has_permission(request.user, "change")
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> ReportForm:
        totals = self.reach.narrow(SubmissionCount.objects.all()).totals_by_page()
        some = [page for page, how_many in totals.items() if how_many]
        pages = Page.objects.filter(pk__in=some).order_by("title").values_list("pk", "title")
        whole = _("Tutto ciò che vedi") if not self.user.has_perm(OVERSEE) else _("Tutti")
        form = ReportForm(
            self.request.GET, pages=[(str(pk), title) for pk, title in pages], whole=whole, label_suffix=""
        )
        form.is_valid()
        return form

    @property
    def chosen(self) -> int | None:
        """The page that is asked for; one that makes no sense, or that the account does not see, is none."""
        return int(self.form.cleaned_data["page"]) if self.form.cleaned_data.get("page") else None

    @property
    def is_for_outside(self) -> bool:
        # Whoever does not read the answers is told no figure by which somebody might be known.
        return bool(self.form.cleaned_data.get("outside")) or not self.is_worker

    @cached_property
    def figures(self) -> Figures:
        extent = Extent(self.reach, self.chosen)
        found = read(
            extent,
            self.user,
            is_worker=self.is_worker,
            sees_colleagues=self.user.has_perm(OVERSEE),
        )
        return for_outside(found, extent) if self.is_for_outside else found

    @property
    def subject(self) -> str:
        """What the report is about, in words."""
        choices = dict(self.form.fields["page"].choices)  # type: ignore[attr-defined]
        return str(choices[str(self.chosen) if self.chosen else ""])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pdf" not in request.GET:
            return super().get(request, *args, **kwargs)
        try:
            content = self._document()
        except press.NotMadeError:
            messages.error(request, _("Ora il rapporto non si può preparare: riprova tra qualche minuto."))
            return redirect(f"{reverse('candidature_review:report')}?{self._query}")
        return downloads.made(content, f"rapporto-{timezone.localdate():%Y%m%d}.pdf", "application/pdf")

    def _document(self) -> bytes:
        data = {
            "heading": _("Rapporto sulle candidature"),
            "subject": self.subject,
            "made": date_format(timezone.localtime(), "j F Y, H:i"),
            "total": f"{_('Arrivate')}: {self.figures.total}",
            "note": self._note,
            "extent": self._extent,
            "tables": [_printed(table) for table in [*self.arrivals(), *self.tables()]],
        }
        title = f"{_('Rapporto')} – {self.subject}"
        return press.make(TEMPLATE, data, title=title, running_head=title, moment=timezone.now())

    @property
    def _note(self) -> str:
        """Why some figures are not told; empty where all are."""
        total = self.figures.total
        if not self.is_for_outside or not total:
            return ""
        if total < FEWEST_TOLD:
            return _(
                "Sono meno di %(fewest)d: oltre al totale non si indica altro, perché ogni cifra direbbe "
                "di chi si parla."
            ) % {"fewest": FEWEST_TOLD}
        return _small_numbers()

    @property
    def _extent(self) -> str:
        """Of how many days and applications the figures are; empty for who is told of none of these."""
        if not self.is_worker:
            return ""
        return _(
            "I giorni sono gli ultimi 90; i tempi sono quelli delle ultime mille candidature. Le bozze "
            "dimenticate si cancellano dopo qualche settimana: di quanti hanno cominciato, e fin dove sono "
            "arrivati, resta solo il numero."
        )

    @property
    def _query(self) -> str:
        query = self.request.GET.copy()
        query.pop("pdf", None)
        return query.urlencode()

    def arrivals(self) -> list[dict[str, Any]]:
        """What came by days or by weeks, as a table with its drawing; none where no bar would stand."""
        days, by_week = self.figures.days, self.is_for_outside
        drawn = drawing.standing(days)
        if not drawn:
            return []
        heading = _("Arrivate settimana per settimana") if by_week else _("Arrivate giorno per giorno")
        return [
            {
                "title": heading,
                "first": _("Settimana") if by_week else _("Giorno"),
                "heads": [_("Quante")],
                "rows": [{"name": day.name, "cells": [_said(day)]} for day in days if day.how_many != 0],
                "drawn": drawn,
                "alternative": _("Le stesse cifre della tabella qui sotto, come barre."),
                "most": _("La barra più alta: %(most)d") % {"most": max(day.how_many or 0 for day in days)},
                # One alone is both ends.
                "ends": list(dict.fromkeys([days[0].name, days[-1].name])),
            }
        ]

    def tables(self) -> list[dict[str, Any]]:
        """Each group of figures as a table; rows with their share as a bar where they are shares."""
        figures = self.figures
        hides = self.is_for_outside and figures.total > 0
        found = [
            _shares(_("Stati"), _("Stato"), figures.states, hides=hides),
            _shares(_("Tipi"), _("Tipo"), figures.kinds, hides=hides),
            _shares(_("Chi si presenta"), _("Come"), figures.applicants, hides=hides),
            *(_shares(one.question, _("Risposta"), one.bars, hides=hides) for one in figures.bodies),
            _shares(_("Zone"), _("Zona-distretto"), figures.zones, hides=hides),
            _shares(_("Dove sono le bozze"), _("Passo"), figures.steps),
            _shares(_("Dall’inizio all’invio, negli ultimi 90 giorni"), _("Passo"), figures.passages),
            {
                "title": _("Tempi, in giorni"),
                "first": _("Che cosa"),
                "heads": [_("Misurate"), _("Metà entro"), _("Otto su dieci entro")],
                "rows": [{"name": one.name, "cells": [one.of, one.half, one.most]} for one in figures.times],
            },
            {
                "title": _("Carico di lavoro"),
                "first": _("Chi"),
                "heads": [_("Assegnate, da concludere"), _("Esiti proposti o decisi in 90 giorni")],
                "rows": [{"name": one.name, "cells": [one.assigned, one.decided]} for one in figures.loads],
            },
        ]
        return [table for table in found if table["rows"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": self.form,
            "subject": self.subject,
            "figures": self.figures,
            "tables": self.tables(),
            "arrivals": self.arrivals(),
            "drawing": {"width": drawing.WIDTH, "height": drawing.HEIGHT},
            "note": self._note,
            "extent": self._extent,
            "made_at": timezone.now(),
            "pdf_url": f"?{self._query}&pdf=1" if self._query else "?pdf=1",
            **super().get_context_data(**kwargs),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


def _small_numbers() -> str:
    return _(
        "«Non indicato» sta al posto dei numeri piccoli, da 1 a 4, da cui si capirebbe di chi si parla, e di "
        "quelli che li farebbero ricavare. Se in una tabella sarebbero tutti così, le righe non si leggono."
    )


def _printed(table: dict[str, Any]) -> dict[str, Any]:
    """A table as the document takes it; `bars` are the lengths of those in its rows, 0 for none."""
    drawn = table.get("drawn")
    return {
        "title": table["title"],
        "head": [table["first"], *table["heads"]],
        "rows": [[row["name"], *row["cells"]] for row in table["rows"]],
        "bars": [float(row.get("length") or 0) for row in table["rows"]],
        "drawing": drawing.on_paper(drawn) if drawn else "",
        "alternative": table.get("alternative", ""),
        "most": table.get("most", ""),
        "ends": table.get("ends", []),
    }


def _said(bar: Bar) -> str:
    return _("non indicato") if bar.how_many is None else str(bar.how_many)


def _shares(title: str, first: str, bars: list[Bar], *, hides: bool = False) -> dict[str, Any]:
    """A table of figures, each with its share as a bar.

    Args:
        hides: where there is no figure, they are all hidden, and the table says that.
    """
    if hides and not bars:
        rows = [{"name": _("Tutte le righe"), "cells": [_("non indicato")], "length": ""}]
        return {"title": title, "first": first, "heads": [_("Quante")], "rows": rows}
    most = max((bar.how_many or 0 for bar in bars), default=0)
    return {
        "title": title,
        "first": first,
        "heads": [_("Quante")],
        "rows": [
            {"name": bar.name, "cells": [_said(bar)], "length": drawing.lying(bar, most)} for bar in bars
        ],
    }
