"""Somebody else who is asked to read an application and to say whether they confirm it."""

from typing import Any, cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission


class Confirmation(models.Model):
    """One person who is asked to confirm: for a partner body, or as the guardian of who is under age.

    It belongs to a draft until that is sent, then to the submission, as files do. Of who does not want to be
    written to only the digest of the address stays, so that nobody writes there again.
    """

    class Role(models.TextChoices):
        PARTNER = "partner", _("Partner")
        GUARDIAN = "guardian", _("Genitore o chi ne fa le veci")

    class State(models.TextChoices):
        # Nobody has written to them yet.
        NAMED = "named", _("Da chiedere")
        ASKED = "asked", _("In attesa di risposta")
        CONFIRMED = "confirmed", _("Ha confermato")
        DECLINED = "declined", _("Non conferma")
        # Does not want to be written to, or says that it is somebody else.
        OBJECTED = "objected", _("Non vuole essere contattato")
        REMOVED = "removed", _("Tolto")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="confirmations")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, related_name="confirmations"
    )
    role = models.CharField(max_length=8, choices=Role.choices)
    # The organisation; blank for a guardian.
    body = models.CharField(_("organizzazione"), max_length=200, blank=True)
    name = models.CharField(_("nome e cognome"), max_length=160, blank=True)
    # Blank while something typed is wrong, of who signs on paper, and once it is forgotten.
    email = models.EmailField(_("email"), blank=True)
    # Of the mailbox (`addresses.box`), for as long as the row is kept.
    address_digest = models.CharField(max_length=64, blank=True)
    # The address said no: nobody writes to it about the same application any more.
    refuses_letters = models.BooleanField(default=False)
    # The office has it on paper, signed: of a draft typed at the desk, and of what came of it.
    on_paper = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.NAMED)
    # What they said with their answer.
    reason = models.TextField(blank=True)
    # What was typed and is not right, by field, to be shown again.
    typed = models.JSONField(default=dict)
    # A digest of what they read when they confirmed (`submissions.content`).
    content = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["role", "created_at", "pk"]
        verbose_name = _("conferma")
        verbose_name_plural = _("conferme")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False, submission__isnull=True)
                | models.Q(draft__isnull=True, submission__isnull=False),
                name="confirmation_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission or self.draft} {self.get_role_display()}"

    @property
    def is_guardian(self) -> bool:
        return self.role == self.Role.GUARDIAN

    @property
    def is_named(self) -> bool:
        """Whether it is known whom to ask; not while something typed is wrong."""
        return bool(self.email) or self.on_paper or self.state == self.State.OBJECTED

    @property
    def is_asked(self) -> bool:
        """Whether an answer to a letter is awaited."""
        return self.state == self.State.ASKED

    @property
    def said_no(self) -> bool:
        return self.state in (self.State.DECLINED, self.State.OBJECTED)

    @property
    def who(self) -> str:
        """The organisation, or the person."""
        return self.body or self.name or str(self.typed.get("body") or self.typed.get("name") or "")

    @property
    def is_signed_draft(self) -> bool:
        """Whether it is signed on paper and was not registered yet."""
        return self.on_paper and self.draft_id is not None

    def has_confirmed(self, content: str) -> bool:
        """Whether they confirmed what has this digest, and not what it was before.

        What is signed on paper is confirmed, however often it is typed over until it is registered.
        """
        if self.is_signed_draft:
            return True
        return self.state == self.State.CONFIRMED and self.content == content

    @property
    def application(self) -> Draft | Submission:
        """What they are asked to confirm: the constraint says that it is one of the two."""
        return cast("Draft | Submission", self.submission or self.draft)

    def owning(self) -> dict[str, Any]:
        """The columns of another one that belongs to the same application."""
        return {"draft": self.draft, "submission": self.submission}


class ConfirmationLink(models.Model):
    """The link of a letter that asked for a confirmation and left."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.confirmation} {self.created_at:%Y-%m-%d %H:%M}"
