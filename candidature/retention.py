"""The end date of personal data: what is past its term is erased, with its files and letters.

What stays is the log, which holds codes and references only.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidature import changes
from candidature.models.submissions import Draft, Submission, UploadedFile
from candidature.transitions import SYSTEM, Actor
from portal.models import OutboxMessage


def erase(submission: Submission, actor: Actor = SYSTEM) -> None:
    """Forgets a submission for good: answers, files, reasons, personal links and letters."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        changes.record(locked, "erased", actor, from_status=locked.status)
        OutboxMessage.objects.filter(related_to=locked.reference).delete()
        locked.delete()


def erase_due(today: date | None = None) -> int:
    """Erases the submissions whose last day of retention is past; returns how many."""
    today = today or timezone.localdate()
    due = Submission.objects.filter(retain_until__lt=today)
    erased = 0
    for submission in due.iterator(chunk_size=200):
        erase(submission)
        erased += 1
    return erased


def prune_drafts(now: datetime | None = None) -> int:
    """Forgets the drafts nobody came back to, with their files; returns how many."""
    expired = Draft.objects.filter(expires_at__lt=now or timezone.now())
    pruned = 0
    for draft in expired.iterator(chunk_size=200):
        draft.delete()
        pruned += 1
    return pruned


def delete_stored_file(instance: UploadedFile, **_kwargs: Any) -> None:
    """Receiver of `post_delete`: whatever deletes the row, the file goes once the transaction is kept."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))
