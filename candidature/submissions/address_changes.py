"""Another email address for what was sent: asked for, then proved, and for a while open to objection."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.models import Submission

# How long the former address can say that it was somebody else.
OBJECTION = timedelta(days=30)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> Self:
        """Asked for, and neither proved nor stopped."""
        return self.filter(counted_at=None, stopped_at=None)

    def recent(self) -> Self:
        """Those that the former address may still object to, or objected to."""
        return self.filter(asked_at__gt=timezone.now() - OBJECTION)


class AddressChange(models.Model):
    """One change of address. It counts from `counted_at`, unless it was stopped before.

    `objected_at`: the former address said that it was somebody else; what had counted was taken back.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="address_changes")
    former = models.EmailField(_("indirizzo di prima"))
    present = models.EmailField(_("indirizzo nuovo"))
    asked_at = models.DateTimeField(_("chiesto il"), default=timezone.now)
    counted_at = models.DateTimeField(_("valido dal"), null=True)
    stopped_at = models.DateTimeField(_("fermato il"), null=True)
    objected_at = models.DateTimeField(_("contestato il"), null=True)
    # Of the link by which the former address objects; blank until its letter left.
    objection_hash = models.CharField(max_length=64, blank=True, db_index=True)

    objects: ClassVar[models.Manager["AddressChange"]] = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("cambio di indirizzo")
        verbose_name_plural = _("cambi di indirizzo")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.asked_at:%Y-%m-%d %H:%M}"
