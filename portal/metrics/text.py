"""The figures as Prometheus reads them.

Its text format: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from django.db import DatabaseError
from django.db.models import Count

from portal.health import readiness
from portal.health.readiness import Finding, State
from portal.outbox import undelivered
from portal.outbox.models import OutboxMessage
from portal.startup.request_counts import BOUNDS, Totals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_MEGABYTE = 1024 * 1024
_SEVERITY = {state: number for number, state in enumerate(State)}
# Those that wait or are stopped; of the sent ones there are as many as were ever written.
_COUNTED = (OutboxMessage.Status.PENDING, *undelivered.STOPPED)

Sample = tuple[str, Mapping[str, str], float]


def page(totals: Totals) -> str:
    """All figures: what gunicorn's processes counted, what `/readyz` finds, and the letters in the outbox."""
    lines = [*_requests(totals), *_readiness(readiness.find()), *_letters()]
    return "\n".join(lines) + "\n"


def _requests(totals: Totals) -> Iterator[str]:
    name = "portal_request_duration_seconds"
    samples: list[Sample] = []
    for status, buckets in totals.buckets.items():
        bounds = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
        for bound, count in zip(bounds, accumulate(buckets), strict=True):
            samples.append((f"{name}_bucket", {"status": status, "le": bound}, count))
        samples.append((f"{name}_sum", {"status": status}, totals.seconds[status]))
        samples.append((f"{name}_count", {"status": status}, sum(buckets)))
    yield from _family(name, "histogram", "Answered requests by class of status and time taken.", samples)
    said = [("portal_page_cache_total", {"result": key}, count) for key, count in totals.page_cache.items()]
    yield from _family(
        "portal_page_cache_total", "counter", "Answers by what X-Page-Cache said of them.", said
    )


def _readiness(findings: Mapping[str, Finding]) -> Iterator[str]:
    states: list[Sample] = [
        ("portal_check_state", {"check": name}, _SEVERITY[finding.state])
        for name, finding in findings.items()
    ]
    yield from _family("portal_check_state", "gauge", "Checks of /readyz: 0 ok, 1 warning, 2 fails.", states)
    age = _figure(findings, "worker", "heartbeat_age_seconds")
    if age is not None:
        yield from _single("portal_worker_heartbeat_age_seconds", "Time since the worker beat last.", age)
    free = _figure(findings, "disk", "free_megabytes")
    if free is not None:
        yield from _single("portal_disk_free_bytes", "Free room under VAR_DIR.", free * _MEGABYTE)


def _letters() -> Iterator[str]:
    """Nothing where the database does not answer, which the checks say."""
    counted = OutboxMessage.objects.filter(status__in=_COUNTED).order_by().values_list("status")
    try:
        found = dict(counted.annotate(how_many=Count("pk")))
        late = undelivered.late().count()
    except DatabaseError:
        return
    samples: list[Sample] = [
        ("portal_letters", {"status": str(status.value)}, found.get(status, 0)) for status in _COUNTED
    ]
    yield from _family("portal_letters", "gauge", "Letters that wait or are stopped, by status.", samples)
    yield from _single("portal_letters_late", "Letters that have waited for too long.", late)


def _figure(findings: Mapping[str, Finding], check: str, name: str) -> int | None:
    return findings[check].figures.get(name) if check in findings else None


def _single(name: str, meaning: str, value: float) -> Iterator[str]:
    yield from _family(name, "gauge", meaning, [(name, {}, value)])


def _family(name: str, kind: str, meaning: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The samples of one metric. Names and labels are ours, so nothing in them needs escaping."""
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for sample, labels, value in samples:
        label = ",".join(f'{key}="{one}"' for key, one in labels.items())
        yield f"{sample}{{{label}}} {value:.15g}" if label else f"{sample} {value:.15g}"
