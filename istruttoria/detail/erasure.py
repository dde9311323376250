"""Answering somebody who asked that their data be erased: officers alone, each with one press."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from candidature.access.scope import DECIDE
from candidature.privacy import requests
from istruttoria import trail
from istruttoria.detail.page import SubmissionView
from portal.forms.text import PlainTextForm

GRANT, REFUSE = "grant", "refuse"
REASON_MAX_LENGTH = 4000


class ErasureForm(PlainTextForm):
    """Erase, or say why not."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Risposta"),
        choices=[
            (GRANT, gettext_lazy("Cancella tutto, per sempre")),
            (REFUSE, gettext_lazy("Non cancellare")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli la risposta.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Motivazione del rifiuto"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=REASON_MAX_LENGTH,
        help_text=gettext_lazy(
            "Solo se non cancelli: la legge chi ha inviato. La lettera ricorda che può rivolgersi al Garante."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == REFUSE and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", _("Scrivi la motivazione: chi ha inviato ha diritto di conoscerla."))
        return cleaned


class ErasureView(SubmissionView):
    """Shows the request and takes the answer. What is erased leads back to the queue."""

    template_name = "istruttoria/erasure.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> ErasureForm:
        return ErasureForm(self.request.POST if self.request.method == "POST" else None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if requests.open_request(self.submission) is None:
            return self._nothing_to_decide()
        trail.record_view(self.submission, self.user)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        try:
            if self.form.cleaned_data["answer"] == REFUSE:
                requests.refuse(self.submission.pk, self.user, self.form.cleaned_data["reason"])
                messages.success(request, _("Hai risposto che non si cancella: la lettera è in partenza."))
                return redirect(self.detail_url)
            reference = requests.grant(self.submission.pk, self.user)
        except requests.NothingToDecideError:
            return self._nothing_to_decide()
        sentence = _("%(reference)s è cancellata. La lettera che lo dice è in partenza.")
        messages.success(request, sentence % {"reference": reference})
        return redirect(self.queue_url)

    def get_page_title(self) -> str:
        return _("Richiesta di cancellazione")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = requests.open_request(self.submission)
        return {**super().get_context_data(**kwargs), "form": self.form, "asked": asked}

    def _nothing_to_decide(self) -> HttpResponse:
        """A colleague was faster."""
        messages.warning(self.request, _("A questa richiesta ha già risposto qualcun altro."))
        return redirect(self.detail_url)
