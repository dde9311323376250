"""The former versions of what was sent, each with what the one after it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.intake.drafts import Identity
from candidature.models import AnswerRevision, InfoRequest, PendingRevision, Submission, UploadedFile
from candidature.statuses import Status
from candidature.submissions.in_words import differing
from moduli import ChangedStep, Section, compare, for_kind, readable, walk
from portal.italian.days import with_article
from territori.models import Municipality


@dataclass(frozen=True)
class FormerVersion:
    """What was sent before.

    Attributes:
        heading: what replaced it, in words.
        sections: its answers.
        changed: what is otherwise in the version after it, question by question.
        applicant_changed: label, former and later value of what is said otherwise of who sends it.
    """

    revision: AnswerRevision
    heading: str
    sections: list[Section]
    changed: list[ChangedStep]
    applicant_changed: list[tuple[str, str, str]]


def former_versions(
    submission: Submission,
    uploads: Sequence[UploadedFile],
    revisions: Sequence[AnswerRevision] | None = None,
) -> list[FormerVersion]:
    """The former versions, last to first. One query, and one more where who sent it moved.

    Args:
        revisions: last to first, with their forms, where they were read already.
    """
    if revisions is None:
        revisions = list(submission.answer_revisions.select_related("form_version"))
    municipalities = _municipalities(submission, revisions)
    later = readable(submission.schema, submission.answers, uploads)
    applicant = submission
    found = []
    for revision in revisions:
        former = _applicant_of(applicant, revision)
        former.municipality = municipalities.get(former.municipality_id)
        asked = for_kind(revision.form_version.schema, former.applicant_kind)
        sections = readable(asked, revision.answers, uploads)
        found.append(
            FormerVersion(
                revision,
                _heading(revision),
                sections,
                compare(sections, later),
                differing(former, applicant) if revision.applicant else [],
            )
        )
        later, applicant = sections, former
    return found


@dataclass(frozen=True)
class Awaited:
    """What the applicant was asked to complete, in words, and when they last wrote something of it."""

    everything: bool
    labels: list[str]
    begun_at: datetime | None


def awaited(
    submission: Submission, request: InfoRequest | None, begun: PendingRevision | None
) -> Awaited | None:
    """What is waited for; None when nothing is.

    Args:
        request: the last one; where it asked for nothing in particular, all is asked for.
        begun: what is written and not sent, whatever for.
    """
    if submission.status != Status.NEEDS_INFO:
        return None
    keys = request.questions if request else []
    labels = [
        question["label"]
        for step in submission.schema["steps"]
        for question in walk(step["questions"])
        if question["key"] in keys
    ]
    everything = request.everything if request else True
    # A correction that was never sent is not what was asked for.
    is_begun = begun is not None and begun.purpose == PendingRevision.Purpose.INTEGRATION
    return Awaited(everything, labels, begun.updated_at if begun and is_begun else None)


def _heading(revision: AnswerRevision) -> str:
    moment = with_article(timezone.localtime(revision.replaced_at), "del j F Y, H:i")
    if revision.action == PendingRevision.Purpose.CORRECTION:
        return _("Che cosa è cambiato con la correzione %(moment)s") % {"moment": moment}
    return _("Che cosa è cambiato con l’integrazione %(moment)s") % {"moment": moment}


def _applicant_of(later: Submission, revision: AnswerRevision) -> Submission:
    """Who sent it, as they were; never to be saved."""
    values = {name: getattr(later, name) for name in Identity.__dataclass_fields__}
    return Submission(**{**values, **revision.applicant})


def _municipalities(
    submission: Submission, revisions: Iterable[AnswerRevision]
) -> dict[int | None, Municipality | None]:
    """Where who sent it lived, now and before, by number. One query, if they moved."""
    known: dict[int | None, Municipality | None] = {submission.municipality_id: submission.municipality}
    former = {revision.applicant.get("municipality_id") for revision in revisions} - {None, *known}
    return {**known, **(Municipality.objects.in_bulk(former) if former else {})}
