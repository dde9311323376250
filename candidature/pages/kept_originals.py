"""A page that was translated stays as long as its translations: what people answered hangs on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from candidature.pages.kinds import participation_models


def first_translated(pages: Iterable[Page]) -> Page | None:
    """One page, among these and all below them, with a translation that would stay behind."""
    going = Q(pk__in=[])
    for page in pages:
        going |= Q(path__startswith=page.path)
    for model in participation_models():
        staying = model._default_manager.exclude(going).filter(original__isnull=False)
        found = Page.objects.filter(going, pk__in=staying.order_by().values("original")).first()
        if found is not None:
            return found
    return None


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook `before_delete_page`."""
    return _refusal(request, [page])


def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: Iterable[Any], _action: Any
) -> HttpResponse | None:
    """Hook `before_bulk_action`."""
    pages = [item for item in objects if isinstance(item, Page)]
    return _refusal(request, pages) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    translated = first_translated(pages)
    if translated is None:
        return None
    messages.error(
        request,
        _("«%(title)s» ha una traduzione che la segue, perciò non si elimina: elimina prima la traduzione.")
        % {"title": translated.title},
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")
