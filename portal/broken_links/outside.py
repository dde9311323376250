"""Looks, a few at a time, at the addresses of other sites that public pages link to.

On a thread of its own of the worker, and only where the settings ask for it: a site that says nothing holds
nobody up. An address is asked once a day at most and is broken once it failed on three days.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections
from django.db.models import F, Q
from django.utils import timezone

from portal.broken_links.asking import Outcome, ask, host_of
from portal.broken_links.models import OutsideAddress
from portal.broken_links.reading import Leads, links

logger = logging.getLogger(__name__)

BETWEEN_RUNS = timedelta(hours=1)
# So many addresses are asked in a run, each site with a pause between one and the next.
MOST_IN_A_RUN = 40
PAUSE_FOR_A_SITE = 10.0
ASKED_AGAIN_AFTER = timedelta(hours=22)
# Where so many sites were asked and none answered, it is we who have no network.
NO_NETWORK_FROM = 5
_TICK_SECONDS = 30.0


def run(stop: threading.Event, tick: Callable[[], None]) -> None:
    """Looks each hour until told to stop.

    Args:
        tick: called at each address and while waiting, as a sign that the loop has not got stuck.
    """

    def waits(seconds: float) -> bool:
        """Whether to go on after a pause."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            tick()
            stop.wait(min(left, _TICK_SECONDS))
        tick()
        return not stop.is_set()

    while not stop.is_set():
        close_old_connections()
        look(waits)
        close_old_connections()
        waits(BETWEEN_RUNS.total_seconds())


def look(waits: Callable[[float], bool]) -> int:
    """Asks the addresses whose turn it is, and returns how many answered or failed.

    Args:
        waits: pauses for so many seconds; False ends the run.
    """
    _note(sorted({link.target for link in links() if link.leads is Leads.OUTSIDE}))
    outcomes: dict[int, Outcome] = {}
    asked_at: dict[str, float] = {}
    rows = _whose_turn_it_is()
    for row in rows:
        host = host_of(row.url)
        since = time.monotonic() - asked_at.get(host, float("-inf"))
        if not waits(max(PAUSE_FOR_A_SITE - since, 0.0)):
            break
        outcomes[row.pk] = ask(row.url)
        asked_at[host] = time.monotonic()
    silent = {host_of(row.url) for row in rows if outcomes.get(row.pk) is Outcome.FAILED}
    if len(silent) >= NO_NETWORK_FROM and Outcome.WELL not in outcomes.values():
        logger.warning("None of %d other sites answered: no failure is noted.", len(silent))
        # Their turn is over all the same, or the others would never have theirs.
        OutsideAddress.objects.filter(pk__in=outcomes).update(asked_at=timezone.now())
        return 0
    for pk, outcome in outcomes.items():
        _record(pk, outcome)
    return len(outcomes)


def _note(urls: list[str]) -> None:
    """Remembers the addresses that pages link to, and forgets all others."""
    known, wanted = dict(OutsideAddress.objects.values_list("url", "pk")), set(urls)
    gone = [pk for url, pk in known.items() if url not in wanted]
    OutsideAddress.objects.filter(pk__in=gone).delete()
    OutsideAddress.objects.bulk_create(
        [OutsideAddress(url=url) for url in urls if url not in known], ignore_conflicts=True
    )


def _whose_turn_it_is() -> list[OutsideAddress]:
    """Those that were never asked, then those asked longest ago."""
    due = Q(asked_at=None) | Q(asked_at__lt=timezone.now() - ASKED_AGAIN_AFTER)
    in_turn = OutsideAddress.objects.filter(due).order_by(F("asked_at").asc(nulls_first=True), "pk")
    return list(in_turn[:MOST_IN_A_RUN])


def _record(pk: int, outcome: Outcome) -> None:
    now, today = timezone.now(), timezone.localdate()
    row = OutsideAddress.objects.filter(pk=pk)
    if outcome is not Outcome.FAILED:
        row.update(asked_at=now, failures=0, failed_on=None)
        return
    # Once a day counts, whoever asks.
    again = row.filter(Q(failed_on=None) | ~Q(failed_on=today))
    again.update(failures=F("failures") + 1, failed_on=today)
    row.update(asked_at=now)
