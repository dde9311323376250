"""What the staff do with what visitors wrote: nothing yet, read it, or put it right."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User


class State(models.TextChoices):
    NEW = "new", _("da leggere")
    READ = "read", _("letta")
    SOLVED = "solved", _("risolta")


class Handled(models.Model):
    """A row that somebody of the staff looks at.

    Attributes:
        handled_at: since when it has the state that it has; None while nobody has looked.
    """

    state = models.CharField(_("stato"), max_length=8, choices=State, default=State.NEW, db_index=True)
    handled_by = models.ForeignKey(
        "portal.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chi l’ha segnato"),
    )
    handled_at = models.DateTimeField(_("quando è stato segnato"), null=True, blank=True)

    class Meta:
        abstract = True


def mark(model: type[Handled], numbers: Iterable[int], state: State, user: User) -> int:
    """Gives rows a state; returns how many had another. Rows that are gone are left out."""
    others = model._default_manager.filter(pk__in=list(numbers)).exclude(state=state)
    if state == State.NEW:
        return others.update(state=state, handled_by=None, handled_at=None)
    return others.update(state=state, handled_by=user, handled_at=timezone.now())
