"""Which submissions somebody labelled, or the contrary, since a job did: what they decided stays."""

from collections.abc import Sequence

from candidature.models import LogEntry, Submission
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.labels.marking import LABEL, LABELLED, UNLABELLED
from istruttoria.labels.models import Labelling


def decided(job: BulkJob, rows: Sequence[BulkRow], *, puts: bool) -> set[int]:
    """Those of them where the label is as the job left it, but because somebody decided so after it.

    Locks them. Where it is as it was before the job already, there is nothing to decide.

    Args:
        puts: whether the job put the label on them, or took it off.
    """
    ids = [row.submission_id for row in rows]
    # In the order in which everybody locks them.
    list(Submission.objects.select_for_update().filter(pk__in=ids).order_by("pk").only("pk"))
    labelled = set(
        Labelling.objects.filter(submission__in=ids, label=job.target).values_list("submission", flat=True)
    )
    entries = _entries(job, ids)
    return {
        row.submission_id
        for row in rows
        if (row.submission_id in labelled) == puts
        and _is_followed(job, row, entries.get(row.submission_id, []), LABELLED if puts else UNLABELLED)
    }


def _entries(job: BulkJob, ids: Sequence[int]) -> dict[int, list[LogEntry]]:
    found: dict[int, list[LogEntry]] = {}
    entries = LogEntry.objects.filter(submission__in=ids, action__in=(LABELLED, UNLABELLED)).order_by("pk")
    for entry in entries:
        if entry.details.get(LABEL) == str(job.target) and entry.submission_id:
            found.setdefault(entry.submission_id, []).append(entry)
    return found


def _is_followed(job: BulkJob, row: BulkRow, entries: Sequence[LogEntry], action: str) -> bool:
    """Whether the job's own entry is not the last, or is not known."""
    own = (row.made or {}).get("entry") or _likely(job, entries, action)
    return not entries or entries[-1].pk != own


def _likely(job: BulkJob, entries: Sequence[LogEntry], action: str) -> int | None:
    """The entry of a job that does not remember it: its author's first since it was confirmed."""
    for entry in entries:
        if job.confirmed_at and entry.at >= job.confirmed_at and entry.action == action:
            return entry.pk if entry.actor_id == job.started_by_id else None
    return None
