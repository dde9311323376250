"""Who wants no daily letter about what waits for them."""

from django.conf import settings
from django.db import models


class ReminderSilence(models.Model):
    """An account that wants no daily letter; there is a row only for those."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.account_id)
