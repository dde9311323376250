"""Files that somebody asked for: how far they are, for a week, and for good what left in a whole list."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)
# Nothing was written of it for so long: whoever took it away left, or the server stopped.
BROKEN_OFF = timedelta(minutes=2)


class Format(models.TextChoices):
    CSV = "csv", _("CSV, con la virgola")
    CSV_SEMICOLON = "csv-semicolon", _("CSV, con il punto e virgola")
    XLSX = "xlsx", _("XLSX (Excel, LibreOffice)")
    JSON = "json", _("JSON, per un programma")
    ZIP = "zip", _("ZIP: ricevute e file")


class Export(models.Model):
    """One file that left, or is leaving: how far it is, and nothing of what is in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=16, choices=Format.choices)
    rows = models.PositiveIntegerField()
    written = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.format} {self.written}/{self.rows}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and timezone.now() - self.moved_at < BROKEN_OFF

    @property
    def percent(self) -> int:
        return 100 if not self.rows else min(100, 100 * self.written // self.rows)


class TakenList(models.Model):
    """Which submissions left in one file, whose own logs do not say it; kept as long as the log.

    Attributes:
        numbers: those of their rows, see `istruttoria.exports.held`.
        lowest, highest: of these numbers, by which the lists that cannot hold one are passed over.
    """

    at = models.DateTimeField(default=timezone.now)
    # Empty once the account is gone, whose name then stands in the label alone.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_label = models.CharField(max_length=200)
    format = models.CharField(max_length=16, choices=Format.choices)
    personal = models.BooleanField()
    how_many = models.PositiveIntegerField()
    lowest = models.PositiveBigIntegerField()
    highest = models.PositiveBigIntegerField()
    numbers = models.BinaryField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["highest", "lowest"], name="taken_lists_by_span")]

    def __str__(self) -> str:
        return f"{self.format} {self.how_many} {self.at:%Y-%m-%d %H:%M}"


def prune() -> None:
    Export.objects.filter(began_at__lt=timezone.now() - KEPT_FOR).delete()
