"""Addresses of the review's pages, which take the list they belong to along."""

from django.http import QueryDict
from django.urls import reverse

from istruttoria.queue.places import AFTER, BEFORE, NUMBER


def listing_parameters(parameters: QueryDict) -> QueryDict:
    """What of a request's parameters describes the list, so that it can travel with a link."""
    kept = parameters.copy()
    for name in (NUMBER, AFTER, BEFORE, "_w_filter_fragment"):
        kept.pop(name, None)
    return kept


def export_url(parameters: QueryDict) -> str:
    """Where the list that these parameters describe is taken away from."""
    query = listing_parameters(parameters).urlencode()
    address = reverse("candidature_review:export")
    return f"{address}?{query}" if query else address


def report_url(parameters: QueryDict) -> str:
    """The report of the page by which the list is narrowed, or of all."""
    page, address = parameters.get("page", ""), reverse("candidature_review:report")
    return f"{address}?page={page}" if page.isdigit() else address


def detail_url(pk: int, parameters: QueryDict) -> str:
    return detail_of_list(pk, listing_parameters(parameters).urlencode())


def detail_of_list(pk: int, query: str) -> str:
    """The same, for whoever has the parameters of the list in one string: of many rows they are alike."""
    address = reverse("candidature_review:detail", args=[pk])
    return f"{address}?{query}" if query else address
