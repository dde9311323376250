"""Jobs over many submissions, prepared and finished as the desk and the worker do it."""

from typing import Any

from candidature.models import Submission
from istruttoria.bulk import working
from istruttoria.bulk.acts import ACTS
from istruttoria.bulk.models import BulkJob
from istruttoria.bulk.preparing import prepare
from portal.models import OutboxMessage, User

CHOOSE = "candidature_review:bulk"


def prepared(user: User, action: str, *rows: Submission, **values: Any) -> BulkJob:
    """A job as its preview has it: nothing is done yet."""
    return prepare(
        ACTS[action],
        [(row.pk, row.version, row.status, row.assigned_to_id) for row in rows],
        user,
        **values,
    )


def finished(job: BulkJob) -> BulkJob:
    """A job confirmed, and done by the worker."""
    working.confirm(job)
    working.go_on()
    job.refresh_from_db()
    return job


def states(job: BulkJob) -> list[str]:
    """What became of each row, in order."""
    return list(job.rows.values_list("state", flat=True))


def outcome_letters() -> Any:
    """The letters that jobs wrote, sent or not."""
    return OutboxMessage.objects.filter(batch__startswith="bulk:")


def form_with(response: Any, field: str) -> Any:
    """The form of a page that holds a field of this name."""
    return next(form for form in response.forms.values() if field in form.fields)


def holders(*rows: Submission) -> list[User | None]:
    """Who works on each, as the database has it now."""
    for row in rows:
        row.refresh_from_db()
    return [row.assigned_to for row in rows]
