"""What is known of links between two requests: mailed ones, forms pressed twice, drafts sent, receipts."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission


class FollowLink(models.Model):
    """A secret link by which the applicant follows, completes and withdraws a submission.

    Each letter carries one of its own, which opens once the letter left; all stay valid until revoked.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="follow_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("collegamento personale")
        verbose_name_plural = _("collegamenti personali")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.created_at:%Y-%m-%d}"


class FormKey(models.Model):
    """The key of a first step that made a draft's link: its second press leads to the link of the first.

    The link is derived from the key, which only the browser has, and from `seed`. The key opens nothing by
    itself, and it is of use for a short time.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    seed = models.CharField(max_length=43)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="form_keys")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.draft} {self.created_at:%Y-%m-%d %H:%M}"


class DraftLink(models.Model):
    """A further link of a draft, beside that of the browser that writes it: of a letter which left.

    All of them end with the draft's own (`secret_links`): when it is sent, when its address changes.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.draft} {self.created_at:%Y-%m-%d %H:%M}"


class DraftCode(models.Model):
    """A code of six digits by which the address of a draft is proved: that of a letter which left.

    It ends with the draft's links, and after too many wrong ones.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64)
    wrong = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.draft} {self.created_at:%Y-%m-%d %H:%M}"


class EndedDraftLink(models.Model):
    """The link of a draft that opens nothing any more: sent (`submission`), or replaced (`draft`).

    It is remembered so that who opens it is told why, and nothing else.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, related_name="ended_draft_links"
    )
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="ended_links")
    ended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False, submission__isnull=True)
                | models.Q(draft__isnull=True, submission__isnull=False),
                name="draft_link_ended_for_one_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission or self.draft} {self.ended_at:%Y-%m-%d %H:%M}"


class ReceiptHandOver(models.Model):
    """The way from sending to the receipt: for a few minutes its secret shows the receipt and the new link.

    The link is derived from that secret and from `seed`, so when the row goes nothing leads to it any more.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    seed = models.CharField(max_length=43)
    link = models.OneToOneField(FollowLink, on_delete=models.CASCADE, related_name="hand_over")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link} {self.expires_at:%H:%M}"
