"""Sets that editors put aside out of their own forms."""

import unicodedata
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.models import User

LONGEST_NAME = 80
# Whose names can be shared by accounts: whoever keeps none may still take those of colleagues.
KEEP = "candidature.add_ownset"


class OwnSetQuerySet(models.QuerySet["OwnSet"]):
    def visible_to(self, user: User) -> Self:
        """One's own and those that colleagues share; all of them for administrators, who look after them."""
        if user.is_superuser:
            return self
        return self.filter(Q(made_by=user.pk) | Q(is_shared=True))


class OwnSet(models.Model):
    """A set of questions that an editor put aside under a name.

    A form takes a copy of it, so nothing hangs on it: it may be renamed or deleted at any time.

    Attributes:
        name_key: the name as names are compared; no two sets of an account have the same, no two shared ones.
        content: steps as they are stored, without what is a number of another table (`ready_sets.contents`).
    """

    name = models.CharField(_("nome"), max_length=LONGEST_NAME)
    name_key = models.CharField(max_length=3 * LONGEST_NAME, editable=False)
    about = models.CharField(
        _("a che cosa serve"),
        max_length=300,
        blank=True,
        help_text=_("Una frase per chi lo sceglie."),
    )
    is_shared = models.BooleanField(
        _("lo vede tutta la redazione"),
        default=False,
        help_text=_("Se non è spuntato lo vedi solo tu, oltre a chi amministra il portale."),
    )
    content: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("creato da"),
    )
    made_at = models.DateTimeField(_("creato il"), default=timezone.now)
    changed_at = models.DateTimeField(_("modificato il"), auto_now=True)

    objects = OwnSetQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("gruppo di domande")
        verbose_name_plural = _("gruppi di domande")
        default_permissions = ("add",)
        constraints = [
            models.UniqueConstraint(fields=["made_by", "name_key"], name="own_set_name_unique"),
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(is_shared=True), name="shared_set_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = compared(self.name)
        super().save(*args, **kwargs)

    def belongs_to(self, user: User) -> bool:
        """Whether this account may rename, replace and delete it: whoever made it, and administrators."""
        return bool(user.is_superuser or (self.made_by_id == user.pk and user.has_perm(KEEP)))

    @property
    def mark(self) -> str:
        """Another one after each change: who changes a set says which state of it they saw."""
        return self.changed_at.isoformat()


def compared(name: str) -> str:
    """A name as names are compared: without case and without differences that nobody sees."""
    return unicodedata.normalize("NFKC", name).casefold()[: 3 * LONGEST_NAME]


def clean_name(typed: str) -> str:
    """A name as it is kept: on one line, accents composed.

    Raises:
        ValidationError: it has characters that cannot be seen or that turn text around, or no letter at all.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name.isprintable():
        raise ValidationError(_t("Nel nome ci sono caratteri che non si vedono: riscrivilo a mano."))
    if not any(character.isalnum() for character in name):
        raise ValidationError(_t("Scrivi un nome con almeno una lettera o una cifra."))
    return name
