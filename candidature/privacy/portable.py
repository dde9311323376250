"""All that the portal holds of a submission, for its sender to take elsewhere (GDPR art. 15 and 20).

Plain JSON: the answers as they are stored beside the questions as they were asked, and the same in words.
What the office writes for itself (notes of the log, who of the staff did what) is not the sender's.
"""

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import timezone

from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import lines
from candidature.privacy.erasure_day import term_of
from candidature.privacy.told import history
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from candidature.submissions.revisions import as_asked
from moduli import Answers, Schema, readable
from portal.models import OutboxMessage
from portal.outbox import taking_back
from territori.models import Municipality

# Raised when a reader of the former shape could not read the present one.
FORMAT = 1
APPLICANT_SIDE = "applicant"


def as_json(submission: Submission) -> bytes:
    """The whole of it as a file."""
    return written(everything(submission))


def written(data: dict[str, Any]) -> bytes:
    """What `everything` gave, as a file."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def everything(submission: Submission) -> dict[str, Any]:
    """The whole of it as plain data."""
    page, files = submission.page.specific, list(submission.files.all())
    former = submission.answer_revisions.select_related("form_version")
    term = term_of(submission, page)
    return {
        "format": FORMAT,
        "portal": settings.SITE_URL,
        "made_at": _moment(timezone.now()),
        "reference": submission.reference,
        "kind": submission.kind,
        "channel": submission.channel,
        "status": submission.status,
        "status_in_words": str(submission.status_label),
        "protocol_number": submission.protocol_number,
        "protocol_date": submission.protocol_date,
        "page": {
            "title": page.title,
            "address": page.full_url if page.live else None,
            "office": page.office,
            "responsible_person": page.responsible_person,
        },
        "dates": {
            "begun_at": _moment(submission.begun_at),
            "submitted_at": _moment(submission.submitted_at),
            "updated_at": _moment(submission.updated_at),
            "respond_by": _day(submission.respond_by),
            "info_due_at": _moment(submission.info_due_at),
            "kept_until": _day(term.day),
            "kept_while_open": term.is_open,
        },
        "applicant": _applicant(submission),
        "privacy_notice": {
            "title": submission.privacy_notice.title,
            "version": submission.privacy_notice.version,
            "in_force_from": _day(submission.privacy_notice.published_on),
            "text": submission.privacy_notice.body,
        },
        "questions": submission.schema,
        "answers": submission.answers,
        "in_words": answers_in_words(submission.schema, submission.answers, files),
        "files": [_file(file) for file in files],
        "confirmations": _confirmations(submission),
        "earlier_answers": [
            {
                "replaced_at": _moment(revision.replaced_at),
                "answers": revision.answers,
                "applicant": revision.applicant,
                "in_words": answers_in_words(schema, revision.answers, files),
            }
            for revision, schema in as_asked(submission, former)
        ],
        "history": _history(submission),
        "messages": _messages(submission),
        "letters": _letters(submission),
    }


def _applicant(submission: Submission) -> dict[str, Any]:
    municipality = submission.municipality
    return {
        "kind": submission.applicant_kind,
        "first_name": submission.first_name,
        "last_name": submission.last_name,
        "organisation_name": submission.organisation_name,
        "email": submission.email,
        "phone": submission.phone,
        "birth_date": _day(submission.birth_date),
        "municipality": municipality and _municipality(municipality),
    }


def _confirmations(submission: Submission) -> list[dict[str, Any]]:
    """Who was asked to confirm, and what they answered."""
    if not submission.has_confirmations:
        return []
    return [
        {
            "role": line.confirmation.role,
            "body": line.confirmation.body,
            "name": line.confirmation.name,
            "email": line.confirmation.email,
            "state": line.confirmation.state,
            "in_words": line.state,
            "reason": line.confirmation.reason,
            "asked_at": _moment(line.confirmation.asked_at),
            "answered_at": _moment(line.confirmation.answered_at),
        }
        for line in lines(Application(submission))
    ]


def _municipality(municipality: Municipality) -> dict[str, str]:
    return {
        "code": municipality.cadastral_code,
        "name": municipality.name,
        "province": municipality.province,
    }


def answers_in_words(schema: Schema, answers: Answers, files: list[UploadedFile]) -> list[dict[str, Any]]:
    """The answers of each step in words; a file by its `id`."""
    return [
        {
            "step": section.title,
            "rows": [
                {
                    "key": row.key,
                    "depth": row.depth,
                    "question": row.label,
                    "personal_data": row.is_personal,
                    "answer": row.values,
                    "files": [file.public_id for file in row.files],
                }
                for row in section.rows
            ],
        }
        for section in readable(schema, answers, files)
    ]


def _file(file: UploadedFile) -> dict[str, Any]:
    return {
        "id": str(file.public_id),
        "question": file.question_key,
        "name": file.original_name,
        "type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "uploaded_at": _moment(file.uploaded_at),
    }


def _history(submission: Submission) -> list[dict[str, Any]]:
    """What the applicant reads of it on their page too; only a change of state has a `status`."""
    return [
        {"at": _moment(row.at), "status": row.status, "in_words": row.label, "reason": row.reason}
        for row in history(submission)
    ]


def _messages(submission: Submission) -> list[dict[str, Any]]:
    """What either side sent, and what the applicant is writing. Of what was withdrawn nobody was told."""
    theirs = Q(sent_at__isnull=False, withdrawn_at__isnull=True) | Q(side=APPLICANT_SIDE)
    found = submission.messages.filter(theirs).prefetch_related("files").order_by("changed_at", "pk")
    return [
        {
            "from": message.side,
            "is_observation": message.is_observation,
            "text": message.text,
            "sent_at": _moment(message.sent_at),
            "read_at": _moment(message.read_at),
            "files": [_file(file) for file in message.files.all()],
        }
        for message in found
    ]


def _letters(submission: Submission) -> list[dict[str, Any]]:
    """The letters that are still kept; where a link stood there is a mark, because no link is kept.

    Of those that wait for somebody of the office or for their moment, or were taken back, nobody was told.
    """
    untold = taking_back.kept_back() | Q(status=OutboxMessage.Status.ABORTED)
    found = OutboxMessage.objects.filter(related_to=submission.reference).exclude(untold)
    found = found.order_by("created_at", "pk")
    return [
        {
            "to": letter.recipient,
            "subject": letter.subject,
            "text": letter.body,
            "written_at": _moment(letter.created_at),
            "sent_at": _moment(letter.sent_at),
        }
        for letter in found
    ]


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
