"""What a page last said in public, and what those whom it concerns were last told of it by letter."""

from django.db import models
from django.utils import timezone


class Publication(models.Model):
    """What a page says to one audience: those who have a draft on it, those who signed up.

    `said` and `told` have the same form: `facts`, as letters and calendars name them, and `matters`, the same
    without what is mere spelling. Who was told is told again once `matters` differ (`candidature.published`).
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=16)
    said = models.JSONField()
    told = models.JSONField()
    # Raised whenever what is said changes, by a letter or not: calendars know the later of two files by it.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    # From when on letters are written; none where nobody has to be told.
    tell_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "audience"], name="published_once_to_each")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.audience} {self.sequence}"
