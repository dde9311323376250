"""The personal data of whoever takes part: how long it is kept, how it is found, exported and erased."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from candidature.privacy import retention
from candidature.privacy.erasure_day import term_of
from candidature.submissions.models import Draft, Submission
from portal.privacy import Free, Holding

_APPLICANT = (
    "applicant_kind",
    "first_name",
    "last_name",
    "organisation_name",
    "email",
    "phone",
    "municipality",
)
_WITH_SUBMISSION = "As long as the submission."


def _submission_ends(submission: Submission) -> date | None:
    term = term_of(submission, submission.page.specific)
    return None if term.is_open else term.day


def _draft_ends(draft: Draft) -> date:
    return timezone.localdate(draft.expires_at)


def _of_submission(email: str) -> Q:
    return Q(submission__email__iexact=email)


HOLDINGS = [
    Holding(
        model="candidature.Submission",
        fields=(*_APPLICANT, "answers"),
        beside=(
            "reference",
            "kind",
            "status",
            "submitted_at",
            "corrected_at",
            "page",
            "zone",
            "protocol_number",
            "form_version",
        ),
        find=lambda email: Q(email__iexact=email),
        rule="The months of retention of the call or event, counted as its page says.",
        ends=_submission_ends,
        erase=retention.erase,
    ),
    Holding(
        model="candidature.Draft",
        fields=(*_APPLICANT, "answers", "applicant_typed", "proved_email", "remarks", "former_answers"),
        beside=("page", "created_at", "updated_at"),
        # Of one that was begun from something sent before, the address is in the step still to be saved.
        find=lambda email: Q(email__iexact=email) | Q(applicant_typed__email__iexact=email),
        rule="Thirty days after nobody came back to it, or until a term that was moved is over; two while "
        "nothing is in it.",
        ends=_draft_ends,
        erase=retention.forget_draft,
    ),
    Holding(
        model="candidature.AnswerRevision",
        fields=("answers", "applicant"),
        beside=("submission", "form_version", "action", "replaced_at"),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.Message",
        fields=("text", "author_label", "remarks"),
        beside=("submission", "side", "created_at", "sent_at", "read_at"),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.PendingRevision",
        fields=("typed", "applicant", "applicant_typed", "remarks"),
        beside=("submission", "purpose", "created_at", "updated_at", "expires_at"),
        find=_of_submission,
        rule="Thirty days after nobody came back to it, or after the term of the request; until it is sent.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.UploadedFile",
        fields=("original_name", "file"),
        beside=(
            "submission",
            "draft",
            "message",
            "revision",
            "content_type",
            "size",
            "sha256",
            "uploaded_at",
        ),
        find=lambda email: (
            _of_submission(email)
            | Q(draft__email__iexact=email)
            | Q(message__submission__email__iexact=email)
            | Q(revision__submission__email__iexact=email)
        ),
        rule="As long as the submission, the draft or the revision.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.PartialUpload",
        fields=("original_name", "stored_as"),
        beside=("draft", "size", "begun_at", "expires_at"),
        find=lambda email: Q(draft__email__iexact=email),
        rule="Until the file is whole, its draft is sent or forgotten, or a day has passed.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.Reason",
        fields=("text",),
        beside=("submission",),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.FollowLink",
        fields=("token_hash",),
        beside=("submission", "created_at"),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.ReceiptHandOver",
        fields=("token_hash",),
        beside=("link", "expires_at"),
        find=lambda email: Q(link__submission__email__iexact=email),
        rule="Fifteen minutes after sending.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.EndedDraftLink",
        fields=("token_hash",),
        beside=("submission", "draft", "ended_at"),
        find=lambda email: _of_submission(email) | Q(draft__email__iexact=email),
        rule="As long as the submission or the draft.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.DraftLink",
        fields=("token_hash",),
        beside=("draft", "created_at"),
        find=lambda email: Q(draft__email__iexact=email),
        rule="Until the draft is sent, its address changes, or it is forgotten.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.DraftCode",
        fields=("code_hash",),
        beside=("draft", "created_at"),
        find=lambda email: Q(draft__email__iexact=email),
        rule="Until the draft is sent, its address changes, or it is forgotten.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.SendingRequest",
        fields=("typed_email",),
        beside=("draft", "pressed_at"),
        find=lambda email: Q(draft__email__iexact=email) | Q(typed_email__iexact=email),
        rule="Until the draft is sent or forgotten.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.FormKey",
        fields=("key_hash",),
        beside=("draft", "created_at"),
        find=lambda email: Q(draft__email__iexact=email),
        rule="Some minutes after the form was shown.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.SenderMark",
        fields=("digest",),
        beside=("submission",),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.SubmissionWord",
        fields=("word",),
        beside=("submission",),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.AddressChange",
        fields=("former", "present"),
        beside=("submission", "asked_at", "counted_at", "stopped_at", "objected_at"),
        find=lambda email: Q(former__iexact=email) | Q(present__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.AddressProof",
        fields=("address", "link_hash", "code_hash", "typed"),
        beside=("submission", "purpose", "asked_at"),
        find=lambda email: Q(address__iexact=email) | _of_submission(email),
        rule="Two days after it was asked for, or until it is proved.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.ErasureRequest",
        fields=("reason",),
        beside=("submission", "asked_at", "answer_by", "refused_at"),
        find=_of_submission,
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.LogEntry",
        fields=("actor", "actor_label"),
        beside=("at", "reference", "action"),
        find=lambda email: Q(actor__email__iexact=email),
        rule="For good: it is the proof of what the public body did.",
        stays="The log is only ever added to; it names colleagues in their office, never applicants.",
    ),
]

FREE = [
    Free(
        ("candidature.CallPage", "candidature.ParticipationIndexPage"),
        "Published content; the contacts are those of an office.",
        public=("contact_email", "contact_phone"),
    ),
    Free(("candidature.PrivacyNotice",), "A text for everybody."),
    Free(("candidature.FormVersion",), "The questions that were asked, without any answer."),
    Free(("candidature.Publication",), "What pages said in public: dates, places, titles."),
    Free(("candidature.InfoRequest",), "Which of the questions the office asked to answer again."),
    Free(("candidature.SubmissionCount",), "Counts of submissions by page, zone and state."),
    Free(("candidature.AnswerPace",), "How many days answers took, of twenty people at least."),
    Free(("candidature.Committee",), "Only names of committees; members are accounts, and go with them."),
]
