"""Who is trying to log in, and from where: what django-axes counts failures by."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


def login_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account's name as it is stored, so that changing its case does not begin a new count."""
    name = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(name).strip().lower()


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address as seen by the outermost of our own proxies.

    Each trusted proxy appends to X-Forwarded-For the address it was called from; whatever stands further left
    was written by the visitor and proves nothing.
    """
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            candidate = hops[-settings.TRUSTED_PROXIES]
            try:
                return str(ipaddress.ip_address(candidate))
            except ValueError:
                return None
    return request.META.get("REMOTE_ADDR") or None


def client_key(request: HttpRequest) -> str:
    """What stands for one visitor where attempts are counted: an IPv4 address, or an IPv6 network.

    An IPv6 line comes with at least a /64, so its owner could try from a new address each time. Visitors
    whose address is not known are counted together.
    """
    address = client_address(request)
    if not address:
        return "unknown"
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


class StaffBackend(ModelBackend):
    """Django's accounts, each loaded with the Wagtail profile that every page of the staff's side reads."""

    def get_user(self, user_id: int) -> Any:
        user = get_user_model().objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
