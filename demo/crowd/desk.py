"""What a desk did with the crowd: in whose hands it is, its labels, its messages, what its log tells."""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from candidature.messages.models import Message, Side
from candidature.models import LogEntry, Reason, Submission
from candidature.process.transitions import BY_ACTION
from candidature.statuses import Kind, Status
from istruttoria.labels.models import Label, Labelling
from portal.models import User
from portal.roles import Role

REVIEWERS = 6
LABELS = ("Inventata: da richiamare", "Inventata: sopralluogo", "Inventata: manca un documento")
# By the state in which something is, the step that led there.
_STEP_TO: Mapping[str, str] = {
    Status.IN_REVIEW: "take",
    Status.NEEDS_INFO: "request_info",
    Status.FOREWARNED: "forewarn",
    Status.ADMISSIBLE: "admit",
    Status.ACCEPTED: "accept",
    Status.RESERVE: "reserve",
    Status.REJECTED: "reject",
    Status.WITHDRAWN: "withdraw",
}
_REASON = "Motivazione inventata per misurare."
# Of a hundred: assigned, labelled, with a message to read, and of those that can be, with a proposal.
_ASSIGNED, _LABELLED, _UNREAD, _PROPOSED = 40, 8, 2, 30


class Desk:
    """Works on what was written, a batch at a time, all from one source of chance."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance, self.now = chance, now
        self.accounts = [self._account(number) for number in range(REVIEWERS)]
        self.labels = [Label.objects.get_or_create(name=name, page=None)[0] for name in LABELS]

    @staticmethod
    def _account(number: int) -> User:
        """A reviewer whom nobody can be: no password opens the account."""
        email = f"revisore-inventato-{number}@prova.example"
        found = User.objects.filter(email=email).first()
        if found is not None:
            return found
        made = User.objects.create_user(email, None, first_name="Inventata", last_name=f"Revisione {number}")
        made.groups.add(Group.objects.get(name=Role.REVIEWERS))
        return made

    def holder(self) -> User | None:
        """Who has the next one in hand."""
        return self.chance.choice(self.accounts) if self._happens(_ASSIGNED) else None

    def work_on(self, submissions: Sequence[Submission]) -> None:
        """Writes the log that led each to where it is, and what else hangs on it."""
        self._log(submissions)
        self._propose(
            [one for one in submissions if one.status == Status.ADMISSIBLE and self._happens(_PROPOSED)]
        )
        Labelling.objects.bulk_create(
            Labelling(submission=one, label=self.chance.choice(self.labels), put_by=self.accounts[0])
            for one in submissions
            if self._happens(_LABELLED)
        )
        Message.objects.bulk_create(
            Message(
                submission=one,
                side=Side.APPLICANT,
                text="Domanda inventata.",
                changed_at=one.unread_since,
                sent_at=one.unread_since,
            )
            for one in submissions
            if one.unread_since
        )

    def wrote_at(self, sent: datetime) -> datetime | None:
        """When the applicant wrote what nobody has read; seldom anything."""
        return sent + (self.now - sent) / 2 if self._happens(_UNREAD) else None

    def _happens(self, of_a_hundred: int) -> bool:
        return self.chance.randrange(100) < of_a_hundred

    def _log(self, submissions: Sequence[Submission]) -> None:
        begun = [self._entry(one, "received", Status.RECEIVED, one.submitted_at) for one in submissions]
        moved = [
            self._entry(one, _STEP_TO[one.status], one.status, one.updated_at)
            for one in submissions
            if one.status in _STEP_TO
        ]
        LogEntry.objects.bulk_create([*begun, *moved])
        self._explain([entry for entry in moved if BY_ACTION[entry.action].needs_reason])

    def _propose(self, submissions: Collection[Submission]) -> None:
        entries = [self._entry(one, "propose_accept", "", one.updated_at) for one in submissions]
        LogEntry.objects.bulk_create(entries)
        self._explain(entries)
        for submission, entry in zip(submissions, entries, strict=True):
            submission.proposal = entry
        Submission.objects.bulk_update(submissions, ["proposal"])

    def _entry(self, submission: Submission, action: str, status: str, at: datetime) -> LogEntry:
        is_theirs = action in ("received", "withdraw")
        account = None if is_theirs else self.accounts[0]
        return LogEntry(
            at=at,
            submission=submission,
            reference=submission.reference,
            kind=submission.kind,
            actor=account,
            actor_label=str(account) if account else "Chi ha inviato",
            action=action,
            to_status=status,
        )

    @staticmethod
    def _explain(entries: Collection[LogEntry]) -> None:
        Reason.objects.bulk_create(
            Reason(entry=entry, submission=entry.submission, text=_REASON) for entry in entries
        )


def terms(chance: random.Random, status: str, kind: str, sent: datetime, now: datetime) -> dict[str, object]:
    """The columns of the procedure: by when the office answers, by when its applicant, what paused the term.

    A third of those who are waited for let their term pass.
    """
    found: dict[str, object] = {}
    if kind == Kind.CALL:
        # Few are late, and few soon will be.
        found["respond_by"] = now.date() + timedelta(days=int(180 * chance.random() ** 0.5) - 10)
    if status in (Status.NEEDS_INFO, Status.FOREWARNED):
        days = chance.choice((-5, 4, 10))
        found["info_due_at"] = now + timedelta(days=days)
        if kind == Kind.CALL:
            begun = (now - timedelta(days=15)).date()
            found |= {"suspended_on": begun, "suspended_until": begun + timedelta(days=15 + max(days, 1))}
    elif status == Status.IN_REVIEW and chance.random() < 0.2:
        found["completed_at"] = sent + (now - sent) / 2
    return found
