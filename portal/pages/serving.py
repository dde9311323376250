"""Answering at the address of a page, with fewer questions to the database than Wagtail asks."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, get_page_models
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal.pages.base import BasePage
from portal.pages.site import root_of

# Where Wagtail keeps what it has found for a request.
_WAGTAIL_ROUTE = "_wagtail_route_for_request"


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's, which is told where the page is.

    All kinds of pages are read once in the life of a process, where Django asks for each when it meets it.
    """
    ContentType.objects.get_for_models(*get_page_models())
    components = [component for component in path.split("/") if component]
    root = root_of(request)
    setattr(request, _WAGTAIL_ROUTE, root and _route(root, request, components))
    answer: HttpResponse = wagtail_serve(request, path)
    return answer


def route_below(root: Page, request: HttpRequest, components: list[str]) -> RouteResult:
    """Finds the page at an address with two queries, where Wagtail asks twice for each step of the way.

    Raises:
        Http404: there is none, or it is not published.
    """
    if not components:
        return _whole(root).route(request, [])
    addresses = [
        f"{root.url_path}{'/'.join(components[:length])}/" for length in range(1, len(components) + 1)
    ]
    deepest = (
        Page.objects.filter(slug__in=components, url_path__in=addresses, path__startswith=root.path)
        .order_by("-depth")
        .first()
    )
    if deepest is None:
        raise Http404
    return _whole(deepest).route(request, components[deepest.depth - root.depth :])


def _whole(page: Page) -> Page:
    """The page as its own kind, together with what it will show of other rows."""
    kind: Any = page.specific_class
    if kind is not None and issubclass(kind, BasePage):
        return kind.objects.select_related(*kind.read_with).get(pk=page.pk)
    return page.specific


def _route(root: Page, request: HttpRequest, components: list[str]) -> RouteResult | None:
    try:
        return route_below(root, request, components)
    except Http404:
        return None
