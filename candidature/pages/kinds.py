"""Which kinds of page people can answer, as the apps that are installed bring them."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail.query import PageQuerySet

from candidature.pages.participation import ParticipationPage


def participation_models() -> list[type[ParticipationPage]]:
    """Every kind of page that people can answer, in the order in which their apps are installed."""
    found: list[type[ParticipationPage]] = []
    waiting = list(ParticipationPage.__subclasses__())
    while waiting:
        model = waiting.pop(0)
        waiting += model.__subclasses__()
        if not model._meta.abstract and model not in found:
            found.append(model)
    return sorted(found, key=lambda model: model.kind)


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds with their names, for a choice in a form."""
    return [(model.kind.value, model.kind.label) for model in participation_models()]


def page_choices() -> list[tuple[str, str]]:
    """The kinds by what their pages are called, for a choice in a form."""
    return [(model.kind.value, capfirst(model._meta.verbose_name)) for model in participation_models()]


def original_pages() -> PageQuerySet:
    """The pages on which something hangs: originals, whatever languages they are translated into."""
    pages = Page.objects.type(*participation_models())
    for model in participation_models():
        translations = model._default_manager.filter(original__isnull=False).order_by()
        pages = pages.exclude(pk__in=translations.values("pk"))
    return pages


def on_pages_where(path: str, **conditions: Any) -> Q:
    """What hangs on a page of whatever kind of which this holds.

    Args:
        path: what leads to the page.
        conditions: on fields that every kind has.
    """
    found = (model._default_manager.filter(**conditions).order_by() for model in participation_models())
    return reduce(or_, (Q(**{f"{path}__in": pages.values("pk")}) for pages in found))
