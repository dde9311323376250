"""When a request arrived: what decides whether an application is in time.

A proxy that buffers bodies calls the portal only when the last byte is there, so a slow upload begun in time
would be late. nginx knows how long it has been reading (`$request_time`) at the moment (`$msec`) it calls:
the difference is when the first byte came. Both are believed only where the settings say that our own proxy
always writes them (TRUST_ARRIVAL_TIME), because whoever could write them could send after the deadline.
"""

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

CALLED_AT = "HTTP_X_REQUEST_START"
READ_FOR = "HTTP_X_REQUEST_TIME"
# What came may still wait for a thread, the disk or a lock before it is written.
TO_BE_WRITTEN = timedelta(minutes=10)


def arrival(request: HttpRequest) -> datetime:
    """The moment the first byte of a request reached the outermost of our own servers, as far as is known.

    Never in the future, and never longer ago than ARRIVAL_MAX_SECONDS, whatever a proxy says.
    """
    now = timezone.now()
    if not (settings.TRUST_ARRIVAL_TIME and settings.TRUSTED_PROXIES):
        return now
    called_at, read_for = _seconds(request, CALLED_AT), _seconds(request, READ_FOR)
    if called_at is None or read_for is None:
        return now
    age = min(max(now.timestamp() - (called_at - read_for), 0.0), float(settings.ARRIVAL_MAX_SECONDS))
    return now - timedelta(seconds=age)


def longest_under_way() -> timedelta:
    """How long after a term what arrived within it is written for certain; nothing is concluded before."""
    return timedelta(seconds=settings.ARRIVAL_MAX_SECONDS) + TO_BE_WRITTEN


def _seconds(request: HttpRequest, header: str) -> float | None:
    """A header's number of seconds; None when there is none, or more than one proxy wrote it."""
    try:
        value = float(request.META.get(header, "").removeprefix("t="))
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
