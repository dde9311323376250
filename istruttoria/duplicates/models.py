"""What may be the same application twice, and who said that it is not."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Alike(models.TextChoices):
    """In what two applications are alike."""

    CODE = "code", _("stesso codice fiscale o partita IVA")
    EMAIL = "email", _("stesso indirizzo email")
    PHONE = "phone", _("stesso telefono")
    ADDRESS = "address", _("stesso indirizzo")
    FILE = "file", _("stesso file")
    NAME = "name", _("nome uguale o quasi")


class LikenessMark(models.Model):
    """A digest of something that two applications have alike where they are one; never the thing itself."""

    submission = models.ForeignKey(
        "candidature.Submission", on_delete=models.CASCADE, related_name="likeness_marks"
    )
    digest = models.CharField(max_length=64, db_index=True)
    alike = models.CharField(max_length=8, choices=Alike.choices)

    class Meta:
        verbose_name = _("segno di somiglianza")
        verbose_name_plural = _("segni di somiglianza")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.alike}"


class DuplicateHint(models.Model):
    """That a submission may be the same as another one. Each pair has two, one seen from either side."""

    submission = models.ForeignKey(
        "candidature.Submission",
        on_delete=models.CASCADE,
        related_name="duplicate_hints",
        # The constraint below serves.
        db_index=False,
    )
    other = models.ForeignKey("candidature.Submission", on_delete=models.CASCADE, related_name="+")
    # Codes of `Alike`, with commas between them.
    alike = models.CharField(max_length=60)
    found_at = models.DateTimeField(default=timezone.now)
    # Who said that they are not the same, as the log keeps names.
    denied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    denied_label = models.CharField(max_length=200, blank=True)
    denied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "pk"]
        verbose_name = _("possibile doppione")
        verbose_name_plural = _("possibili doppioni")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "other"], name="duplicate_hint_once_for_each_pair")
        ]
        indexes = [
            models.Index(
                fields=["submission"],
                condition=models.Q(denied_at__isnull=True),
                name="duplicate_hint_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.other_id}"

    @property
    def why(self) -> list[str]:
        """In what they are alike, in words."""
        return [str(Alike(code).label) for code in self.alike.split(",")]
