"""Writing, rewording and withdrawing a note. Whoever is named in it for the first time gets a letter."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature.access.readers import readers_of
from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import changes
from istruttoria.notes import letters
from istruttoria.notes.mentions import Mentioned, mentioned
from istruttoria.notes.models import Mention, MentionSilence, Note
from portal.models import User
from portal.privacy.tokens import digest

# In the log.
WRITTEN, REWORDED, WITHDRAWN = "note_written", "note_reworded", "note_withdrawn"
LONGEST_TEXT = 4000
# About one submission.
MOST_NOTES = 200


class NoteError(Exception):
    """Nothing was written."""


class TooManyNotesError(NoteError):
    """So many notes are about this submission already."""


class NoteClosedError(NoteError):
    """It is somebody else's, was withdrawn, or the time for changing it is over."""


class NoteChangedError(NoteError):
    """Its author reworded it meanwhile, in another window."""


@dataclass(frozen=True)
class Written:
    """A note as it is now, and whom its text names.

    `is_new` is False for the second press of a form.
    """

    note: Note
    mentioned: Mentioned
    is_new: bool = True


def write(submission: Submission, author: User, text: str, *, key: str) -> Written:
    """Writes a note.

    Args:
        text: not empty, and no longer than `LONGEST_TEXT`.
        key: of the form; its second press writes nothing more.

    Raises:
        NoteError: one of its kinds.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        locked = _lock(submission)
        key_hash = digest(f"{locked.pk}:{key}")
        known = Note.objects.filter(key_hash=key_hash).first()
        if known is not None:
            return Written(known, Mentioned(), is_new=False)
        if Note.objects.filter(submission=locked).count() >= MOST_NOTES:
            raise TooManyNotesError
        note = Note.objects.create(
            submission=locked, author=author, author_label=str(author), text=text, key_hash=key_hash
        )
        changes.record(locked, WRITTEN, Actor.staff(author), details={"note": str(note.pk)})
        return Written(note, _tell(note, locked, author))


def reword(note: Note, author: User, text: str, *, seen: int) -> Written:
    """Puts another text in the place of a note's; the former one is kept.

    Args:
        seen: the version that the form showed.

    Raises:
        NoteError: one of its kinds.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        locked, own = _lock_own(note, author)
        if own.text == text:
            return Written(own, Mentioned(), is_new=False)
        if own.version != seen:
            raise NoteChangedError
        own.former = [*own.former, {"text": own.text, "until": timezone.now().isoformat()}]
        own.text = text
        own.save(update_fields=["text", "former"])
        changes.record(locked, REWORDED, Actor.staff(author), details={"note": str(own.pk)})
        return Written(own, _tell(own, locked, author))


def withdraw(note: Note, author: User) -> None:
    """Withdraws a note: it stays readable as one that its author does not stand by any more.

    Raises:
        NoteError: one of its kinds.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        locked, own = _lock_own(note, author)
        own.withdrawn_at = timezone.now()
        own.save(update_fields=["withdrawn_at"])
        changes.record(locked, WITHDRAWN, Actor.staff(author), details={"note": str(own.pk)})


def _lock(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
    return rows.get(pk=submission.pk)


def _lock_own(note: Note, author: User, at: datetime | None = None) -> tuple[Submission, Note]:
    locked = _lock(note.submission)
    own = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if not own.may_change(author, at or timezone.now()):
        raise NoteClosedError
    return locked, own


def _tell(note: Note, submission: Submission, author: User) -> Mentioned:
    """Notes whom the text names, and writes to those who were not named before and want to be told."""
    found = mentioned(note.text, readers_of(submission))
    before = set(note.mentions.values_list("user", flat=True))
    news = [user for user in found.users if user.pk not in before]
    now = timezone.now()
    naming = [Mention(note=note, user=user, named_at=now) for user in news]
    Mention.objects.bulk_create(naming, ignore_conflicts=True)
    silent = set(MentionSilence.objects.filter(user__in=news).values_list("user", flat=True))
    told = [user for user in news if user.pk not in silent and user.pk != author.pk]
    letters.write(note, submission, told)
    return found
