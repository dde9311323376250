"""Pages that hold the place of one that nobody translated: whoever asks for them is led to that one."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail import hooks
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions


def stands_in(page: Page) -> bool:
    """Whether a page below the address of one language repeats the words of another.

    An alias in the language of its original is a second place of it, which an editor made.
    """
    return page.alias_of_id is not None and page.alias_of.locale_id != page.locale_id


@hooks.register("before_serve_page")
def lead_to_what_is_repeated(
    page: Page, request: HttpRequest, _args: Sequence[Any], _kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Only for now: once the page is translated, something stands at this address.

    Of a page that not everybody may read, who may not is asked at this address and told no other.
    """
    if not stands_in(page) or not page.alias_of.live:
        return None
    here, there = page.get_url(request), page.alias_of.get_url(request)
    if not here or not there:
        return None
    # A calendar or a feed stands below the address of its page.
    below = request.path.removeprefix(here) if request.path.startswith(here) else ""
    query = request.META.get("QUERY_STRING", "")
    address = f"{there}{quote(below)}{'?' if query else ''}{query}"

    def led(*_serving: Any) -> HttpResponse:
        return HttpResponseRedirect(address, preserve_request=True)

    answer: HttpResponse = check_view_restrictions(led)(page, request, [], {})
    return answer
