"""What stands beside a decision, closed until it is opened: all that colleagues and experts left about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce

from candidature.models import ParticipationPage, PendingRevision, Submission, UploadedFile
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
_NOTE, _OPINION = "note", "opinion"


@dataclass(frozen=True)
class Said:
    """A note or an opinion; `attached` is the name of the file that came with it, empty for none.

    Attributes:
        is_to_see: whether it is an opinion that was not shown yet to anybody for whom it waits.
    """

    kind: str
    pk: int
    who: str
    at: datetime
    text: str
    attached: str
    is_to_see: bool
    state: str = Opinion.State.GIVEN


def beside(
    submission: Submission,
    page: ParticipationPage,
    uploads: Sequence[UploadedFile],
    user: User,
    done: Collection[str],
) -> dict[str, Any]:
    """What there is of each: four queries at most, and one more where who sent it moved.

    Args:
        uploads: the files of the submission.
        done: the actions of its log, which tell what there is to look up.
    """
    was_changed = any(purpose in done for purpose in PendingRevision.Purpose.values)
    said = _said(submission) if WRITTEN in done or OPINION_GIVEN in done else []
    notes = [one for one in said if one.kind == _NOTE]
    return {
        "checks": lines(submission, page, None if ANSWERED in done else ()),
        "latest_change": next(iter(former_versions(submission, uploads)), None) if was_changed else None,
        "notes": notes[-NOTES_SHOWN:],
        "all_notes": len(notes),
        "opinions": [one for one in said if one.kind == _OPINION],
        **scores_panel.context(submission, page, user, scores=None if SCORES_GIVEN in done else ()),
    }


def _said(submission: Submission) -> list[Said]:
    """The notes that hold and the opinions that arrived, first to last. One query."""
    no_file = Value("", output_field=CharField())
    notes = submission.notes.filter(withdrawn_at=None).order_by()
    opinions = submission.opinions.filter(state=Opinion.State.GIVEN).order_by()
    rows = notes.values_list(
        Value(_NOTE, output_field=CharField()),
        "pk",
        "author_label",
        "written_at",
        "text",
        no_file,
        Value(False, output_field=BooleanField()),
    ).union(
        opinions.values_list(
            Value(_OPINION, output_field=CharField()),
            "pk",
            "name",
            "given_at",
            "text",
            Coalesce(F("attached__original_name"), no_file),
            ExpressionWrapper(seeing.ARRIVED, output_field=BooleanField()),
        ),
        all=True,
    )
    return sorted((Said(*row) for row in rows), key=lambda one: (one.at, one.pk))
