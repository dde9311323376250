"""The page from which a list is taken away, and the file itself, sent while it is written."""

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import EXPORT
from candidature.actors import Actor
from candidature.models import Submission
from istruttoria import trail
from istruttoria.exports import archive, formats, held
from istruttoria.exports.forms import ExportForm
from istruttoria.exports.models import Export, Format
from istruttoria.exports.progress import Progress
from istruttoria.exports.rows import Selection
from istruttoria.exports.said import codes, in_words
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.listing import Listing
from istruttoria.queue.selection import Selection as Choice
from portal.models import User
from portal.privacy import consultations
from portal.spreadsheets import csv_files, xlsx
from portal.web.downloads import closed_in

SHOWN = 5
MANY_PAGES = 100
_ENDINGS = {
    Format.CSV: ("csv", "text/csv; charset=utf-8"),
    Format.CSV_SEMICOLON: ("csv", "text/csv; charset=utf-8"),
    Format.XLSX: ("xlsx", xlsx.CONTENT_TYPE),
    Format.JSON: ("json", "application/json"),
    Format.ZIP: ("zip", "application/zip"),
}


class ExportView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What will be in the file, how it shall be, and how far the last ones are; a press sends it."""

    page_title = gettext_lazy("Esporta")
    header_icon = "download"
    template_name = "istruttoria/export.html"

    @cached_property
    def user(self) -> User:
        """The account, which `ReviewerRequiredMixin` found to be one."""
        return cast(User, self.request.user)

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.request)

    @cached_property
    def choice(self) -> Choice | None:
        """The rows ticked; None where all that the list holds is meant."""
        choice = Choice(self.request)
        return choice if choice.is_of_rows else None

    @cached_property
    def how_many(self) -> int:
        return self.choice.how_many if self.choice else self.listing.how_many_chosen

    @property
    def form(self) -> ExportForm:
        return ExportForm(
            self.request.POST if self.request.method == "POST" else None,
            may_personal=self.user.has_perm(EXPORT),
            how_many=self.how_many,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sent_back() or self.render_to_response(self.get_context_data())

    def _sent_back(self) -> HttpResponse | None:
        """To the list, where rows were to be ticked and none within reach is."""
        if self.choice is None or self.choice.how_many:
            return None
        messages.warning(self.request, _("Prima scegli almeno una candidatura dell’elenco."))
        return redirect(self._queue_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent_back = self._sent_back()
        if sent_back:
            return sent_back
        form = self.form
        if not form.is_valid():
            return self._page(form)
        chosen = Format(form.cleaned_data["format"])
        personal = bool(form.cleaned_data.get("personal"))
        chosen_rows = self.choice.rows if self.choice else None
        selection = Selection(self.listing, personal=personal, chosen=chosen_rows)
        # Few calls cannot ask so much, and to know it takes time before the first byte.
        has_many = len(self.listing.filters.names_of("page")) > MANY_PAGES
        if chosen is Format.XLSX and has_many and len(selection.columns.keys) > xlsx.MOST_COLUMNS:
            form.add_error(
                "format", _("Ci sono più colonne di quante ne tenga un foglio: filtra per avviso.")
            )
            return self._page(form)
        # Before anything leaves.
        consultations.tell(
            self.user,
            consultations.EXPORTED,
            format=chosen.value,
            rows=str(self.how_many),
            personal="yes" if personal else "no",
            **codes(self.listing, is_of_rows=chosen_rows is not None),
        )
        self._note_each(chosen, selection, chosen_rows)
        export = Export.objects.create(user=self.user, format=chosen, rows=self.how_many)
        progress = Progress(export)
        receipts = bool(form.cleaned_data.get("receipts"))
        return self._sent(chosen, progress.over(self._pieces(chosen, selection, progress, receipts=receipts)))

    def _note_each(self, chosen: Format, selection: Selection, rows: QuerySet[Submission] | None) -> None:
        """Has the audit of each submission say that it leaves.

        The table of a ZIP leaves before the files of each, which its own log tells of.
        """
        if rows is not None and selection.personal and chosen is not Format.ZIP:
            trail.record_taken_away(rows.only("reference", "kind"), self.user, chosen.value)
        else:
            held.note(selection.ids, self.user, chosen, personal=selection.personal)

    def _pieces(
        self, chosen: Format, selection: Selection, progress: Progress, *, receipts: bool
    ) -> Iterator[bytes]:
        match chosen:
            case Format.CSV:
                return formats.as_csv(selection, progress)
            case Format.CSV_SEMICOLON:
                return formats.as_csv(selection, progress, separator=csv_files.SEMICOLON)
            case Format.XLSX:
                return formats.as_xlsx(selection, progress)
            case Format.JSON:
                return formats.as_json(selection, progress)
            case Format.ZIP:
                return archive.as_zip(selection, progress, Actor.staff(self.user), receipts=receipts)

    @staticmethod
    def _sent(chosen: Format, pieces: Iterator[bytes]) -> HttpResponseBase:
        ending, content_type = _ENDINGS[chosen]
        response = StreamingHttpResponse(pieces, content_type=content_type)
        name = f"candidature-{timezone.localtime():%Y%m%d-%H%M}.{ending}"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        # nginx would gather it first.
        response["X-Accel-Buffering"] = "no"
        return closed_in(response)

    def _page(self, form: ExportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = list(Export.objects.filter(user=self.user)[:SHOWN])
        return {
            "form": kwargs.get("form") or self.form,
            "how_many": self.how_many,
            "is_of_rows": self.choice is not None,
            "filters": [] if self.choice else in_words(self.listing),
            "cut_at": self.listing.cut_at if self.choice is None else None,
            "queue_url": self._queue_url,
            "latest": latest,
            "is_running": any(export.is_running for export in latest),
            "is_without_personal": not self.user.has_perm(EXPORT),
            **super().get_context_data(**kwargs),
        }

    @property
    def _queue_url(self) -> str:
        query = Choice(self.request).listing.urlencode()
        return reverse("candidature_review:index") + (f"?{query}" if query else "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": self._queue_url, "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": _("Esporta")}]
