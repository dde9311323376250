"""Events: labs, training, public meetings and supervision, with seats."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from candidature.pages.participation import ParticipationPage, edit_handler
from candidature.pages.window import Facts
from candidature.statuses import Kind

if TYPE_CHECKING:
    from candidature.process.rules import Change


class EventPage(ParticipationPage):
    """A dated meeting that people sign up for. `capacity` empty means that seats are not limited."""

    kind = Kind.EVENT
    moments = (*ParticipationPage.moments, "starts_at", "ends_at")

    class EventType(models.TextChoices):
        LAB = "lab", _("Laboratorio")
        TRAINING = "training", _("Formazione")
        PUBLIC_MEETING = "public_meeting", _("Incontro pubblico")
        SUPERVISION = "supervision", _("Supervisione")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In presenza")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In presenza e online")

    class Admission(models.TextChoices):
        AUTOMATIC = "automatic", _("Automatica: conferma subito finché ci sono posti")
        MODERATED = "moderated", _("Moderata: decide la commissione")

    event_type = models.CharField(
        _("tipo di evento"), max_length=16, choices=EventType.choices, default=EventType.LAB
    )
    mode = models.CharField(_("modalità"), max_length=12, choices=Mode.choices, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField(_("inizia il"), null=True, blank=True)
    ends_at = models.DateTimeField(_("finisce il"), null=True, blank=True)
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    address = models.CharField(_("indirizzo"), max_length=255, blank=True)
    online_url = models.URLField(
        _("collegamento online"),
        blank=True,
        help_text=_("Non compare sulla pagina: lo riceve solo chi ha il posto confermato."),
    )
    costs = models.CharField(_("costi"), max_length=200, blank=True, default=_("Partecipazione gratuita"))
    capacity = models.PositiveIntegerField(
        _("posti"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Vuoto: senza limite. Aumentarli conferma subito chi è in lista d’attesa."),
    )
    admission = models.CharField(
        _("ammissione"), max_length=10, choices=Admission.choices, default=Admission.AUTOMATIC
    )

    template = "eventi/event_page.html"

    search_fields = [
        *ParticipationPage.search_fields,
        index.SearchField("place"),
        index.FilterField("starts_at"),
    ]

    edit_handler = edit_handler(
        *ParticipationPage.content_panels,
        FieldPanel("event_type"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("mode"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
                FieldPanel("online_url"),
                FieldPanel("costs"),
            ],
            heading=_("Date, luogo e costi"),
        ),
        MultiFieldPanel([FieldPanel("capacity"), FieldPanel("admission")], heading=_("Posti")),
        *ParticipationPage.window_panels,
        FieldPanel("body"),
        *ParticipationPage.place_panels,
    )

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventi")

    def facts(self, *, is_full: bool = False) -> Facts:
        """Those of every page, and when it takes place: who comes late to an event finds it begun."""
        return replace(super().facts(is_full=is_full), starts_at=self.starts_at, ends_at=self.ends_at)

    @property
    def ends_on(self) -> date | None:
        """The day of the closing or of the event's end, whichever comes later."""
        moments = [moment for moment in (self.closes_at, self.ends_at or self.starts_at) if moment]
        return timezone.localtime(max(moments)).date() if moments else None

    @property
    def retention_in_words(self) -> str:
        return ngettext(
            "I dati si conservano per %(months)d mese dopo la fine dell’evento.",
            "I dati si conservano per %(months)d mesi dopo la fine dell’evento.",
            self.retention_months,
        ) % {"months": self.retention_months}

    @classmethod
    def lock(cls, page_ids: Collection[int]) -> "dict[int, Self]":
        """The events, read afresh and locked until the transaction ends, always in the same order."""
        rows = cls.objects.select_for_update(of=("self",)).filter(pk__in=page_ids)
        return {event.pk: event for event in rows.order_by("pk").defer_streamfields()}

    @cached_property
    def seats_given(self) -> set[int]:
        """Seat numbers given in this transaction, on the instance that `lock` returned, even if unwritten."""
        return set()

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= at

    @classmethod
    def is_over(cls, at: datetime) -> models.Q:
        begun = models.Q(starts_at__lte=at) | models.Q(starts_at__isnull=True, ends_at__lte=at)
        return super().is_over(at) | begun

    def first_action(self) -> str:
        """Where admission is automatic, a seat while seats last, otherwise a place on the waiting list."""
        from eventi import seats

        if self.admission != self.Admission.AUTOMATIC:
            return ""
        return "queue" if seats.next_number(self) is None else "confirm"

    def before_accept(self, change: "Change") -> None:
        """Gives a seat.

        Raises:
            NoSeatLeftError: the event is full.
            EventBegunError: the portal gives no seat once the event has begun, and nobody once it is over.
        """
        from eventi import seats

        seats.take(self, change)

    def after_release(self) -> None:
        """Offers the seats to those who have waited longest."""
        from eventi import seats

        seats.promote(self)

    def is_past(self, at: datetime | None = None) -> bool:
        end = self.ends_at or self.starts_at
        return end is not None and end <= (at or timezone.now())

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise ValidationError({"ends_at": _("La fine deve venire dopo l’inizio.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and in the same transaction gives seats that a higher capacity frees to who is waiting."""
        from eventi import seats

        with transaction.atomic():
            super().save(*args, **kwargs)
            seats.promote(type(self).lock([self.pk])[self.pk])
