"""Pools of seats of an event, and the seats that are taken.

An event has one pool today, the one without a name, whose capacity the editor writes on the page. Others can
stand beside it: the seats in the room and those online, or a quota kept for a group. The database itself
refuses a number twice in a pool and a number above its capacity (`eventi.triggers`).
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# The name of the pool whose capacity the page has.
DEFAULT = ""


class Mode(models.TextChoices):
    """How one attends."""

    IN_PERSON = "in_person", _("In presenza")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("In presenza e online")


class SeatPool(models.Model):
    """Seats of an event that are given out together. `capacity` empty means that they are not limited."""

    event = models.ForeignKey(
        "eventi.EventPage", on_delete=models.CASCADE, related_name="pools", verbose_name=_("evento")
    )
    name = models.CharField(_("nome"), max_length=100, blank=True, default=DEFAULT)
    mode = models.CharField(_("modalità"), max_length=12, choices=Mode.choices, blank=True)
    capacity = models.PositiveIntegerField(
        _("posti"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("gruppo di posti")
        verbose_name_plural = _("gruppi di posti")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="seat_pool_named_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}".strip()


class Seat(models.Model):
    """A seat that somebody holds. It goes with the submission; whoever gives it back leaves no row."""

    pool = models.ForeignKey(
        SeatPool,
        on_delete=models.PROTECT,
        related_name="seats",
        # The constraint below serves.
        db_index=False,
    )
    number = models.PositiveIntegerField(_("posto"))
    submission = models.OneToOneField(
        "candidature.Submission", on_delete=models.CASCADE, related_name="seat", verbose_name=_("iscrizione")
    )

    class Meta:
        verbose_name = _("posto")
        verbose_name_plural = _("posti")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="seat_sold_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seats_count_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.number)
