"""Around Wagtail's own questions whether pages, one or many, shall leave the site for a while or for good."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import type_to_delete_confirmation
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from portal.withdrawing.form import AlternativeForm
from portal.withdrawing.leading import (
    addresses_of,
    hand_on_what_leads_to,
    lead,
    lead_from,
    leading_to,
)

# In the history of the page.
LED = "portal.led_elsewhere"
UNPUBLISH, DELETE = "unpublish", "delete"
# Nothing is led elsewhere for a page that others do not let go.
AFTER_REFUSALS = 100


@hooks.register("before_unpublish_page")
def stop_at_a_wrong_alternative(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nothing happens while nobody can be led to what was chosen."""
    return _stopped_before_unpublishing(request, [page], redirect("wagtailadmin_pages:unpublish", page.pk))


@hooks.register("after_unpublish_page")
def lead_to_the_alternative(request: HttpRequest, page: Page) -> None:
    _lead_after_unpublishing(request, [page])


@hooks.register("before_delete_page", order=AFTER_REFUSALS)
def stop_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST":
        return None
    again = redirect(request.get_full_path())
    # Wagtail asks for the name of the site after this, and deletes nothing while it is wrong.
    if not type_to_delete_confirmation(request):
        return again
    return _stopped_before_deleting(request, [page], again)


@hooks.register("after_delete_page")
def lead_to_the_alternative_for_good(request: HttpRequest, page: Page) -> None:
    _lead_after_deleting(request, [page])


@hooks.register("before_bulk_action", order=AFTER_REFUSALS)
def stop_many(request: HttpRequest, action_type: str, objects: Sequence[Any], _action: Any) -> Any:
    """The same for pages that were ticked in a list."""
    pages = [one for one in objects if isinstance(one, Page)]
    again = redirect(request.get_full_path())
    if pages and action_type == UNPUBLISH:
        return _stopped_before_unpublishing(request, pages, again)
    if pages and action_type == DELETE:
        return _stopped_before_deleting(request, pages, again)
    return None


@hooks.register("after_bulk_action")
def lead_from_many(request: HttpRequest, action_type: str, objects: Sequence[Any], _action: Any) -> None:
    pages = [one for one in objects if isinstance(one, Page)]
    if pages and action_type == UNPUBLISH:
        _lead_after_unpublishing(request, pages)
    if pages and action_type == DELETE:
        _lead_after_deleting(request, pages)


def _stopped_before_unpublishing(
    request: HttpRequest, pages: Sequence[Page], again: HttpResponse
) -> HttpResponse | None:
    form = AlternativeForm(pages, request.POST)
    if not form.is_valid():
        return _told(request, form, again)
    # Afterwards nobody could tell what left now from what had left before.
    request.leaving_pages = list(form.leaving.values_list("pk", flat=True))  # type: ignore[attr-defined]
    return None


def _lead_after_unpublishing(request: HttpRequest, pages: Sequence[Page]) -> None:
    target = _chosen(AlternativeForm(pages, request.POST))
    if target is None:
        return
    leaving: list[int] = request.leaving_pages  # type: ignore[attr-defined]
    # One that is locked stays.
    lead(Page.objects.filter(pk__in=leaving, live=False), target)
    for page in pages:
        log(instance=page, action=LED, user=request.user, data={"to": target.title})
    if len(pages) > 1:
        said = _("Chi cerca queste pagine arriva a «%(to)s», finché non le pubblichi di nuovo.")
    else:
        said = _("Chi cerca «%(title)s» arriva a «%(to)s», finché non la pubblichi di nuovo.")
    messages.info(request, said % {"title": pages[0].get_admin_display_title(), "to": target.title})


def _stopped_before_deleting(
    request: HttpRequest, pages: Sequence[Page], again: HttpResponse
) -> HttpResponse | None:
    """What leads to a page that leads on goes on leading somewhere, whatever is chosen."""
    form = AlternativeForm(pages, request.POST, for_good=True)
    if not form.is_valid():
        return _told(request, form, again)
    for page in pages:
        hand_on_what_leads_to(page.get_descendants(inclusive=True))
    # Afterwards nobody could tell where they stood.
    request.left_addresses = [*addresses_of(form.leaving), *leading_to(pages)]  # type: ignore[attr-defined]
    return None


def _lead_after_deleting(request: HttpRequest, pages: Sequence[Page]) -> None:
    # The pages are gone, and were looked at before.
    target = _chosen(AlternativeForm([], request.POST))
    if target is None:
        return
    lead_from(request.left_addresses, target)  # type: ignore[attr-defined]
    if AlternativeForm(pages, for_good=True).asks_of_many:
        said = _("Chi cerca le pagine eliminate arriva a «%(to)s».")
    else:
        said = _("Chi cerca «%(title)s» arriva a «%(to)s».")
    messages.info(request, said % {"title": pages[0].get_admin_display_title(), "to": target.title})


def _chosen(form: AlternativeForm) -> Page | None:
    return form.cleaned_data["alternative"] if form.is_valid() else None


def _told(request: HttpRequest, form: AlternativeForm, again: HttpResponse) -> HttpResponse:
    messages.error(request, " ".join(str(said) for said in form.errors["alternative"]))
    return again


class LedFormatter(LogFormatter):
    """In the history of a page."""

    label = gettext_lazy("Porta altrove chi cerca la pagina")

    def format_message(self, log_entry: Any) -> str:
        return _("Chi la cerca arriva a «%(to)s»") % {"to": log_entry.data["to"]}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(LED)(LedFormatter)
