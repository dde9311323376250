"""The checks of a submission on a page of their own, where they are saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from candidature.models import Submission
from istruttoria import trail
from istruttoria.checklists import answering
from istruttoria.checklists.reading import lines
from istruttoria.detail import checks_panel
from istruttoria.detail.checks_panel import ChecksForm
from istruttoria.detail.page import CONFLICT, SubmissionView
from istruttoria.permissions import may_answer
from istruttoria.queue.neighbours import NEXT, THEN, next_for


class ChecksView(SubmissionView):
    """Shows them; a POST keeps the answers and leads back to the submission."""

    template_name = "istruttoria/checks.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer(self.user):
            raise PermissionDenied
        form = ChecksForm(self._lines(), request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(checks_form=form), status=400)
        try:
            saved = answering.answer(self.submission, form.given, self.user)
        except Submission.DoesNotExist as erased:
            raise Http404 from erased
        except answering.NotExaminedError:
            messages.warning(request, _("I controlli non si cambiano più: nel frattempo è stata conclusa."))
            return redirect(f"{self.detail_url}#controlli-section")
        if saved.conflicts:
            return self._conflict(saved)
        how_many = len(saved.changed)
        told = ngettext("%(number)d controllo salvato.", "%(number)d controlli salvati.", how_many)
        told %= {"number": how_many}
        if request.POST.get(THEN) == NEXT:
            said = told if how_many else _("Nessun controllo è cambiato.")
            return self.onward(next_for(request, self.submission, self.user), said)
        if how_many:
            messages.success(request, told)
        return redirect(f"{self.detail_url}#controlli-section")

    def _conflict(self, saved: answering.Saved) -> HttpResponse:
        """What a colleague answered meanwhile stands beside what was typed, which a second press saves."""
        data = self.request.POST.copy()
        for line in saved.conflicts:
            data[f"checks-seen-{line.key}"] = line.mark
        form = ChecksForm(self._lines(), data, saved.conflicts)
        return self.render_to_response(self.get_context_data(checks_form=form), status=CONFLICT)

    def _lines(self) -> list[Any]:
        return lines(self.submission, self.submission.page.specific)

    def get_page_subtitle(self) -> str:
        return _("Istruttoria formale")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Istruttoria formale")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.submission.page.specific
        return {
            **super().get_context_data(**kwargs),
            **checks_panel.context(self.submission, page, self.user, **kwargs),
        }
