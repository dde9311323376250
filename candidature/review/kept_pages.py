"""Pages that somebody answered are not deleted: unpublishing hides them, the answers stay."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from candidature.models import Submission


def first_answered(pages: Iterable[Page]) -> Page | None:
    """One page, among these and all below them, that has submissions."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return None
    return Page.objects.filter(below).filter(Exists(Submission.objects.filter(page=OuterRef("pk")))).first()


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
    answered = first_answered(pages)
    if answered is None:
        return None
    messages.error(
        request,
        _(
            "«%(title)s» ha ricevuto candidature o iscrizioni, perciò non si elimina. "
            "Puoi annullarne la pubblicazione: la pagina sparisce dal sito, ciò che è arrivato resta."
        )
        % {"title": answered.title},
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")
