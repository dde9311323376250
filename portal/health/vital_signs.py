"""The frame's own checks of readiness: database, migrations, cache, worker and letters."""

import datetime
import secrets

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from portal.health import disk_space, outages, readiness
from portal.health.readiness import WELL, Finding, State
from portal.outbox import undelivered
from portal.outbox.models import OutboxMessage
from portal.startup import checks as startup
from portal.worker.models import Heartbeat

# The worker writes its heartbeat every fifteen seconds.
OLDEST_HEARTBEAT = datetime.timedelta(seconds=60)


def register() -> None:
    """Hands the checks to `portal.health.readiness`, the first to fail first."""
    readiness.register("database", database)
    readiness.register("migrations", migrations)
    readiness.register("cache", cache_remembers)
    readiness.register("worker", worker)
    readiness.register("letters", letters, if_it_raises=State.WARNING)
    readiness.register("disk", disk_space.check, if_it_raises=State.WARNING)
    readiness.register("writing", outages.check, if_it_raises=State.WARNING)


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return WELL


_migrated = False


def migrations() -> Finding:
    global _migrated
    if not _migrated and startup.unapplied_migrations():
        return Finding(State.FAILING, "missing")
    _migrated = True
    return WELL


def cache_remembers() -> Finding:
    """A warning only: without its cache the portal is slower, and answers."""
    value = secrets.token_hex(8)
    try:
        cache.set(f"readyz:{value}", value, 10)
        remembers = cache.get(f"readyz:{value}") == value
    except Exception:
        # A server may be there and refuse us: a wrong password, a full memory.
        remembers = False
    return WELL if remembers else Finding(State.WARNING, "unreachable")


def worker() -> Finding:
    now = timezone.now()
    beats = Heartbeat.objects.order_by("-beaten_at").values_list("beaten_at", flat=True)
    # One written by a clock that ran ahead would be believed until its time comes.
    latest = beats.filter(beaten_at__lte=now + Heartbeat.CLOCKS_MAY_DIFFER).first()
    if latest is None:
        return Finding(State.FAILING, "in the future" if beats.exists() else "never seen")
    age = max(now - latest, datetime.timedelta())
    figures = {"heartbeat_age_seconds": int(age.total_seconds())}
    if age > OLDEST_HEARTBEAT:
        in_the_future = beats.filter(beaten_at__gt=now).exists()
        return Finding(State.FAILING, "in the future" if in_the_future else "too old", figures)
    return Finding(State.OK, figures=figures)


def letters() -> Finding:
    """A warning when letters wait for long or are held: another web server would not send them sooner."""
    now = timezone.now()
    oldest = undelivered.late(now).values_list("created_at", flat=True).first()
    held = OutboxMessage.objects.filter(status=OutboxMessage.Status.HELD).count()
    figures = {"held": held, "oldest_late_seconds": int((now - oldest).total_seconds()) if oldest else 0}
    if held:
        return Finding(State.WARNING, "held after a restore", figures)
    if oldest:
        return Finding(State.WARNING, "late", figures)
    return Finding(State.OK, figures=figures)
