"""What the list shows of the pages that were found."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.models import get_page_models

from search.finding.excerpts import Piece, excerpt, in_html, marked, marking
from search.finding.matching import Found, Match
from search.index.models import DocumentText, IndexedPage
from search.index.visible import visible_documents

# An excerpt of fewer characters, such as an item of a list, is shown after the summary.
_SAYS_LITTLE = 100


@dataclass(frozen=True)
class InDocument:
    """A document of the page in which words stand."""

    title: str
    url: str
    excerpt: SafeString


@dataclass(frozen=True)
class Result:
    """A page that was found. In its texts the words are marked."""

    title: SafeString
    url: str
    kind: str
    excerpt: SafeString
    document: InDocument | None


def results_of(matches: Sequence[Match], found: Found) -> list[Result]:
    """Two queries, and one for what is private, whatever the kinds of page."""
    pattern = marking(form for forms in found.forms.values() for form in forms)
    numbers = [match.pk for match in matches]
    rows = IndexedPage.objects.select_related("page").in_bulk(numbers)
    documents = _documents(numbers)
    labels = {model._meta.model_name: capfirst(str(model._meta.verbose_name)) for model in get_page_models()}
    return [
        _result(row, labels.get(match.kind, ""), documents[match.pk], pattern)
        for match in matches
        if (row := rows.get(match.pk))
    ]


def _result(
    row: IndexedPage, kind: str, documents: list[DocumentText], pattern: re.Pattern[str] | None
) -> Result:
    of_page = excerpt(row.text, pattern)
    lead = marked(row.lead, pattern)
    in_lead = any(piece.is_marked for piece in lead)
    in_document = None if of_page or in_lead else _in_document(documents, pattern)
    # The summary was written to be read; it gives way only to a text that holds what was looked for.
    shown = lead if in_lead or not of_page else of_page
    if shown is of_page and lead and sum(len(piece.text) for piece in of_page) < _SAYS_LITTLE:
        shown = [*lead, Piece(" … "), *of_page]
    title = in_html(marked(row.page.title, pattern))
    return Result(title, row.page.url or "", kind, in_html(shown), in_document)


def _in_document(documents: list[DocumentText], pattern: re.Pattern[str] | None) -> InDocument | None:
    for one in documents:
        pieces = excerpt(one.text, pattern)
        if pieces or (pattern and pattern.search(one.document.title)):
            return InDocument(one.document.title, one.document.url, in_html(pieces))
    return None


def _documents(pages: list[int]) -> dict[int, list[DocumentText]]:
    by_page: dict[int, list[DocumentText]] = defaultdict(list)
    links = DocumentText.pages.through.objects.filter(
        indexedpage__in=pages, documenttext__in=visible_documents()
    ).select_related("documenttext__document")
    for link in links.order_by("documenttext"):
        by_page[link.indexedpage_id].append(link.documenttext)
    return by_page
