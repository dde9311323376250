"""The points that colleagues give to a submission: one row for each of them and each criterion."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission
from candidature.pages.scoring import LONGEST_CRITERION

LONGEST_REASON = 500


class Score(models.Model):
    """The points of one colleague for one criterion, which is kept as it was asked then.

    Attributes:
        most: how many points could be given then.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="scores")
    # The id of the criterion's block in its call.
    key = models.CharField(max_length=36)
    asked = models.CharField(_("criterio"), max_length=LONGEST_CRITERION)
    most = models.PositiveSmallIntegerField(_("punti al massimo"))
    points = models.PositiveSmallIntegerField(_("punti"))
    reason = models.TextField(_("perché"), blank=True, max_length=LONGEST_REASON)
    # Empty once the account is gone, whose name then stands in the label alone.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("punteggio")
        verbose_name_plural = _("punteggi")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "by", "key"], name="scored_once_by_each"),
            models.CheckConstraint(condition=Q(points__lte=F("most")), name="points_within_their_most"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.key} {self.points}/{self.most}"
