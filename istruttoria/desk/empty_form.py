"""The empty form at the desk: for who stands there, also in the days in which only late papers are typed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.access.scope import reach_now
from candidature.intake import desk
from candidature.pages.participation import ParticipationPage
from candidature.paper import remembered
from candidature.paper.form import EmptyForm
from istruttoria.clerk_pages import ClerkView
from istruttoria.desk.entries import INDEX, page_for
from istruttoria.desk.front import OFFERED_AFTER_CLOSING
from portal.pages.models import PortalSettings
from portal.pdf.press import NotMadeError


class EmptyFormView(ClerkView):
    """The form of the page whose number is in the address, as a document."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = page_for(kwargs["page_id"], reach_now(self.clerk))
        if not _is_needed(page, timezone.now()):
            messages.warning(request, page.standing().sentence)
            return redirect(INDEX)
        form = EmptyForm(page, PortalSettings.for_request(request))
        try:
            content = remembered.document(form)
        except NotMadeError:
            messages.error(request, _("Il modulo ora non si può preparare: riprova tra qualche minuto."))
            return redirect(INDEX)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{form.file_name}"'
        return response


def _is_needed(page: ParticipationPage, now: datetime) -> bool:
    """Whether something written on it may still be typed, or soon may."""
    if page.may_be_printed(now):
        return True
    closed = page.last_moment
    return desk.is_taken_late(page, now) and closed is not None and closed > now - OFFERED_AFTER_CLOSING
