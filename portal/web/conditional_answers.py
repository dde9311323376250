"""Public answers that cost little to ask for again: an ETag, a 304, and compression.

Only what is the same for everybody takes part. A page with a secret must not be compressed beside text that
an attacker chose (BREACH), nor kept anywhere; so nothing under the admin or the applicants' addresses,
nothing for a browser that carries a cookie of ours, and nothing that is marked `private` or `no-store`.
"""

import gzip
import hashlib
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from portal.page_cache.tickets import ticket_of
from portal.web.middleware import is_admin, is_preview

COMPRESSED = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/rss+xml",
        "application/xml",
        "image/svg+xml",
        "text/calendar",
        "text/csv",
        "text/html",
        "text/plain",
        "text/xml",
    }
)
# Below this the answer fits in one packet anyhow.
SMALLEST_COMPRESSED_BYTES = 500
# Level 6 takes a third longer for 4 % less (`docs/measurements.md`).
LEVEL = 4
# Browsers and proxies may keep it, and ask each time whether it still holds: a 304 costs next to nothing.
ASK_EACH_TIME = "public, max-age=0, must-revalidate"


class ConditionalAnswersMiddleware:
    """Stands outside the middleware that sets cookies, so that it sees whether an answer carries one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        ticket = ticket_of(request)
        with ticket.watching() if ticket else nullcontext():
            response = self.get_response(request)
        if not is_the_same_for_everybody(request, response):
            return response
        assert isinstance(response, HttpResponse)  # noqa: S101 - it does not stream
        patch_vary_headers(response, ["Accept-Encoding"])
        response.setdefault("Cache-Control", ASK_EACH_TIME)
        if not response.has_header("ETag"):
            # Weak: the compressed and the plain form are the same page and not the same bytes.
            digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
            response["ETag"] = "W/" + quote_etag(digest)
        if ticket and ticket.take(request, response):
            # Whole and plain: whoever keeps it compresses it once, and says what has not changed.
            return response
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        if answer is not response:
            return _as_open_as(response, answer) if answer is not None else response
        return _compressed(request, response)


def is_the_same_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this is a whole public answer that holds nothing of the person who asked."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return False
    if is_admin(request) or is_preview(request) or request.path_info.startswith(settings.PERSONAL_PATHS):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.CSRF_COOKIE_NAME in request.COOKIES:
        return False
    if response.cookies or "cookie" in response.get("Vary", "").lower():
        return False
    control = response.get("Cache-Control", "").lower()
    return "no-store" not in control and "private" not in control


def _as_open_as(response: HttpResponse, unchanged: HttpResponseBase) -> HttpResponseBase:
    """Django leaves out of a 304 that pages of other origins may read it, and they would see a failure."""
    for name, value in response.items():
        if name.lower().startswith("access-control-"):
            unchanged[name] = value
    return unchanged


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kind = response.get("Content-Type", "").split(";")[0].strip().lower()
    if (
        kind not in COMPRESSED
        or response.has_header("Content-Encoding")
        or len(response.content) < SMALLEST_COMPRESSED_BYTES
        or not re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    ):
        return response
    # No moment in it: the same page is the same bytes.
    response.content = gzip.compress(response.content, LEVEL, mtime=0)
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response
