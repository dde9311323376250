"""Who sends a request, for whoever counts requests by visitor."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


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


def client_of(request: HttpRequest) -> str:
    """What stands for one visitor where things are counted: an IPv4 address, or an IPv6 network.

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
