"""The frame's own clock jobs: publishing at a set time, telling staff, and throwing away what is old.

Letters are not among them: a mail server that answers nothing would make every other job late
(`portal.worker.letter_loop`).
"""

import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.broken_links import checking as broken_links
from portal.limits import attempts
from portal.limits import counting as limits
from portal.media import avif
from portal.outbox import mail_files, undelivered
from portal.outbox import sending as outbox
from portal.rereading import reminding
from portal.worker import clock
from portal.worker.models import Heartbeat

# A task done is of no more use; one that failed is kept for whoever looks into it.
KEEP_SUCCESSFUL_TASKS = datetime.timedelta(days=1)
KEEP_FAILED_TASKS = datetime.timedelta(days=30)
# Failed logins hold a name and an address: personal data, of use while a lockout lasts and shortly after.
KEEP_LOGIN_ATTEMPTS = datetime.timedelta(days=30)
# A worker that has not been heard for so long is dead (it beats every fifteen seconds).
WORKER_IS_DEAD_AFTER = datetime.timedelta(minutes=2)
# A task that ended its worker so often will do so again.
MOST_CLAIMS = 3


def register() -> None:
    """Hands the jobs to the clock."""
    minutes, hours = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
    clock.register("scheduled publishing", publish_scheduled, every=minutes)
    clock.register("abandoned tasks", requeue_abandoned_tasks, every=minutes)
    clock.register("old tasks", prune_tasks, every=hours)
    clock.register("undelivered letters", undelivered.tell_officers, every=hours)
    clock.register("old letters", outbox.prune, every=24 * hours)
    clock.register("pages to read again", reminding.remind, every=24 * hours)
    clock.register("pictures as AVIF", avif.make_some, every=datetime.timedelta(seconds=20))
    clock.register("broken links", broken_links.check, every=hours)
    clock.register("past limits", limits.prune, every=hours)
    clock.register("old mail files", mail_files.prune, every=24 * hours)
    clock.register("old sessions", prune_sessions, every=24 * hours)
    clock.register("old login attempts", prune_login_attempts, every=24 * hours)
    clock.register("old attempts", attempts.prune, every=hours)


def publish_scheduled() -> None:
    """Publishes and unpublishes the pages whose time, set by an editor, has come."""
    call_command("publish_scheduled", verbosity=0)


def requeue_abandoned_tasks() -> int:
    """Puts back in the queue what a dead worker had claimed, and returns how many.

    A worker killed outright leaves its task RUNNING for ever, and nothing else retries it. A task may
    therefore run twice; each is written to bear that. One that was claimed too often is marked as failed.
    """
    now = timezone.now()
    alive = set(
        Heartbeat.objects.filter(
            # One from the future was written by a clock since set right: it says nothing of today.
            beaten_at__range=(now - WORKER_IS_DEAD_AFTER, now + Heartbeat.CLOCKS_MAY_DIFFER)
        ).values_list("worker_id", flat=True)
    )
    requeued = 0
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for result in running.filter(started_at__lt=now - WORKER_IS_DEAD_AFTER):
            if set(result.worker_ids[-1:]) & alive:
                continue
            if len(result.worker_ids) >= MOST_CLAIMS:
                result.status, result.finished_at = "FAILED", now
                result.save(update_fields=["status", "finished_at"])
                continue
            result.status, result.started_at = "READY", None
            result.save(update_fields=["status", "started_at"])
            requeued += 1
    Heartbeat.objects.filter(beaten_at__lt=now - datetime.timedelta(days=1)).delete()
    return requeued


def prune_tasks() -> None:
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL_TASKS).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED_TASKS).delete()


def prune_sessions() -> None:
    call_command("clearsessions", verbosity=0)


def prune_login_attempts() -> None:
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(attempt_time__lt=timezone.now() - KEEP_LOGIN_ATTEMPTS).delete()
