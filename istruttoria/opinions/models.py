"""Opinions (pareri) of people without an account: who was asked, what they may read, what they wrote."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission
from candidature.statuses import STILL_EXAMINED
from candidature.submissions.files import private_name, private_storage

LONGEST_QUESTION, LONGEST_OPINION = 2000, 10_000


class Opinion(models.Model):
    """One opinion that was asked for. Once it is given nobody changes it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Chiesto")
        GIVEN = "given", _("Dato")
        REVOKED = "revoked", _("Revocato")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="opinions")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    name = models.CharField(_("nome e cognome"), max_length=160)
    email = models.EmailField(_("email"))
    question = models.TextField(_("che cosa chiedi"), max_length=LONGEST_QUESTION)
    # What the asker chose to show: keys of questions, ids of files, and who applies.
    shown_questions = models.JSONField(default=list)
    shown_files = models.JSONField(default=list)
    shows_applicant = models.BooleanField(default=False)
    # Empty once the account is gone, whose name then stands in the label alone.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_by_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("entro il"))
    text = models.TextField(_("parere"), blank=True)
    given_at = models.DateTimeField(null=True)
    # Since when a letter to whoever was asked is known not to have arrived (`asking.note_refusal`).
    undelivered_since = models.DateTimeField(null=True, editable=False)
    # When what there is of it was first shown to somebody for whom it waited (`seeing`).
    seen_at = models.DateTimeField(null=True, editable=False)
    # Of the form that asked: its second press asks nobody more.
    key_hash = models.CharField(max_length=64, unique=True)

    # When the answers that it is about were last replaced, once somebody looked (`detail.about`).
    updated_since: datetime | None = None

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("parere")
        verbose_name_plural = _("pareri")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="given", given_at__isnull=False)
                | ~models.Q(state="given") & models.Q(given_at__isnull=True),
                name="opinion_given_at_a_moment",
            )
        ]
        indexes = [
            # Only those that nobody read, of which there are few.
            models.Index(
                fields=["submission"],
                condition=models.Q(state="given", seen_at__isnull=True),
                name="opinion_to_read",
            ),
            # Those that are awaited, and the few that never came.
            models.Index(fields=["submission"], condition=models.Q(state="asked"), name="opinion_asked_for"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.asked_at:%Y-%m-%d}"

    @property
    def is_to_see(self) -> bool:
        """Whether it arrived, does not come or cannot, and nobody for whom it waits was shown that
        (`seeing.arrived` and its like, of one)."""
        if self.is_late:
            return self.seen_at is None or self.seen_at < self.due_at
        return (self.state == self.State.GIVEN or self.is_unreached) and self.seen_at is None

    @property
    def is_dropped(self) -> bool:
        """Whether what it was asked for is decided or withdrawn, so that nobody waits for it any more."""
        return self.state == self.State.ASKED and self.submission.status not in STILL_EXAMINED

    @property
    def _is_wanted(self) -> bool:
        return self.state == self.State.ASKED and not self.is_dropped

    def is_awaited(self, at: datetime) -> bool:
        """Whether it can be given at this moment."""
        return self._is_wanted and at < self.due_at

    @property
    def is_late(self) -> bool:
        return self._is_wanted and timezone.now() >= self.due_at

    @property
    def is_unreached(self) -> bool:
        """Whether it is wanted of somebody whom a letter did not reach."""
        return self._is_wanted and self.undelivered_since is not None


class OpinionLink(models.Model):
    """The link of a letter that asked for an opinion and left."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.opinion} {self.created_at:%Y-%m-%d %H:%M}"


class OpinionFile(models.Model):
    """The one file that came with an opinion, on private storage under a random name."""

    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="attached")
    original_name = models.CharField(_("nome del file"), max_length=200)
    content_type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveBigIntegerField(_("dimensione in byte"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=private_name, max_length=120)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.original_name
