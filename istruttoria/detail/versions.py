"""The former versions of what was sent, each with what the one after it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.intake import revisions
from candidature.intake.drafts import Identity
from candidature.models import AnswerRevision, PendingRevision, Submission, UploadedFile
from candidature.statuses import Status
from candidature.submissions.in_words import differing
from moduli import ChangedStep, Section, compare, for_kind, readable, walk
from portal.italian.days import with_article


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


def former_versions(submission: Submission, uploads: Sequence[UploadedFile]) -> list[FormerVersion]:
    """The former versions, last to first. One query, and one more for each municipality that changed."""
    later = readable(submission.schema, submission.answers, uploads)
    applicant = submission
    found = []
    for revision in submission.answer_revisions.select_related("form_version"):
        former = _applicant_of(applicant, revision)
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


def awaited(submission: Submission) -> Awaited | None:
    """What is waited for; None when nothing is."""
    if submission.status != Status.NEEDS_INFO:
        return None
    revision = revisions.of(submission, revisions.Purpose.INTEGRATION)
    request = revision.request
    keys = request.questions if request else []
    labels = [
        question["label"]
        for step in submission.schema["steps"]
        for question in walk(step["questions"])
        if question["key"] in keys
    ]
    begun_at = revision.row.updated_at if revision.is_begun else None
    return Awaited(bool(request and request.everything), labels, begun_at)


def _heading(revision: AnswerRevision) -> str:
    moment = with_article(timezone.localtime(revision.replaced_at), "del j F Y, H:i")
    if revision.action == PendingRevision.Purpose.CORRECTION:
        return _("Che cosa è cambiato con la correzione %(moment)s") % {"moment": moment}
    return _("Che cosa è cambiato con l’integrazione %(moment)s") % {"moment": moment}


def _applicant_of(later: Submission, revision: AnswerRevision) -> Submission:
    """Who sent it, as they were; never to be saved."""
    values = {name: getattr(later, name) for name in Identity.__dataclass_fields__}
    return Submission(**{**values, **revision.applicant})
