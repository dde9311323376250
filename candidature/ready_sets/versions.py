"""What a set of an editor held before: who put it there and when, to be read and to be taken back."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.ready_sets.models import OwnSet
from portal.models import User

# Of one set; older ones go.
MOST_KEPT = 50


class OwnSetVersion(models.Model):
    """The questions of a set from a moment on. The newest are those that it holds now.

    Only who may change the set reads them: what was there while nobody else saw it stays theirs.
    """

    of = models.ForeignKey(OwnSet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("versione di un gruppo di domande")
        verbose_name_plural = _("versioni di un gruppo di domande")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="own_set_version_once")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"


def note(own: OwnSet, by: User) -> None:
    """Keeps what a set holds, if it is not what it held; the caller has locked the set, or just made it."""
    newest = own.versions.first()
    if newest is not None and newest.content == own.content:
        return
    number = newest.number + 1 if newest else 1
    OwnSetVersion.objects.create(of=own, number=number, content=own.content, by=by)
    own.versions.filter(number__lte=number - MOST_KEPT).delete()


def note_former(former: OwnSet) -> None:
    """Keeps what a set held of which nothing was kept: it was made before there were versions."""
    if not former.versions.exists():
        OwnSetVersion.objects.create(
            of=former, number=1, content=former.content, by=former.made_by, at=former.made_at
        )


def take_back(own: OwnSet, version: OwnSetVersion, by: User) -> bool:
    """Puts the questions of a version where they were, as the newest version; False where a colleague changed
    the set since `own` was read."""
    with transaction.atomic():
        rows = OwnSet.objects.select_for_update().filter(pk=own.pk, changed_at=own.changed_at)
        locked = rows.first()
        if locked is None:
            return False
        locked.content = version.content
        locked.save(update_fields=["content", "changed_at"])
        note(locked, by)
    return True
