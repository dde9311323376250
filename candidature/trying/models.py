"""Links that show the draft of a page, and what is typed while its form is tried. Both end by themselves."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from moduli import Answers
from moduli.files import CheckedFile

# Longer than anybody tries a form at one sitting.
TRIAL_LIFETIME = timedelta(hours=4)


def trial_expiry() -> Any:
    return timezone.now() + TRIAL_LIFETIME


class PreviewLink(models.Model):
    """A link by which whoever has it sees the newest draft of a page, and may try its form.

    Only a digest of its secret is kept (decision 3), so it is shown once. When it ended the row stays a
    while, so that whoever comes late is told.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id} {self.made_at:%Y-%m-%d %H:%M}"


class Trial(models.Model):
    """What is typed while a form is tried: no draft, never sent, gone once it is closed or after hours.

    It is filled in like a draft (`candidature.intake.keeping.Written`). Of files it keeps what is shown of
    them: their bytes are looked into and never stored.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # Who tries it: an account that may edit the page, or whoever has a link to it.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, null=True, related_name="trials")
    answers = models.JSONField(default=dict)
    # The first step by field, right or wrong; whether it was right.
    applicant_typed = models.JSONField(default=dict)
    says_who = models.BooleanField(default=False)
    # The columns of the first step, once it was right.
    applicant = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    # "Invia" was pressed and nothing was wrong: from then on nothing typed is kept.
    is_finished = models.BooleanField(default=False)
    expires_at = models.DateTimeField(default=trial_expiry, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_by__isnull=False, link__isnull=True)
                | models.Q(made_by__isnull=True, link__isnull=False),
                name="trial_of_account_or_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def typed_answers(self) -> Answers:
        answers: Answers = self.answers
        return answers

    def uploads(self) -> list[UploadedFile]:
        """Its files as rows that are nowhere stored."""
        return [UploadedFile(**described) for described in self.files]

    def owning(self) -> dict[str, Any]:
        """No file is stored, so no column says whose it is."""
        return {}

    def add(self, key: str, checked: CheckedFile) -> UploadedFile:
        """Counts a good file among those of a question, without its bytes."""
        described = {
            "public_id": str(uuid4()),
            "question_key": key,
            "original_name": checked.name,
            "content_type": checked.content_type,
            "size": checked.size,
            "sha256": checked.sha256,
        }
        self.files = [*self.files, described]
        return UploadedFile(**described)

    def take_away(self, file: UploadedFile) -> None:
        self.files = [one for one in self.files if one["public_id"] != str(file.public_id)]

    def who(self) -> Draft:
        """Who applies, as the columns that a draft has; it is never saved."""
        born = self.applicant.get("birth_date")
        return Draft(**{**self.applicant, "birth_date": date.fromisoformat(born) if born else None})

    def is_complete_on(self, page: ParticipationPage, day: date) -> bool:
        """Whether the first step says all that the page asks on this day."""
        who = self.who()
        if not self.says_who or page.misses_birth_date(who.applicant_kind, who.birth_date):
            return False
        is_named = bool(self.applicant_typed.get("guardian_email"))
        return is_named or not page.needs_guardian(who.birth_date, day)
