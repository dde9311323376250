"""The personal data of whoever takes part: how long it is kept, how it is found, exported and erased."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from candidature.privacy import retention
from candidature.privacy.erasure_day import term_of
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from candidature.trying import links as preview_links
from candidature.trying import trials
from portal.privacy import Free, Holding

_APPLICANT = (
    "applicant_kind",
    "first_name",
    "last_name",
    "organisation_name",
    "email",
    "phone",
    "birth_date",
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
        fields=(*_APPLICANT, "name_key", "answers"),
        beside=(
            "reference",
            "kind",
            "status",
            "channel",
            "submitted_at",
            "corrected_at",
            "page",
            "zone",
            "protocol_number",
            "protocol_date",
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
        beside=("page", "channel", "created_at", "updated_at"),
        # Of one that was begun from something sent before, the address is in the step still to be saved.
        find=lambda email: Q(email__iexact=email) | Q(applicant_typed__email__iexact=email),
        rule="Thirty days after nobody came back to it, or until a term that was moved is over; two while "
        "nothing is in it.",
        ends=_draft_ends,
        erase=retention.forget_draft,
    ),
    Holding(
        model="candidature.Trial",
        fields=("made_by", "answers", "applicant_typed", "applicant", "remarks", "files"),
        beside=("page", "expires_at"),
        find=lambda email: Q(made_by__email__iexact=email) | Q(applicant_typed__email__iexact=email),
        rule="Until whoever tries the form closes the trial, four hours at most.",
        ends=lambda trial: timezone.localdate(trial.expires_at),
        erase=trials.close,
    ),
    Holding(
        model="candidature.PreviewLink",
        fields=("made_by",),
        beside=("page", "made_at", "expires_at", "revoked_at"),
        find=lambda email: Q(made_by__email__iexact=email),
        rule="Sixty days after its term; when an account is closed its name goes at once.",
        ends=lambda link: timezone.localdate(link.expires_at + preview_links.TOLD_FOR),
        stays="A colleague must be able to see who showed a draft, until the link is forgotten.",
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
        beside=("submission", "side", "changed_at", "sent_at", "read_at", "withdrawn_at"),
        find=_of_submission,
        rule="As long as the submission; what an applicant never sent, thirty days after its last change.",
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
        rule="As long as the submission, the draft or the revision; of a message that an applicant never "
        "sent, thirty days after its last change.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.PartialUpload",
        fields=("original_name", "stored_as"),
        beside=("draft", "revision", "message", "size", "begun_at", "expires_at"),
        find=lambda email: (
            Q(draft__email__iexact=email)
            | Q(message__submission__email__iexact=email)
            | Q(revision__submission__email__iexact=email)
        ),
        rule="Until the file is whole, what it is for is sent or forgotten, or a day has passed; of a "
        "message, until somebody presses to send it.",
        part_of="candidature.Draft",
    ),
    Holding(
        model="candidature.Confirmation",
        fields=("name", "email", "body", "reason", "typed", "address_digest"),
        beside=("submission", "draft", "role", "state", "asked_at", "answered_at"),
        find=lambda email: Q(email__iexact=email) | _of_submission(email) | Q(draft__email__iexact=email),
        rule="As long as the submission or the draft; name and address no longer than they are wanted.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="candidature.ConfirmationLink",
        fields=("token_hash",),
        beside=("confirmation", "created_at"),
        find=lambda email: Q(confirmation__email__iexact=email),
        rule="As long as the submission or the draft.",
        part_of="candidature.Submission",
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
        model="candidature.DeskEntry",
        fields=("received_at",),
        beside=("draft", "submission", "begun_at"),
        find=lambda email: _of_submission(email) | Q(draft__email__iexact=email),
        rule="As long as the submission or the draft.",
        part_of="candidature.Submission",
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
        model="candidature.PageChange",
        fields=("by",),
        beside=("page", "what", "at"),
        find=lambda email: Q(by__email__iexact=email),
        rule="As long as the page: it is the proof of who changed what the public was told.",
        stays="It names a colleague in their office, never an applicant.",
    ),
    Holding(
        model="candidature.Consent",
        fields=("by",),
        beside=("page", "aspect", "at"),
        find=lambda email: Q(by__email__iexact=email),
        rule="Until the page is published as was agreed, or the account is deleted.",
        stays="It names a colleague in their office, and goes with their account.",
    ),
    Holding(
        model="candidature.OwnSet",
        fields=("made_by",),
        beside=("name", "made_at"),
        find=lambda email: Q(made_by__email__iexact=email),
        rule="As long as the set; its maker is forgotten with the account.",
        stays="It names a colleague in their office; the questions ask of people and tell of none.",
    ),
    Holding(
        model="candidature.OwnSetVersion",
        fields=("by",),
        beside=("of", "number", "at"),
        find=lambda email: Q(by__email__iexact=email),
        rule="As long as the set, the last fifty; who put it there is forgotten with the account.",
        stays="It names a colleague in their office; the questions ask of people and tell of none.",
    ),
    Holding(
        model="candidature.LogEntry",
        # Among the details of an assignment is who was given it.
        fields=("actor", "actor_label", "details"),
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
    Free(
        ("candidature.StartingValues",),
        "What the pages of an office begin with; the contacts are those of an office.",
        public=("contact_email", "contact_phone"),
    ),
    Free(
        ("candidature.ReferenceList", "candidature.ReferenceListVersion"),
        "Lists that everybody may read in a form: schools, associations, codes.",
    ),
    Free(("candidature.FormVersion",), "The questions that were asked, without any answer."),
    Free(("candidature.Publication",), "What pages said in public: dates, places, titles."),
    Free(("candidature.InfoRequest",), "Which of the questions the office asked to answer again."),
    Free(("candidature.SubmissionCount",), "Counts of submissions by page, zone, state and account."),
    Free(("candidature.Passage",), "How many drafts came to a step of a page on a day; no draft is named."),
    Free(("candidature.AnswerPace",), "How many days answers took, of twenty people at least."),
    Free(("candidature.Committee",), "Only names of committees; members are accounts, and go with them."),
]
