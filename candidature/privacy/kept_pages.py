"""Pages that somebody answered, or is answering, are not deleted: unpublishing hides them, all else stays."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from candidature.privacy import retention
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.italian.days import with_article


def first_answered(pages: Iterable[Page]) -> Page | None:
    """One page, among these and all below them, that has submissions."""
    return _below(pages).filter(Exists(Submission.objects.filter(page=OuterRef("pk")))).first()


def first_being_answered(pages: Iterable[Page]) -> Page | None:
    """One page, among these and all below them, on which somebody is writing a draft.

    What expired and only waits to be pruned does not count, nor what was begun and left empty: both are
    forgotten here.
    """
    below = _below(pages)
    retention.prune_drafts(page__in=below)
    retention.prune_empty_drafts(page__in=below)
    return below.filter(Exists(Draft.objects.filter(page=OuterRef("pk")))).first()


def _below(pages: Iterable[Page]) -> Any:
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(path__startswith=page.path)
    return Page.objects.filter(found)


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
    sentence = _why_kept(pages)
    if not sentence:
        return None
    messages.error(request, sentence)
    # Nobody may delete the root, so each of these has a page above it.
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _why_kept(pages: list[Page]) -> str:
    """Why these pages are not deleted and what to do instead; empty when they may be."""
    if answered := first_answered(pages):
        return _(
            "«%(title)s» ha ricevuto candidature o iscrizioni, perciò non si elimina. "
            "Puoi annullarne la pubblicazione: la pagina sparisce dal sito, ciò che è arrivato resta."
        ) % {"title": answered.title}
    if being_answered := first_being_answered(pages):
        drafts = Draft.objects.filter(page=being_answered).aggregate(
            number=Count("pk"), until=Max("expires_at")
        )
        return ngettext(
            "Su «%(title)s» c’è %(number)d bozza che qualcuno sta scrivendo, perciò non si elimina. Puoi "
            "annullarne la pubblicazione: la pagina sparisce dal sito e la bozza resta. Se nessuno la "
            "riprende, dopo %(day)s la pagina si potrà eliminare.",
            "Su «%(title)s» ci sono %(number)d bozze che qualcuno sta scrivendo, perciò non si elimina. Puoi "
            "annullarne la pubblicazione: la pagina sparisce dal sito e le bozze restano. Se nessuno le "
            "riprende, dopo %(day)s la pagina si potrà eliminare.",
            drafts["number"],
        ) % {
            "title": being_answered.title,
            "number": drafts["number"],
            "day": with_article(timezone.localtime(drafts["until"])),
        }
    return ""
