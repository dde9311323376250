"""Addresses of the review's pages, which take the list they belong to along."""

from django.http import QueryDict
from django.urls import reverse


def listing_parameters(parameters: QueryDict) -> QueryDict:
    """What of a request's parameters describes the list, so that it can travel with a link."""
    kept = parameters.copy()
    for name in ("p", "_w_filter_fragment"):
        kept.pop(name, None)
    return kept


def detail_url(pk: int, parameters: QueryDict) -> str:
    query = listing_parameters(parameters).urlencode()
    address = reverse("candidature_review:detail", args=[pk])
    return f"{address}?{query}" if query else address
