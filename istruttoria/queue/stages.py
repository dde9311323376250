"""Where the work on a submission stands, coarser than its state: the parts into which the queue falls."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission
from candidature.statuses import Status


class Stage(TextChoices):
    """Where the work stands, coarser than the status: what a reviewer opens the queue for."""

    TODO = "todo", _("Da lavorare")
    WAITING = "waiting", _("In attesa di chi ha inviato")
    DONE = "done", _("Concluse")
    ALL = "all", _("Tutte")


STAGE_STATUSES: dict[str, tuple[Status, ...]] = {
    Stage.TODO: (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE),
    Stage.WAITING: (Status.NEEDS_INFO, Status.FOREWARNED),
    Stage.DONE: (Status.ACCEPTED, Status.RESERVE, Status.REJECTED, Status.WITHDRAWN),
    Stage.ALL: tuple(Status),
}


def stage_of(parameters: Any) -> Stage:
    """The stage asked for. Who searches, or picks a state or something to look after, looks everywhere; else
    what is to be done.
    """
    asked = parameters.get("stage")
    if asked in Stage.values:
        return Stage(asked)
    everywhere = (
        "need",
        "q",
        "status",
        "unreached",
        "messages",
        "observations",
        "others",
        "erasure",
        "term",
        "label",
        "twice",
        "proposal",
        "points",
    )
    return Stage.ALL if any(parameters.get(name) for name in everywhere) else Stage.TODO


def in_stage(submissions: QuerySet[Submission], stage: Stage) -> QuerySet[Submission]:
    return submissions if stage is Stage.ALL else submissions.filter(status__in=STAGE_STATUSES[stage])


def counted_by_stage(counts: Mapping[tuple[Any, str], int]) -> dict[str, int]:
    """Counts of each page and state, as counts of each stage."""
    by_status: Counter[str] = Counter()
    for (_page, status), how_many in counts.items():
        by_status[status] += how_many
    return {
        stage: sum(by_status[status] for status in statuses) for stage, statuses in STAGE_STATUSES.items()
    }
