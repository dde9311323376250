"""Around Wagtail's own question whether a page shall leave the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from portal.withdrawing.form import AlternativeForm
from portal.withdrawing.leading import hand_on_what_leads_to, lead

# In the history of the page.
LED = "portal.led_elsewhere"


@hooks.register("before_unpublish_page")
def stop_at_a_wrong_alternative(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nothing happens while nobody can be led to what was chosen."""
    form = AlternativeForm(page, request.POST)
    if form.is_valid():
        # Afterwards nobody could tell what left now from what had left before.
        request.leaving_pages = list(form.leaving.values_list("pk", flat=True))  # type: ignore[attr-defined]
        return None
    messages.error(request, " ".join(str(said) for said in form.errors["alternative"]))
    return redirect("wagtailadmin_pages:unpublish", page.pk)


@hooks.register("after_unpublish_page")
def lead_to_the_alternative(request: HttpRequest, page: Page) -> None:
    form = AlternativeForm(page, request.POST)
    target = form.cleaned_data["alternative"] if form.is_valid() else None
    if target is None:
        return
    leaving: list[int] = request.leaving_pages  # type: ignore[attr-defined]
    # One that is locked stays.
    lead(Page.objects.filter(pk__in=leaving, live=False), target)
    log(instance=page, action=LED, user=request.user, data={"to": target.title})
    messages.info(
        request,
        _("Chi cerca «%(title)s» arriva a «%(to)s», finché non la pubblichi di nuovo.")
        % {"title": page.get_admin_display_title(), "to": target.title},
    )


@hooks.register("before_delete_page")
def hand_on(request: HttpRequest, page: Page) -> None:
    """What led to a page that leads on goes on leading somewhere."""
    if request.method == "POST":
        hand_on_what_leads_to(page.get_descendants(inclusive=True))


class LedFormatter(LogFormatter):
    """In the history of a page."""

    label = gettext_lazy("Porta altrove chi cerca la pagina")

    def format_message(self, log_entry: Any) -> str:
        return _("Chi la cerca arriva a «%(to)s»") % {"to": log_entry.data["to"]}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(LED)(LedFormatter)
