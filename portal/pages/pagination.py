"""Pages of a listing."""

import re
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

# Three rows of three cards; with more, a first visit would weigh over 150 KB.
PER_PAGE = 9
PARAMETER = "p"
# No list has more; a longer number is nobody's page.
_MOST_DIGITS = 9


def paginate(request: HttpRequest, objects: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """The part of `objects` that `?p=` asks for; the first if it is no number.

    Raises:
        Http404: the list has no page of that number. It never had, or no longer has: a search engine that
            remembers it is told so.
    """
    try:
        return Paginator(objects, per_page).page(page_number(request))
    except EmptyPage as beyond:
        raise Http404("The list has no such page.") from beyond


def page_number(request: HttpRequest) -> int:
    """The number that `?p=` asks for: 1 where it says none, 0 (the number of no page) where it is absurd."""
    asked = request.GET.get(PARAMETER, "").strip()
    if not re.fullmatch(r"-?[0-9]+", asked):
        return 1
    return int(asked) if len(asked) <= _MOST_DIGITS else 0
