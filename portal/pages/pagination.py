"""Pages of a listing."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

# Three rows of three cards; with more, a first visit would weigh over 150 KB.
PER_PAGE = 9
PARAMETER = "p"


def paginate(request: HttpRequest, objects: Any, per_page: int = PER_PAGE) -> Page:
    """The part of `objects` that `?p=` asks for: the first if it is no number, the last if it is too high."""
    return Paginator(objects, per_page).get_page(request.GET.get(PARAMETER))
