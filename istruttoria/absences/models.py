"""When a member of staff is away."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.italian.days import with_article

# Nobody needs to know for longer that somebody was away.
KEPT = timedelta(days=30)


class Absence(models.Model):
    """An account is away from one day to another, both included (Europe/Rome), and perhaps another stands in.

    Why is nobody's business, so it is not asked.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField(_("assente dal"))
    last_day = models.DateField(_("assente fino al"))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chi ti sostituisce"),
    )

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("assenza")
        verbose_name_plural = _("assenze")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(stand_in__isnull=True) | ~models.Q(stand_in=models.F("account")),
                name="nobody_stands_in_for_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.first_day}–{self.last_day}"

    @property
    def in_words(self) -> str:
        """From when until when."""
        first, last = with_article(self.first_day, "dal"), with_article(self.last_day, "al")
        return gettext("%(first)s %(last)s") % {"first": first, "last": last}

    @property
    def forgotten_on(self) -> date:
        """The last day on which it is kept."""
        return self.last_day + KEPT
