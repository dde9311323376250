"""The phases of a path: what is done in each, and when it takes place, as far as it is known.

A source may name a day, only a month, or nothing. What is not known is shown as not known, and a phase
is never called current on a guess.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portal.blocks.text import TEXT_FEATURES
from portal.pages import years
from portal.pages.fields import StreamField


class Precision(models.TextChoices):
    DAY = "day", _("giorno")
    MONTH = "month", _("mese")
    UNKNOWN = "unknown", _("non nota")


class PhaseState(StrEnum):
    """Where a phase stands on a given day. `STARTED`: it has begun, and nobody says when it ends."""

    UNDATED = "undated"
    UPCOMING = "upcoming"
    CURRENT = "current"
    STARTED = "started"
    PAST = "past"


STATE_LABELS = {
    PhaseState.UNDATED: _("Data non disponibile"),
    PhaseState.UPCOMING: _("In programma"),
    PhaseState.CURRENT: _("In corso"),
    PhaseState.STARTED: _("Avviata"),
    PhaseState.PAST: _("Conclusa"),
}


class DatedPhase(models.Model):
    """A start and an end, each with its precision. Days are those of Europe/Rome."""

    start = models.DateField(_("inizio"), null=True, blank=True)
    start_precision = models.CharField(
        _("precisione dell’inizio"),
        max_length=8,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("Con «mese» si mostrano solo mese e anno."),
    )
    end = models.DateField(_("fine"), null=True, blank=True)
    end_precision = models.CharField(
        _("precisione della fine"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    date_note = models.CharField(
        _("nota sulle date"),
        max_length=120,
        blank=True,
        help_text=_("Per esempio: «in maggio», se la fonte non dice l’anno."),
    )

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date | None:
        """The earliest day the phase may have begun; None when unknown."""
        return _first_day(self.start, self.start_precision)

    @property
    def last_day(self) -> date | None:
        """The latest day the phase may have ended; None when unknown."""
        return _last_day(self.end, self.end_precision)

    @property
    def begun_by(self) -> date | None:
        """The latest day on which the phase may have begun; None when unknown."""
        return _last_day(self.start, self.start_precision)

    def state(self, today: date) -> PhaseState:
        """Where the phase stands on `today`."""
        first, last = self.first_day, self.last_day
        if first is None:
            return PhaseState.PAST if last is not None and last < today else PhaseState.UNDATED
        if today < first:
            return PhaseState.UPCOMING
        if last is None:
            # Without an end, only the day or month of the beginning is certain.
            return PhaseState.CURRENT if self.begun_by and today <= self.begun_by else PhaseState.STARTED
        return PhaseState.CURRENT if today <= last else PhaseState.PAST

    @property
    def start_label(self) -> str:
        """The start in words, as precise as it is known; empty when unknown."""
        return _label(self.start, self.start_precision)

    @property
    def end_label(self) -> str:
        return _label(self.end, self.end_precision)

    def clean(self) -> None:
        super().clean()
        for name, day in (("start", self.start), ("end", self.end)):
            if day and (wrong := years.refusal(day.year)):
                raise ValidationError({name: wrong})
        for name, day, precision in (
            ("start_precision", self.start, self.start_precision),
            ("end_precision", self.end, self.end_precision),
        ):
            if day and precision == Precision.UNKNOWN:
                # It would be kept, and shown nowhere.
                raise ValidationError(
                    {name: _("Qui accanto c’è una data: scegli «giorno» o «mese», oppure togli la data.")}
                )
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"end": _("La fine non può venire prima dell’inizio.")})


class Phase(DatedPhase, Orderable):
    """A step of a path."""

    page = ParentalKey("territori.PathPage", on_delete=models.CASCADE, related_name="phases")
    title = models.CharField(_("titolo"), max_length=160)
    description = RichTextField(_("descrizione"), features=TEXT_FEATURES, blank=True)
    done = RichTextField(
        _("che cosa è stato fatto"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Si scrive quando la fase è in corso o conclusa; la descrizione dice che cosa prevede."),
    )
    documents = StreamField(
        [("document", DocumentChooserBlock(required=False, label=_("Documento")))],
        blank=True,
        verbose_name=_("documenti della fase"),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("start_precision")]),
        FieldRowPanel([FieldPanel("end"), FieldPanel("end_precision")]),
        FieldPanel("date_note"),
        FieldPanel("done"),
        FieldPanel("documents"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("fase")
        verbose_name_plural = _("fasi")

    def __str__(self) -> str:
        return self.title


def _first_day(day: date | None, precision: str) -> date | None:
    if day is None or precision == Precision.UNKNOWN:
        return None
    return day.replace(day=1) if precision == Precision.MONTH else day


def _last_day(day: date | None, precision: str) -> date | None:
    if day is None or precision == Precision.UNKNOWN:
        return None
    return day.replace(day=monthrange(day.year, day.month)[1]) if precision == Precision.MONTH else day


def _label(day: date | None, precision: str) -> str:
    if day is None or precision == Precision.UNKNOWN:
        return ""
    return date_format(day, "F Y" if precision == Precision.MONTH else "j F Y")
