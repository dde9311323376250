"""What the staff's side holds about people beside their submissions."""

from django.db.models import Q
from django.utils import timezone

from istruttoria.bulk.models import KEPT_FOR
from portal.privacy import Free, Holding

_WITH_SUBMISSION = "As long as the submission."

HOLDINGS = [
    Holding(
        model="istruttoria.Absence",
        fields=("account", "stand_in", "first_day", "last_day"),
        find=lambda email: Q(account__email__iexact=email) | Q(stand_in__email__iexact=email),
        rule="Thirty days after its last day; it goes with the account.",
        ends=lambda absence: absence.forgotten_on,
        erase=lambda absence: absence.delete(),
    ),
    Holding(
        model="istruttoria.BulkJob",
        fields=("started_by", "undone_by", "reason", "text"),
        beside=("act", "prepared_at", "state"),
        find=lambda email: Q(started_by__email__iexact=email) | Q(undone_by__email__iexact=email),
        rule="Ninety days after it was prepared, or once its letters left; one that nobody confirmed, a day.",
        ends=lambda job: timezone.localdate(job.prepared_at + KEPT_FOR),
        stays="A colleague must be able to see what was done with many at once, until it is forgotten.",
    ),
    Holding(
        model="istruttoria.BulkRow",
        fields=("submission", "state", "refusal"),
        find=lambda email: Q(submission__email__iexact=email),
        rule="As long as the work that it is part of, and no longer than the submission.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.Note",
        fields=("text", "former", "author", "author_label"),
        beside=("submission", "written_at", "withdrawn_at"),
        find=lambda email: Q(submission__email__iexact=email) | Q(author__email__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.CheckAnswer",
        fields=("remark", "by", "by_label"),
        beside=("submission", "asked", "answer", "at"),
        find=lambda email: Q(submission__email__iexact=email) | Q(by__email__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.Score",
        fields=("points", "reason", "by", "by_label"),
        beside=("submission", "asked", "most", "at"),
        find=lambda email: Q(submission__email__iexact=email) | Q(by__email__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.Opinion",
        fields=("name", "email", "question", "text", "asked_by", "asked_by_label"),
        beside=("submission", "state", "asked_at", "due_at", "given_at"),
        find=lambda email: (
            Q(email__iexact=email) | Q(submission__email__iexact=email) | Q(asked_by__email__iexact=email)
        ),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.OpinionFile",
        fields=("original_name", "file"),
        beside=("opinion", "content_type", "size", "sha256"),
        find=lambda email: Q(opinion__email__iexact=email) | Q(opinion__submission__email__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.OpinionLink",
        fields=("token_hash",),
        beside=("opinion", "created_at"),
        find=lambda email: Q(opinion__email__iexact=email),
        rule=_WITH_SUBMISSION,
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.Mention",
        fields=("user",),
        beside=("note",),
        find=lambda email: Q(user__email__iexact=email) | Q(note__submission__email__iexact=email),
        rule="As long as the submission, or the account that is named.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.MentionSilence",
        fields=("user",),
        find=lambda email: Q(user__email__iexact=email),
        rule="As long as the account, or until it wants to be told again.",
        stays="It says of a colleague's account that it wants no letters, and goes with it.",
    ),
    Holding(
        model="istruttoria.Opening",
        fields=("account",),
        beside=("submission", "open_until"),
        find=lambda email: Q(account__email__iexact=email) | Q(submission__email__iexact=email),
        rule="180 days after it was opened last, or with the account or the submission.",
        ends=lambda opening: opening.forgotten_on,
        erase=lambda opening: opening.delete(),
    ),
    Holding(
        model="istruttoria.ReminderSilence",
        fields=("account",),
        find=lambda email: Q(account__email__iexact=email),
        rule="As long as the account, or until it wants to be told again.",
        stays="It says of a colleague's account that it wants no letters, and goes with it.",
    ),
    Holding(
        model="istruttoria.Labelling",
        fields=("label",),
        beside=("submission", "put_at"),
        find=lambda email: Q(submission__email__iexact=email),
        rule="As long as the submission, or until somebody takes the label off.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.SavedFilter",
        fields=("owner",),
        beside=("name", "query", "is_shared"),
        find=lambda email: Q(owner__email__iexact=email),
        rule="Until its owner deletes it, or the account is deleted.",
        stays="It names a colleague in their office, and goes with their account.",
    ),
    Holding(
        model="istruttoria.ColumnChoice",
        fields=("account",),
        beside=("keys",),
        find=lambda email: Q(account__email__iexact=email),
        rule="Until the account asks for the usual columns, or is deleted.",
        stays="It is of a colleague in their office, and goes with their account.",
    ),
    Holding(
        model="istruttoria.DefaultFilter",
        fields=("account",),
        beside=("saved",),
        find=lambda email: Q(account__email__iexact=email),
        rule="Until the account opens its queue otherwise, or is deleted.",
        stays="It is of a colleague in their office, and goes with their account.",
    ),
    Holding(
        model="istruttoria.LetterWords",
        fields=("by", "by_label"),
        beside=("page", "kind", "letter", "text", "next", "at"),
        find=lambda email: Q(by__email__iexact=email),
        rule="As long as the page; those for all pages, until the portal is taken down.",
        stays="An office must be able to say who wrote the words of its letters.",
    ),
    Holding(
        model="istruttoria.LikenessMark",
        fields=("digest",),
        beside=("submission", "alike"),
        find=lambda email: Q(submission__email__iexact=email),
        rule="As long as the submission.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.DuplicateHint",
        fields=("other", "denied_label"),
        beside=("submission", "alike", "found_at", "denied_at"),
        find=lambda email: Q(submission__email__iexact=email),
        rule="As long as both submissions.",
        part_of="candidature.Submission",
    ),
    Holding(
        model="istruttoria.TakenList",
        fields=("actor", "actor_label"),
        beside=("at", "format", "personal", "how_many"),
        find=lambda email: Q(actor__email__iexact=email),
        rule="For good, as the log: of a submission that was erased its number stays, which names nobody.",
        stays="It is part of the log, and names colleagues in their office, never applicants.",
    ),
]

FREE = [
    Free(("istruttoria.Export",), "How far a colleague's file is, for a week: nothing of what is in it."),
    Free(("istruttoria.Label",), "Words of an office, which mark submissions and name nobody."),
]
