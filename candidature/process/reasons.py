"""The reason of a decision is what its letter says: told once that left, and corrected where it is corrected.

A letter may be read, corrected or stopped before it leaves (ADR 77, 146). Until then its reader, who sees the
new state, is shown no reason that the letter may yet give in other words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from candidature.actors import Actor
from candidature.log.models import LogEntry, Reason
from candidature.process import changes
from candidature.process.transitions import BY_ACTION
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.languages import reading
from portal.letters.blocks import Paragraph, Quote
from portal.models import OutboxMessage, User
from portal.outbox import taking_back
from portal.outbox.corrections import Corrected, RefusedError

# In the log; the entry has, as its reason, the text that held before.
CORRECTED = "reason_corrected"


class Unsaid(StrEnum):
    """Why the letter of a change has not said it."""

    WAITS = "waits"
    STOPPED = "stopped"


def unsaid(submission: Submission) -> dict[int, Unsaid]:
    """By the number of its entry, each change whose letter waits for a word or a moment, or was stopped.

    What is to be handed over on paper is read as it is printed, and so is not among them. One query, two
    where there is any.
    """
    never = OutboxMessage.Status.ABORTED
    about = OutboxMessage.objects.filter(related_to=submission.reference).order_by()
    rows = about.filter(taking_back.kept_back() | Q(status=never)).values_list("key", "status")
    letters = {key: Unsaid.STOPPED if status == never else Unsaid.WAITS for key, status in rows}
    if not letters:
        return {}
    return {step.entry: letters[step.letter_key] for step in _steps(submission) if step.letter_key in letters}


def instead(entry: LogEntry, how: Unsaid) -> str:
    """What its applicant reads in the place of a reason that no letter has said."""
    if how is Unsaid.STOPPED:
        return _("Per i motivi scrivi all’ufficio: i contatti sono in questa pagina.")
    if entry.to_status == Status.NEEDS_INFO:
        return _("Che cosa ti chiediamo lo spiega la lettera che stiamo per mandarti.")
    return _("I motivi sono nella lettera che stiamo per mandarti.")


def as_told(submission: Submission, entry: LogEntry | None) -> str:
    """The reason of a change, or what stands in its place; empty where none was given. Up to two queries."""
    if entry is None or not hasattr(entry, "reason"):
        return ""
    how = unsaid(submission).get(entry.pk)
    return instead(entry, how) if how else entry.reason.text


def stopped_letter(submission: Submission, letters: Sequence[OutboxMessage]) -> OutboxMessage | None:
    """The letter of the state in which it is, among all about it, where staff saw to it that it never leaves.

    One query where any was stopped.
    """
    stopped = {one.key: one for one in letters if one.status == OutboxMessage.Status.ABORTED}
    if not stopped:
        return None
    led_here = next((step for step in _steps(submission) if step.to_status), None)
    return stopped.get(led_here.letter_key) if led_here else None


@dataclass(frozen=True)
class _Step:
    """A change of a submission: its entry, where it led, and by what its letter is known; empty for none."""

    entry: int
    to_status: str
    letter_key: str


def _steps(submission: Submission) -> list[_Step]:
    """The changes, the last first: each made a version, one higher than that before."""
    entries = submission.log.exclude(from_status="").order_by("-pk")
    return [
        _Step(pk, to_status, _key(submission.reference, submission.version - back, action))
        for back, (pk, action, to_status) in enumerate(entries.values_list("pk", "action", "to_status"))
    ]


def _key(reference: str, version: int, action: str) -> str:
    """As `letters.writing.key_of`."""
    step = BY_ACTION.get(action)
    return f"{reference}:{version}:{step.letter}" if step and step.letter else ""


class Following:
    """What is corrected in a letter becomes the reason of its decision (`portal.outbox.corrections`)."""

    def warning(self, message: OutboxMessage) -> str:
        if _reason_of(message) is None:
            return ""
        return _(
            "Se correggi la motivazione cambia anche quella della decisione, nella scheda e nella pagina "
            "personale. Quella di prima resta nel registro."
        )

    def follow(self, message: OutboxMessage, texts: Sequence[Corrected], user: User) -> None:
        # In the order in which whoever erases a submission locks it and its letters.
        rows = Submission.objects.select_for_update(of=("self",)).only("pk")
        if rows.filter(reference=message.related_to).first() is None:
            return
        reason = _reason_of(message)
        if reason is None:
            return
        corrected = _corrected(reason.text, texts, message.language)
        if corrected is None or corrected == reason.text.strip():
            return
        if not corrected:
            raise RefusedError(_("La motivazione non può restare vuota: è quella della decisione."))
        former, reason.text = reason.text, corrected
        reason.save(update_fields=["text"])
        details = {"message": str(message.message_id)}
        entry = changes.record(reason.submission, CORRECTED, Actor.staff(user), details=details)
        Reason.objects.create(entry=entry, submission=reason.submission, text=former)


FOLLOWING = Following()


def _reason_of(message: OutboxMessage) -> Reason | None:
    """The reason of the change that the letter tells of; None where it tells of none, or none was given."""
    submission = Submission.objects.filter(reference=message.related_to).defer("answers").first()
    if submission is None:
        return None
    told = [step.entry for step in _steps(submission) if step.letter_key == message.key]
    return Reason.objects.select_related("submission").filter(entry__in=told).first() if told else None


def _corrected(reason: str, texts: Sequence[Corrected], language: str) -> str | None:
    """The reason as the letter gives it now; None where it did not change, or stands nowhere in it."""
    with reading(language):
        label = _("Motivazione:")
    for one in texts:
        if isinstance(one.block, Quote) and one.block.label == label:
            return one.typed
    # Among the words of the office: perhaps in several paragraphs, which are read as one text.
    paragraphs = [one for one in texts if isinstance(one.block, Paragraph)]
    former = "\n\n".join(one.block.text.strip() for one in paragraphs)
    typed = "\n\n".join(one.typed for one in paragraphs)
    found = re.search(r"\s+".join(map(re.escape, reason.split())), former) if reason.split() else None
    if found is None or found[0] in typed:
        return None
    before, after = former[: found.start()], former[found.end() :]
    if len(typed) >= len(before) + len(after) and typed.startswith(before) and typed.endswith(after):
        return typed[len(before) : len(typed) - len(after)].strip()
    # What stands around it was corrected too: the reason is what its paragraphs say now.
    return "\n\n".join(one.typed for one in paragraphs if one.typed != one.block.text.strip()).strip()
