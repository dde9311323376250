"""«Riletta, va bene così»: one press says that a page is right as it stands, and sets its next date."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from portal.care.models import PageCare
from portal.italian.days import with_article
from portal.rereading.due import next_date
from portal.rereading.reminding import REPORT

CONFIRM = "page_reread"
# In the history of the page.
REREAD = "portal.reread"


@require_POST
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """For whoever may edit the page."""
    page = get_object_or_404(Page.objects.filter(live=True, depth__gt=1, alias_of=None), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    until = mark_reread(page, request.user)
    messages.success(
        request,
        _("«%(title)s» è riletta. Torna in questo elenco %(day)s.")
        % {"title": page.get_admin_display_title(), "day": with_article(until)},
    )
    return redirect(get_valid_next_url_from_request(request) or REPORT)


@transaction.atomic
def mark_reread(page: Page, user: Any) -> date:
    """Sets the next date of a page, and returns it. A second press on the same day changes nothing."""
    until = next_date()
    PageCare.objects.get_or_create(page_id=page.pk)
    care = PageCare.objects.select_for_update().get(page_id=page.pk)
    if care.review_on != until:
        care.review_on, care.reread_at = until, timezone.now()
        care.save(update_fields=["review_on", "reread_at"])
        log(instance=page, action=REREAD, user=user, data={"until": until.isoformat()})
    return until


class RereadFormatter(LogFormatter):
    """In the history of a page."""

    label = gettext_lazy("Rileggi la pagina")

    def format_message(self, log_entry: Any) -> str:
        until = date.fromisoformat(log_entry.data["until"])
        return _("Riletta, va bene così: da rileggere entro %(day)s") % {"day": with_article(until)}
