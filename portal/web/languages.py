"""Whose language is spoken where: the staff's own under the admin, Italian in all that the public sees."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from portal.web.middleware import is_preview


class ItalianPreviewMiddleware:
    """Renders the preview of a public page as the public sees it, whatever language its editor reads.

    Public requests need nothing: without LocaleMiddleware they are in LANGUAGE_CODE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_preview(request):
            return self.get_response(request)
        with override(settings.LANGUAGE_CODE):
            return self.get_response(request)
