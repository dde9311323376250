"""What stands beside a decision: open, what its applicant objected, which it must answer; closed until it is
opened, all that colleagues and experts left about it.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from candidature.messages.models import Message
from candidature.models import ParticipationPage, PendingRevision, Submission, UploadedFile
from candidature.process.forewarning import OBSERVED
from istruttoria.checklists.answering import ANSWERED
from istruttoria.checklists.reading import lines
from istruttoria.detail import scores_panel
from istruttoria.detail.versions import former_versions
from istruttoria.notes.writing import WRITTEN
from istruttoria.opinions import seeing
from istruttoria.opinions.asking import GIVEN as OPINION_GIVEN
from istruttoria.opinions.models import Opinion
from istruttoria.scores.giving import GIVEN as SCORES_GIVEN
from portal.models import User

# The newest; all of them are on a page of their own.
NOTES_SHOWN = 10
_NOTE, _OPINION, _OBSERVATION = "note", "opinion", "observation"
# Between what is told of a file. What it is called may hold anything, so that stands last.
_BETWEEN = "|"


# What the log says where there is something to read.
_SAYING = {WRITTEN, OPINION_GIVEN, OBSERVED}


@dataclass(frozen=True)
class Said:
    """A note, an opinion, or an observation with one of its files.

    Attributes:
        attached: the name of the file that came with it; of an observation what `SentFile` holds. Empty for
            none.
        is_to_see: whether it is an opinion, or an observation, that was not shown yet to anybody for whom it
            waits.
    """

    kind: str
    pk: int
    who: str
    at: datetime
    text: str
    attached: str
    is_to_see: bool
    state: str = Opinion.State.GIVEN


@dataclass(frozen=True)
class SentFile:
    """A file that came with an observation."""

    public_id: UUID
    size: int
    original_name: str


@dataclass(frozen=True)
class Observation:
    """What an applicant objected to the reasons that were told; `is_new` until the office was shown it."""

    pk: int
    at: datetime
    text: str
    is_new: bool
    files: list[SentFile]


def beside(
    submission: Submission,
    page: ParticipationPage,
    uploads: Sequence[UploadedFile],
    user: User,
    done: AbstractSet[str],
) -> dict[str, Any]:
    """What there is of each: four queries at most, and one more where who sent it moved.

    Args:
        uploads: the files of the submission.
        done: the actions of its log, which tell what there is to look up.
    """
    was_changed = any(purpose in done for purpose in PendingRevision.Purpose.values)
    said = _said(submission, was_observed=OBSERVED in done) if done & _SAYING else []
    notes = [one for one in said if one.kind == _NOTE]
    return {
        "observations": _observations(said),
        "checks": lines(submission, page, None if ANSWERED in done else ()),
        "latest_change": next(iter(former_versions(submission, uploads)), None) if was_changed else None,
        "notes": notes[-NOTES_SHOWN:],
        "all_notes": len(notes),
        "opinions": [one for one in said if one.kind == _OPINION],
        **scores_panel.context(submission, page, user, scores=None if SCORES_GIVEN in done else ()),
    }


def _said(submission: Submission, *, was_observed: bool) -> list[Said]:
    """The notes that hold, the opinions and the observations that arrived, first to last. One query."""
    no_file = Value("", output_field=CharField())
    notes = submission.notes.filter(withdrawn_at=None).order_by()
    opinions = submission.opinions.filter(state=Opinion.State.GIVEN).order_by()
    written = notes.values_list(
        Value(_NOTE, output_field=CharField()),
        "pk",
        "author_label",
        "written_at",
        "text",
        no_file,
        Value(False, output_field=BooleanField()),
    )
    others: list[QuerySet[Any, Any]] = [
        opinions.values_list(
            Value(_OPINION, output_field=CharField()),
            "pk",
            "name",
            "given_at",
            "text",
            Coalesce(F("attached__original_name"), no_file),
            ExpressionWrapper(seeing.ARRIVED, output_field=BooleanField()),
        )
    ]
    if was_observed:
        others.append(_objected(submission))
    rows = written.union(*others, all=True)
    return sorted((Said(*row) for row in rows), key=lambda one: (one.at, one.pk, one.attached))


def _objected(submission: Submission) -> QuerySet[Message, Any]:
    """The observations as rows of `Said`, each once for every file that came with it."""
    file = [Cast("files__public_id", CharField()), Value(_BETWEEN), Cast("files__size", CharField())]
    rows = Message.objects.filter(submission=submission, is_observation=True).order_by()
    return rows.values_list(
        Value(_OBSERVATION, output_field=CharField()),
        "pk",
        "author_label",
        "sent_at",
        "text",
        Concat(*file, Value(_BETWEEN), "files__original_name", output_field=CharField()),
        ExpressionWrapper(Q(read_at__isnull=True), output_field=BooleanField()),
    )


def _observations(said: Sequence[Said]) -> list[Observation]:
    found = [one for one in said if one.kind == _OBSERVATION]
    return [
        Observation(pk, rows[0].at, rows[0].text, rows[0].is_to_see, [*_files(rows)])
        for pk, group in groupby(found, key=lambda one: one.pk)
        for rows in [list(group)]
    ]


def _files(rows: Sequence[Said]) -> Iterator[SentFile]:
    for row in rows:
        public_id, size, name = row.attached.split(_BETWEEN, 2)
        if public_id:
            yield SentFile(UUID(public_id), int(size), name)
