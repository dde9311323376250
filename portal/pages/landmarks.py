"""Pages of which each language has one, such as the calendar: their addresses are read together."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page

from portal.edition.memory import remembered
from portal.pages.visibility import published

_REQUEST = "_portal_landmarks"
_kinds: list[type[Page]] = []


def register(kind: type[Page]) -> None:
    """Lets other pages ask for the address of the one page of this kind."""
    if kind not in _kinds:
        _kinds.append(kind)


def address_of(request: HttpRequest | None, kind: type[Page], locale_id: int) -> str:
    """Of the first public page of this kind in a language; empty where there is none.

    One query a request for all kinds, and none for the present edition where it was asked before.
    """
    known: dict[int, dict[str, str]] = getattr(request, _REQUEST, {})
    if locale_id not in known:
        known[locale_id] = remembered(request, ("landmarks", locale_id), lambda: _read(locale_id))
        if request is not None:
            setattr(request, _REQUEST, known)
    return known[locale_id].get(kind._meta.label, "")


def _read(locale_id: int) -> dict[str, str]:
    labels = {
        found.pk: kind._meta.label for kind, found in ContentType.objects.get_for_models(*_kinds).items()
    }
    pages = published(Page.objects.filter(locale=locale_id, content_type__in=labels)).order_by("path")
    found: dict[str, str] = {}
    for page in pages:
        found.setdefault(labels[page.content_type_id], page.url or "")
    return found
