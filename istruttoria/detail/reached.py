"""Saying that an applicant whom a letter did not reach was reached by other means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.process import unreached
from istruttoria.detail.page import SubmissionView


class ReachedView(SubmissionView):
    """Takes the mark away from a submission; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if unreached.resolve(self.submission, self.actor):
            messages.success(request, _("Fatto: l’avviso è tolto, e il registro lo ricorda."))
        return redirect(self.detail_url)
