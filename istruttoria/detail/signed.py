"""Saying that somebody who was to confirm signed on paper, which reached the office after what was sent."""

import contextlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.intake import others
from candidature.intake.contact import NothingWaitsError
from istruttoria.detail.page import SubmissionView
from istruttoria.permissions import clerk


class SignedView(SubmissionView):
    """Notes the signature; by POST only, from the desk."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        clerk(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_noted = False
        # Erased by a colleague meanwhile: the page it leads back to says so.
        with contextlib.suppress(NothingWaitsError):
            is_noted = others.sign(self.submission, self.kwargs["confirmation"], by=self.actor)
        if is_noted:
            messages.success(request, _("Segnato: ha firmato su carta. Il registro ricorda chi l’ha detto."))
        else:
            messages.warning(request, _("Non c’è nulla da segnare: ha già risposto, o non si chiede più."))
        return redirect(f"{self.detail_url}#conferme-section")
