"""The request that one's data be erased (GDPR, art. 17), while somebody has to decide on it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.models import Submission


class ErasureRequest(models.Model):
    """When it was asked, by when an answer is due, and why it was refused; one granted goes with its row."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="erasure_requests")
    asked_at = models.DateTimeField(_("chiesta il"), default=timezone.now)
    answer_by = models.DateField(_("risposta entro il"))
    refused_at = models.DateTimeField(_("rifiutata il"), null=True)
    reason = models.TextField(_("motivazione"), blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("richiesta di cancellazione")
        verbose_name_plural = _("richieste di cancellazione")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(refused_at=None),
                name="one_open_erasure_request",
            )
        ]
        indexes = [
            models.Index(
                fields=["answer_by", "submission"],
                condition=models.Q(refused_at=None),
                name="open_erasure_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.asked_at:%Y-%m-%d}"
