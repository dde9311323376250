"""Middleware of the frame."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from portal.web.arrival import arrival

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing here needs the visitor's sensors, so no script may ask for them.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class ReceivedAtMiddleware:
    """Notes when the request arrived, before its body is read or any lock is waited for.

    A submission is in time by `request.received_at`, so a slow upload begun before the deadline counts.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = arrival(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class BodyLimitMiddleware:
    """Refuses a request larger than MAX_BODY_BYTES before any of it is read.

    Django limits what it keeps in memory, not what it writes to the disk, and the web server limits neither.
    A body without a declared length is read as empty, so the declared length is all there is to check.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.MAX_BODY_BYTES:
            response = render(
                request, "413.html", {"limit_mb": settings.MAX_BODY_BYTES // 1024 // 1024}, status=413
            )
            # What is left of the body must not be taken for the next request.
            response["Connection"] = "close"
            return response
        return self.get_response(request)


def is_admin(request: HttpRequest) -> bool:
    """Whether the path belongs to the staff's side, whose pages Wagtail writes."""
    return request.path_info.startswith(_root_of_the_admin())


@cache
def _root_of_the_admin() -> str:
    """Asked several times in each request; the same in every language."""
    return reverse("wagtailadmin_home")


def is_preview(request: HttpRequest) -> bool:
    """Whether this is the inner request by which Wagtail renders a preview for one under the admin."""
    return bool(getattr(request, "is_dummy", False))


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for the public, a relaxed one under the admin and in its previews."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        # By whether it is that of the admin, with the directives of which it was made.
        self._usual: dict[bool, tuple[object, str]] = {}

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_admin(request) and not report_only:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_preview(request):
            return response
        if self._may_differ(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual_policy(request, response))
        # From here on a nonce would stand in no policy, and the library says so to whoever asks for one.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def _may_differ(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        """Whether the policy is made for this answer: by a view, with a nonce, or only to be reported."""
        return (
            settings.DEBUG
            or hasattr(request, "_csp_nonce")
            or any(name.startswith("_csp_") for name in vars(response))
            or settings.CONTENT_SECURITY_POLICY.keys() != {"DIRECTIVES"}
            or bool(getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None))
        )

    def _usual_policy(self, request: HttpRequest, response: HttpResponseBase) -> str:
        """Put together once: the library would do so for each answer."""
        of_admin = is_admin(request)
        directives = settings.ADMIN_CONTENT_SECURITY_POLICY if of_admin else settings.CONTENT_SECURITY_POLICY
        made_of, policy = self._usual.get(of_admin, (None, ""))
        if made_of is not directives:
            parts = self.get_policy_parts(request, response)
            policy = build_policy(parts.config, parts.update, parts.replace, parts.nonce)
            self._usual[of_admin] = directives, policy
        return policy


_FOR_GOOD = (301, 308)


class SecurityHeadersMiddleware:
    """The headers that neither Django nor django-csp sets."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_admin(request) or request.path_info.startswith(settings.PERSONAL_PATHS):
            # Whatever the answer is: a page, a file, a refusal.
            response["X-Robots-Tag"] = "noindex, nofollow"
        if is_admin(request):
            # Replaces what the inner request of a preview got as an ordinary public page.
            response["X-Frame-Options"] = "SAMEORIGIN"
            response.setdefault("Cache-Control", "private, no-store")
        if response.status_code in _FOR_GOOD:
            # Browsers would keep it as long as they like, and an editor may end or turn it tomorrow.
            response.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        return response
