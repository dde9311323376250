"""Giving one submission to oneself, to a colleague or to nobody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.process import assigning
from candidature.process.refusals import NotAllowedError
from istruttoria.detail.assign_form import AssignForm
from istruttoria.detail.page import SubmissionView
from istruttoria.permissions import may_answer
from portal.models import User


class AssignView(SubmissionView):
    """Offers the colleagues who may work on it; changes who does. Nothing is taken away unseen."""

    template_name = "istruttoria/assign.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_answer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return _("Assegna a un collega")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(assign_form=AssignForm(self.submission)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AssignForm(self.submission, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(assign_form=form), status=400)
        days = {self.submission.pk: form.cleaned_data["work_by"]} if form.sets_day else {}
        self._assign(form.to(self.user), form.cleaned_data["former"], days)
        return redirect(self.detail_url)

    def _assign(self, to: User | None, former: int | None, days: Mapping[int, date | None]) -> None:
        try:
            assigning.assign(self.submission.pk, to, self.actor, former=former, days=days)
        except assigning.HeldByAnotherError as refusal:
            held = _("Nel frattempo è stata assegnata a %(who)s: non abbiamo cambiato nulla.")
            left = _("Nel frattempo l’assegnazione è stata tolta: non abbiamo cambiato nulla.")
            said = held % {"who": refusal.holder} if refusal.holder else left
            messages.warning(self.request, said)
        except assigning.OutOfReachError:
            messages.error(self.request, _("Questa persona non può lavorarci: non abbiamo cambiato nulla."))
        except NotAllowedError as refusal:
            raise PermissionDenied from refusal
        else:
            done = _("Assegnata a %(who)s.") % {"who": to} if to else _("Assegnazione tolta.")
            messages.success(self.request, done)
