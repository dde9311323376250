"""Which columns of the queue an account chose to see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_KEYS = 2000


class ColumnChoice(models.Model):
    """The columns of an account: their keys in order, with spaces between them (see `offered`)."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="column_choice"
    )
    keys = models.CharField(max_length=LONGEST_KEYS, blank=True)

    class Meta:
        verbose_name = _("scelta delle colonne")
        verbose_name_plural = _("scelte delle colonne")
        default_permissions = ()

    def __str__(self) -> str:
        return self.keys
