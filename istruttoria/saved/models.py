"""Filters of the queue under a name: one's own, those that colleagues share, the one a queue opens with."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60
# Of the parameters of an address.
LONGEST_QUERY = 1000


class SavedFilter(models.Model):
    """What the parameters of a list choose, and in which order; never words that somebody searched for.

    Words are left out because they may be those of a person, and would stay when what they found is erased.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("nome"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_shared = models.BooleanField(_("condiviso con chi istruisce"), default=False, db_index=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        verbose_name = _("filtro salvato")
        verbose_name_plural = _("filtri salvati")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="saved_filter_once_for_each_owner")
        ]

    def __str__(self) -> str:
        return self.name


class DefaultFilter(models.Model):
    """The filter with which the queue of an account opens; the colleague who shares it may change it."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="default_filter"
    )
    saved = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="default_of")

    class Meta:
        verbose_name = _("filtro predefinito")
        verbose_name_plural = _("filtri predefiniti")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.account_id} {self.saved_id}"
