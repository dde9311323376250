"""What can be done with many at once. Each act is one door of the process, for a set."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from candidature.access.scope import REVIEW
from candidature.actors import Actor, ActorKind
from candidature.letters import placeholders
from candidature.letters.writing import Letter
from candidature.messages import to_many
from candidature.messages.telling import LETTER as MESSAGE_LETTER
from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from candidature.process import assigning, workflow
from candidature.process.payloads import Made
from candidature.process.transitions import TRANSITIONS, Transition
from istruttoria.bulk import marked_since
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.labels import marking
from istruttoria.labels.models import Label
from portal.languages import ITALIAN, reading
from portal.models import User
from portal.outbox.sending import Waiting


class FullError(Exception):
    """It has as many labels as it may."""


class LabelFullError(Exception):
    """The label stands on as many submissions as it may."""


class MarkedSinceError(Exception):
    """Somebody put the label on or took it off since, or it is not known whether they did."""


class ElsewhereError(Exception):
    """The label is for another page."""


@dataclass(frozen=True)
class Result:
    """What became of one submission: why not, or what is needed to take it back."""

    submission_id: int
    refusal: Exception | None = None
    made: dict[str, Any] = field(default_factory=dict)


class Act(ABC):
    """Something done with a set of submissions, and taken back.

    Attributes:
        key: by what it is stored and addressed.
        letter: the name of the letter that it writes to each applicant; empty for none.
        step: what its form asks for, where it is a step of the workflow.
    """

    key: str
    letter: str = ""
    step: Transition | None = None

    @property
    @abstractmethod
    def label(self) -> str: ...

    @abstractmethod
    def permits(self, actor: Actor) -> bool: ...

    def applies_to(self, _status: str, _kind: str) -> bool:
        return True

    @abstractmethod
    def rehearse(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Mapping[int, Exception | None]:
        """Why each could not be done now, or None."""

    @abstractmethod
    def perform(
        self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor, waits: Waiting
    ) -> Iterable[Result]: ...

    @abstractmethod
    def undo(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Iterable[Result]:
        """Takes back what was done of these rows, where nothing happened since."""

    def letter_before(self, _job: BulkJob, _submission: Submission, _actor: Actor) -> Letter | None:
        """The letter that it would write about one; None where there is none."""
        return None

    def letter_key(self, _row: BulkRow, _reference: str) -> str:
        """By what the letter is found that it wrote about one."""
        return ""

    def is_taken_back_by_row(self, _job: BulkJob) -> bool:
        """Whether something of it can be taken back though no letter of it waits."""
        return not self.letter


class StepAct(Act):
    """A step of the workflow."""

    def __init__(self, step: Transition) -> None:
        self.key, self.letter, self.step = step.action, step.letter, step
        self._step = step

    @property
    def label(self) -> str:
        return str(self._step.label)

    def permits(self, actor: Actor) -> bool:
        return self._step.permits(actor)

    def applies_to(self, status: str, kind: str) -> bool:
        return self._step.applies_to(status, kind)

    def rehearse(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Mapping[int, Exception | None]:
        return workflow.rehearse(
            {row.submission_id: row.version for row in rows},
            self.key,
            actor,
            reason=job.reason,
            due_at=job.due_at,
            asked=job.what_is_asked,
        )

    def perform(
        self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor, waits: Waiting
    ) -> Iterable[Result]:
        outcomes = workflow.transition_many(
            {row.submission_id: row.version for row in rows},
            self.key,
            actor,
            reason=job.reason,
            due_at=job.due_at,
            asked=job.what_is_asked,
            waits=waits,
        )
        return [Result(one.submission_id, one.refusal, _stored(one.made)) for one in outcomes]

    def undo(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Iterable[Result]:
        outcomes = workflow.undo_many({row.submission_id: row.change for row in rows}, actor)
        return [Result(one.submission_id, one.refusal) for one in outcomes]

    def letter_before(self, job: BulkJob, submission: Submission, actor: Actor) -> Letter | None:
        try:
            return workflow.rehearse_letter(
                submission.pk,
                self.key,
                actor,
                reason=job.reason,
                due_at=job.due_at,
                asked=job.what_is_asked,
            )
        except workflow.WorkflowError:
            return None

    def letter_key(self, row: BulkRow, reference: str) -> str:
        return f"{reference}:{row.change.version}:{self.letter}"


def _stored(made: Made | None) -> dict[str, Any]:
    return {"entry": made.entry, "version": made.version, "before": dict(made.before)} if made else {}


class MessageAct(Act):
    """Writes the same message (`BulkJob.text`) to each."""

    key = "message"
    letter = MESSAGE_LETTER

    @property
    def label(self) -> str:
        return _("Scrivi un messaggio")

    def permits(self, actor: Actor) -> bool:
        return actor.user is not None and actor.user.has_perm(REVIEW)

    def rehearse(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Mapping[int, Exception | None]:
        return to_many.rehearse({row.submission_id: row.version for row in rows}, actor)

    def perform(
        self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor, waits: Waiting
    ) -> Iterable[Result]:
        written = to_many.send(
            {row.submission_id: row.version for row in rows},
            actor,
            lambda submission, page: self.text_for(job, submission, page),
            key=job.batch,
            waits=waits,
        )
        return [
            Result(one.submission_id, one.refusal, {"message": one.message, "letter": one.letter})
            if one.message
            else Result(one.submission_id, one.refusal)
            for one in written
        ]

    def undo(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Iterable[Result]:
        sent = {row.submission_id: to_many.Written(row.submission_id, **(row.made or {})) for row in rows}
        return [Result(one.submission_id, one.refusal) for one in to_many.withdraw(sent, actor)]

    def text_for(self, job: BulkJob, submission: Submission, page: ParticipationPage) -> str:
        """The message as one applicant reads it."""
        # The office writes in Italian, and so is what stands in the place of its placeholders: for whoever
        # looks before it leaves, too.
        with reading(ITALIAN):
            return "\n\n".join(placeholders.filled(job.text, placeholders.values(submission, page, "")))

    def letter_before(self, job: BulkJob, submission: Submission, actor: Actor) -> Letter | None:
        return Letter(self.letter, submission, submission.page.specific)

    def letter_key(self, row: BulkRow, reference: str) -> str:
        key: str = (row.made or {}).get("letter", "")
        return key

    def is_taken_back_by_row(self, job: BulkJob) -> bool:
        # The letter of another message tells of these as well.
        return job.rows.filter(state=BulkRow.State.DONE, made__letter="").exists()


class _Tried(Act):
    """An act without letters, rehearsed by doing it and taking the transaction back."""

    def permits(self, actor: Actor) -> bool:
        return actor.user is not None and actor.user.has_perm(REVIEW)

    def rehearse(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Mapping[int, Exception | None]:
        with transaction.atomic():
            results = self.perform(job, rows, actor, Waiting(""))
            found = {result.submission_id: result.refusal for result in results}
            transaction.set_rollback(True)
        return found


class AssignAct(_Tried):
    """Gives them to an account (`BulkJob.target`), or to nobody."""

    key = "assign"

    @property
    def label(self) -> str:
        return _("Assegna")

    def perform(
        self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor, waits: Waiting
    ) -> Iterable[Result]:
        to = User.objects.filter(pk=job.target).first() if job.target is not None else None
        if job.target and to is None:
            return [Result(row.submission_id, assigning.OutOfReachError()) for row in rows]
        day = _day_of(job)
        outcomes = assigning.assign_many(
            dict.fromkeys((row.submission_id for row in rows), to),
            actor,
            former={row.submission_id: row.holder for row in rows},
            # Where no day was typed, who has it already keeps theirs.
            days=dict.fromkeys((row.submission_id for row in rows), day) if day else {},
        )
        return [Result(one.submission_id, one.refusal, _made_of(one)) for one in outcomes]

    def undo(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Iterable[Result]:
        # What was theirs before, and what somebody gave or took since, stays as it is.
        changed = [row for row in rows if (row.made or {}).get("changed")]
        holders = User.objects.in_bulk([row.holder for row in changed if row.holder])
        gone = [row for row in changed if row.holder and row.holder not in holders]
        there, day = [row for row in changed if row not in gone], _day_of(job)
        outcomes = assigning.assign_many(
            {row.submission_id: holders.get(row.holder or 0) for row in there},
            actor,
            former=dict.fromkeys((row.submission_id for row in there), job.target),
            days={row.submission_id: parse_date((row.made or {}).get("day", "")) for row in there},
            taken_back={
                row.submission_id: assigning.Given(day, (row.made or {}).get("entry")) for row in there
            },
        )
        return [
            *(Result(one.submission_id, one.refusal) for one in outcomes),
            *(Result(row.submission_id, assigning.OutOfReachError()) for row in gone),
            *(Result(row.submission_id) for row in rows if row not in changed),
        ]


def _day_of(job: BulkJob) -> date | None:
    return timezone.localtime(job.due_at).date() if job.due_at and job.target else None


def _made_of(one: assigning.Assigned) -> dict[str, Any]:
    day = {"day": one.former_day.isoformat()} if one.former_day else {}
    entry = {"entry": one.entry} if one.entry else {}
    return {"changed": one.changed, **day, **entry}


class LabelAct(_Tried):
    """Puts a label (`BulkJob.target`) on them, or takes it off."""

    def __init__(self, key: str, *, puts: bool) -> None:
        self.key, self.puts = key, puts

    @property
    def label(self) -> str:
        return _("Metti un’etichetta") if self.puts else _("Togli un’etichetta")

    def perform(
        self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor, waits: Waiting
    ) -> Iterable[Result]:
        return self._mark(job, [row.submission_id for row in rows], actor, puts=self.puts)

    def undo(self, job: BulkJob, rows: Sequence[BulkRow], actor: Actor) -> Iterable[Result]:
        # What had the label before, or had it not, is left so; and so is what somebody decided since.
        changed = {row.submission_id: row for row in rows if (row.made or {}).get("changed")}
        with transaction.atomic():
            since = marked_since.decided(job, list(changed.values()), puts=self.puts)
            back = self._mark(job, [pk for pk in changed if pk not in since], actor, puts=not self.puts)
        return [
            *back,
            *(Result(pk, MarkedSinceError()) for pk in since),
            *(Result(row.submission_id) for row in rows if row.submission_id not in changed),
        ]

    def _mark(self, job: BulkJob, ids: list[int], actor: Actor, *, puts: bool) -> list[Result]:
        label = Label.objects.filter(pk=job.target or 0).first()
        if label is None or actor.user is None or not self.permits(actor):
            return [Result(pk, workflow.NotAllowedError(pk)) for pk in ids]
        visible = Submission.objects.visible_to(actor.user).filter(pk__in=ids)
        seen = set(visible.values_list("pk", flat=True))
        # In the order of the job: where the label has no room for all, the first get it.
        in_order = [pk for pk in ids if pk in seen]
        marked = marking.mark(in_order, actor.user, **{"put" if puts else "take_off": [label]})
        refusals: dict[int, Exception] = {
            **{pk: workflow.NotAllowedError(pk) for pk in ids if pk not in seen},
            **{pk: FullError() for pk in marked.full},
            **{pk: LabelFullError() for pk in marked.without_room},
            **{pk: ElsewhereError() for pk in marked.elsewhere},
        }
        entries = marked.entries
        return [
            Result(pk, refusals.get(pk), {"changed": pk in entries, "entry": entries.get(pk)}) for pk in ids
        ]


ACTS: Mapping[str, Act] = {
    act.key: act
    for act in (
        *(StepAct(step) for step in TRANSITIONS if step.by is ActorKind.STAFF),
        MessageAct(),
        AssignAct(),
        LabelAct("label", puts=True),
        LabelAct("unlabel", puts=False),
    )
}


def acts_for(user: User) -> list[Act]:
    """Those that this account may do at all, those of the workflow first."""
    actor = Actor.staff(user)
    return [act for act in ACTS.values() if act.permits(actor)]
