"""The end of personal data: what is past its term (`erasure_day`) is erased, with its files and letters.

What stays is the log, which holds codes and references only.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from candidature.actors import SYSTEM, Actor
from candidature.letters import draft_letters, way_back
from candidature.log.models import ERASED, NUMBER
from candidature.privacy import erasure_day
from candidature.process import changes
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile, models_with_files
from candidature.submissions.models import Submission
from candidature.submissions.revisions import PendingRevision
from portal.models import OutboxMessage
from portal.web.outage import is_outage

logger = logging.getLogger(__name__)

Row = TypeVar("Row")

# Far longer than a request takes, and long enough to notice that an older database was restored.
STRAY_FILES_KEPT_FOR = timedelta(days=7)


def erase(submission: Submission, actor: Actor = SYSTEM) -> None:
    """Forgets a submission for good: answers, files, reasons, personal links and letters."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        changes.record(locked, ERASED, actor, from_status=locked.status, details={NUMBER: str(locked.pk)})
        OutboxMessage.objects.filter(related_to=locked.reference).delete()
        way_back.forget(locked.email)
        locked.delete()


def erase_due(today: date | None = None) -> int:
    """Erases the submissions whose last day is past by their page's present dates; returns how many."""
    today = today or timezone.localdate()
    found = list(erasure_day.due(today).order_by("pk").values_list("pk", flat=True))
    return end_each(found, lambda pk: _erase_if_still_due(pk, today), "erased")


def _erase_if_still_due(submission_id: int, today: date) -> bool:
    """Looks again under a lock: since it was found, an officer may have reopened it or extended its call."""
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("page")
        submission = rows.defer("answers").filter(pk=submission_id).first()
        if submission is None:
            return False
        if not erasure_day.term_of(submission, submission.page.specific).is_past(today):
            return False
        erase(submission)
        return True


def forget_draft(draft: Draft) -> None:
    """Forgets a draft for good: answers, files, links and the letters about it."""
    forget_draft_if(draft)


def forget_draft_if(draft: Draft, **still: Any) -> bool:
    """Forgets a draft unless something changed since it was read.

    Args:
        still: look-ups that must hold under the lock too; otherwise it stays.

    Returns:
        Whether it was there and is forgotten now.
    """
    with transaction.atomic():
        # Who writes a letter locks the draft before the letter: so does who forgets both.
        locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, **still).first()
        if locked is None:
            return False
        draft_letters.forget(locked)
        way_back.forget(locked.email)
        locked.delete()
    return True


def prune_drafts(now: datetime | None = None, **only: Any) -> int:
    """Forgets the drafts nobody came back to, with their files; returns how many.

    Args:
        now: the moment to look from (now, unless given).
        only: further look-ups, for some drafts instead of all.
    """
    until = now or timezone.now()
    expired = list(Draft.objects.filter(expires_at__lte=until, **only).only("pk"))
    return end_each(expired, lambda draft: forget_draft_if(draft, expires_at__lte=until), "forgotten")


def end_each(rows: Iterable[Row], end: Callable[[Row], bool], ended: str) -> int:
    """Ends each row by itself: one that cannot be does not keep the others for ever. Returns how many ended.

    Raises:
        DatabaseError: the database is away; then no other row would fare better.
    """
    count = 0
    for row in rows:
        try:
            count += end(row)
        except Exception as error:
            if is_outage(error):
                raise
            number = getattr(row, "pk", row)
            logger.exception("Row %s is past its term and was not %s; the others go on.", number, ended)
    return count


def prune_revisions(now: datetime | None = None) -> int:
    """Forgets what was written over a submission and never sent, with its files; returns how many."""
    until = now or timezone.now()
    found = list(PendingRevision.objects.filter(expires_at__lte=until).values_list("submission", flat=True))
    return end_each(found, lambda pk: _forget_revision(pk, until), "forgotten")


def _forget_revision(submission_id: int, until: datetime) -> bool:
    with transaction.atomic():
        # Who writes a revision locks its submission.
        Submission.objects.select_for_update(of=("self",)).filter(pk=submission_id).defer("answers").first()
        still = PendingRevision.objects.filter(submission=submission_id, expires_at__lte=until)
        return bool(still.delete()[1].get(PendingRevision._meta.label, 0))


def prune_empty_drafts(**only: Any) -> int:
    """Forgets the drafts that were begun and in which nothing is written; returns how many.

    What was asked before they were begun may be answered in them.
    """
    empty: dict[str, Any] = {"email": "", "applicant_typed": {}, "written_at": None}
    drafts = list(Draft.objects.filter(**empty, **only).only("pk"))
    return sum(forget_draft_if(draft, **empty) for draft in drafts)


def prune_stray_files(now: datetime | None = None) -> int:
    """Deletes private files that no row names; returns how many.

    A process killed between storing a file and committing its row leaves one: nobody would ever erase it.
    """
    limit = (now or timezone.now()) - STRAY_FILES_KEPT_FOR
    models = models_with_files()
    storage = UploadedFile._meta.get_field("file").storage
    pruned = 0
    for folder in storage.listdir("")[0] if storage.exists("") else []:
        known = {
            name
            for model in models
            for name in model.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
        }
        for name in (f"{folder}/{name}" for name in storage.listdir(folder)[1]):
            if name not in known and storage.get_modified_time(name) < limit:
                storage.delete(name)
                pruned += 1
    return pruned


def delete_stored_file(instance: Any, **_kwargs: Any) -> None:
    """Receiver of `post_delete`: whatever deletes the row, the file goes once the transaction is kept."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))
