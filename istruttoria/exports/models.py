"""How far the files are that somebody asked for, so that a page can say it while they are written."""

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
    """One file that left, or is leaving. What was in it is nowhere noted but in the log, by how many rows."""

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


def prune() -> None:
    Export.objects.filter(began_at__lt=timezone.now() - KEPT_FOR).delete()
