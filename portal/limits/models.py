"""How much one visitor, or one address, has already used of what is limited."""

from django.db import models

LONGEST_KIND = 40


class LimitUsage(models.Model):
    """One count of one period; see `portal.limits.counting`.

    `subject` is a keyed hash: an address is counted, never kept. `amount` is in the unit of its kind.
    """

    kind = models.CharField(max_length=LONGEST_KIND)
    subject = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    amount = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "ends_at"], name="limit_usage_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ends_at:%Y-%m-%d %H:%M}"
