"""Sending an applicant a new personal link, when theirs was lost or got into other hands."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.access.scope import DECIDE
from candidature.links import secret_links
from istruttoria.detail.page import SubmissionView


class NewLinkView(SubmissionView):
    """Ends every personal link of a submission and sends a new one to its address; by POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        secret_links.renew(self.submission, self.actor)
        told = (
            _("I collegamenti di prima sono annullati: la lettera con quello nuovo è in partenza.")
            if self.submission.email
            else _(
                "I collegamenti di prima sono annullati: la lettera con quello nuovo è da consegnare a mano."
            )
        )
        messages.success(request, told)
        return redirect(self.detail_url)
