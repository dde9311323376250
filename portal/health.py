"""Two questions a load balancer asks: is the process alive, and can it serve?"""

import datetime
import secrets
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portal import disk_space, startup
from portal.models import Heartbeat, OutboxMessage

# The worker writes its heartbeat every fifteen seconds.
OLDEST_HEARTBEAT = datetime.timedelta(seconds=60)
# A letter that waits longer than this means that nobody is sending.
OLDEST_DUE_LETTER = datetime.timedelta(minutes=15)


class NotReadyError(Exception):
    """What a check found wrong, in words that reveal nothing."""


_registered: dict[str, Callable[[], Any]] = {}


def register(name: str, check: Callable[[], Any]) -> None:
    """Adds a check of an app; what it returns is shown, and it raises `NotReadyError`, with what is shown."""
    _registered[name] = check


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answers 200 as long as the process runs; asks neither the database nor the cache."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answers 200 when every check passes, else 503, with one word or figure for each."""
    checks: dict[str, Callable[[], Any]] = {
        "database": _database,
        "migrations": _migrations,
        "cache": _cache,
        "worker_heartbeat_seconds": _worker,
        "oldest_due_letter_seconds": _outbox,
        "disk_free": _disk,
        **_registered,
    }
    results: dict[str, Any] = {}
    well = True
    for name, check in checks.items():
        try:
            results[name] = check()
        except NotReadyError as problem:
            results[name], well = str(problem), False
        except Exception:
            # Whatever fails here is the answer itself; its message may hold addresses, so it is not repeated.
            results[name], well = "fails", False
    return JsonResponse({"ready": well, **results}, status=200 if well else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


_migrated = False


def _migrations() -> str:
    global _migrated
    if not _migrated and startup.unapplied_migrations():
        raise NotReadyError("missing")
    _migrated = True
    return "ok"


def _cache() -> str:
    value = secrets.token_hex(8)
    cache.set("readyz", value, 10)
    if cache.get("readyz") is None:
        raise NotReadyError("forgets")
    return "ok"


def _worker() -> int:
    latest = Heartbeat.objects.order_by("-beaten_at").values_list("beaten_at", flat=True).first()
    if latest is None:
        raise NotReadyError("never seen")
    age = timezone.now() - latest
    if age > OLDEST_HEARTBEAT:
        raise NotReadyError(f"{int(age.total_seconds())}, too old")
    return int(age.total_seconds())


def _outbox() -> int:
    now = timezone.now()
    oldest = (
        OutboxMessage.objects.filter(status=OutboxMessage.Status.PENDING, next_attempt_at__lte=now)
        .order_by("next_attempt_at")
        .values_list("next_attempt_at", flat=True)
        .first()
    )
    age = now - oldest if oldest else datetime.timedelta()
    if age > OLDEST_DUE_LETTER:
        raise NotReadyError(f"{int(age.total_seconds())}, too old")
    return int(age.total_seconds())


def _disk() -> str:
    try:
        return disk_space.check()
    except disk_space.DiskAlmostFullError as problem:
        raise NotReadyError(str(problem)) from problem
