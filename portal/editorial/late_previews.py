"""The preview of a new page that is saved by itself while the preview is made.

Wagtail looks twice whether the name in the address is free. Where the automatic save, in another process,
takes it between the two, the second look ends in an error. The editor is told instead that there is nothing
new to show, and asks for the next preview, which is that of the page.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse

_OF_A_NEW_PAGE = "wagtailadmin_pages:preview_on_add"


class LatePreviewMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        view = request.resolver_match.view_name if request.resolver_match else ""
        if request.method == "POST" and view == _OF_A_NEW_PAGE and isinstance(exception, ValidationError):
            return JsonResponse({"is_valid": False, "is_available": False})
        return None
