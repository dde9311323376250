"""A page that was translated stays as long as its translations, where they tell what hangs on it."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

# Given which pages would go: queries for the numbers of those that translations which would stay tell of.
Originals = Callable[[Q], Iterable[QuerySet[Any]]]
_KINDS: list[Originals] = []


def register(originals: Originals) -> None:
    """Adds a kind of pages whose translations need their original."""
    _KINDS.append(originals)


def first_translated(pages: Iterable[Page]) -> Page | None:
    """One page, among these and all below them, with a translation that would stay behind."""
    going = Q(pk__in=[])
    for page in pages:
        going |= Q(path__startswith=page.path)
    for needed in chain.from_iterable(originals(going) for originals in _KINDS):
        found = Page.objects.filter(going, pk__in=needed).first()
        if found is not None:
            return found
    return None


@hooks.register("before_delete_page")
def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: Iterable[Any], _action: Any
) -> HttpResponse | None:
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
