"""A patto that somebody signed is not deleted: unpublishing hides it, what was signed stays."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from patti.signatures.models import Signature
from patti.texts.pages import PattoPage


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
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    signed = PattoPage.objects.filter(below, pk__in=Signature.objects.values("page")).first()
    if signed is None:
        return None
    sentence = _(
        "«%(title)s» ha delle firme, perciò non si elimina. Puoi annullarne la pubblicazione: la pagina "
        "sparisce dal sito, le firme restano."
    )
    messages.error(request, sentence % {"title": signed.title})
    # Nobody may delete the root, so each of these has a page above it.
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
