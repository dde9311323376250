"""Writes down what is about to happen, row by row, before anything does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process.payloads import AskedFor
from istruttoria.bulk.acts import Act
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.bulk.words import code_of
from portal.models import User

# Rows written in one statement.
AT_ONCE = 500


def prepare(
    act: Act,
    rows: Sequence[tuple[int, int, str, int | None]],
    user: User,
    *,
    reason: str = "",
    text: str = "",
    due_at: datetime | None = None,
    asked: AskedFor | None = None,
    target: int | None = None,
    letters: str = BulkJob.Letters.AFTER_A_WHILE,
    listing: str = "",
    again_of: BulkJob | None = None,
) -> BulkJob:
    """A job that waits to be confirmed. What could not be done now is said, and will not be tried.

    Args:
        rows: number, version, state and holder of each submission, in the order of the list: a change of one
            of them from now on is a refusal of that row.
        text: of a message, with its placeholders.
        target: see `BulkJob`; so `again_of`.
    """
    job = BulkJob(
        started_by=user,
        act=act.key,
        reason=reason.strip(),
        text=text.strip(),
        due_at=due_at,
        asked=_as_stored(asked) if asked else None,
        target=target,
        letters=letters,
        listing=listing,
        again_of=again_of,
    )
    written = [
        BulkRow(
            job=job,
            submission_id=pk,
            position=position,
            version=version,
            from_status=status,
            holder=holder,
        )
        for position, (pk, version, status, holder) in enumerate(rows, start=1)
    ]
    by_submission = {row.submission_id: row for row in written}
    for pk, refusal in act.rehearse(job, written, Actor.staff(user)).items():
        if refusal is not None:
            row = by_submission[pk]
            row.state, row.refusal = BulkRow.State.REFUSED, code_of(refusal)
    with transaction.atomic():
        job.save()
        # Of those erased meanwhile there is nothing to say.
        ids = [row.submission_id for row in written]
        there = set(Submission.objects.filter(pk__in=ids).values_list("pk", flat=True))
        kept = [row for row in written if row.submission_id in there]
        BulkRow.objects.bulk_create(kept, batch_size=AT_ONCE)
    return job


def _as_stored(asked: AskedFor) -> dict[str, Any]:
    return {
        "questions": list(asked.questions),
        "everything": asked.everything,
        "documents": [{"label": one.label, "help": one.help} for one in asked.documents],
    }
