"""When a resource is open, as editors write it: hours of the week, and days on which it is closed."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from portal.italian.days import with_article
from portal.pages import years
from territori.resources.boxes import WordBoxes
from territori.resources.week import Weekday, days_in_words, known_days, times_in_words


class OpeningHours(Orderable):
    """From when to when, Europe/Rome, on some days of the week."""

    page = ParentalKey("territori.ResourcePage", on_delete=models.CASCADE, related_name="hours")
    days = models.TextField(gettext_lazy("giorni"), validators=[known_days])
    opens = models.TimeField(gettext_lazy("dalle"), null=True)
    closes = models.TimeField(
        gettext_lazy("alle"),
        null=True,
        help_text=gettext_lazy(
            "Un’ora che viene prima di quella di apertura è del giorno dopo: dalle 20:00 alle 08:00. "
            "Due ore uguali: aperto 24 ore su 24."
        ),
    )

    panels = [
        FieldPanel("days", widget=WordBoxes(Weekday)),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("orario di apertura")
        verbose_name_plural = gettext_lazy("orari di apertura")

    def __str__(self) -> str:
        if self.opens is None or self.closes is None:
            return ""
        times = times_in_words(self.opens, self.closes)
        return _("%(days)s %(times)s") % {"days": days_in_words(self.days), "times": times}

    @property
    def is_complete(self) -> bool:
        """Whether it says anything; a row of a draft may be half typed."""
        return bool(self.days.strip()) and self.opens is not None and self.closes is not None

    @property
    def is_overnight(self) -> bool:
        """Whether it reaches into the next day; what closes at midnight ends with its own."""
        if self.opens is None or self.closes is None:
            return False
        return self.closes <= self.opens and self.closes != time.min


class Closure(Orderable):
    """Days on which a resource is closed although the week says it is open."""

    page = ParentalKey("territori.ResourcePage", on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(gettext_lazy("dal giorno"), null=True)
    last_day = models.DateField(
        gettext_lazy("al giorno"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Compreso. Vuoto: chiuso un giorno solo."),
    )
    reason = models.CharField(
        gettext_lazy("perché"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Per esempio: ferie, festa del patrono."),
    )

    panels = [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("chiusura")
        verbose_name_plural = gettext_lazy("chiusure")

    def __str__(self) -> str:
        if self.first_day is None:
            return ""
        if self.last_day is None or self.last_day == self.first_day:
            return date_format(self.first_day, "j F Y")
        return pgettext("dal giorno … al giorno …", "%(first)s %(last)s") % {
            "first": with_article(self.first_day, "dal"),
            "last": with_article(self.last_day, "al"),
        }

    def clean(self) -> None:
        super().clean()
        for name, day in (("first_day", self.first_day), ("last_day", self.last_day)):
            if day and (wrong := years.refusal(day.year)):
                raise ValidationError({name: wrong})
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("L’ultimo giorno non può venire prima del primo.")})
