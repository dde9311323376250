"""Middleware of the frame."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReceivedAtMiddleware:
    """Notes when the request arrived, before its body is read or any lock is waited for.

    A submission is in time by `request.received_at`, so a slow upload begun before the deadline counts.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)
