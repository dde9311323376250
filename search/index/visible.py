"""What of the index everybody may read at this moment, whatever was written when."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from portal.pages.visibility import published
from search.index.models import DocumentText, PageWord


def visible_places() -> QuerySet[PageWord]:
    """The places of words in public pages and in public documents of theirs (asks for what is private).

    A page whose time is over is not public, though the worker may be late.
    """
    places = published(PageWord.objects.filter(_in_time("page__page__")), "page__page__")
    return places.exclude(private) if (private := _private("document__document__")) else places


def visible_documents() -> QuerySet[DocumentText]:
    """The documents that everybody may take (asks once for what is private)."""
    documents = DocumentText.objects.all()
    return documents.exclude(private) if (private := _private("document__")) else documents


def _in_time(through: str) -> Q:
    ends = f"{through}expire_at"
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": timezone.now()})


def _private(through: str) -> Q:
    """Whether a document stands in a collection that is not for everybody; empty where there is none."""
    private = Q()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        private |= Q(**{f"{through}collection__path__startswith": path})
    return private
