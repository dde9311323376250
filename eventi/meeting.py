"""An event as a dated meeting with seats: its columns, and what follows from them and from its seats alone.

What gives seats, writes calendar files and tells who signed up takes an event as this; the page on top of all
of them is in `eventi.pages`.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Facts
from eventi import pools
from eventi.pools import DEFAULT, Seat, SeatPool
from eventi.words import EVENT
from portal.pages.searching import SearchFacts, day_of


class Meeting(ParticipationPage):
    """A dated meeting that people sign up for. `capacity` empty means that seats are not limited."""

    words = EVENT
    followed = (
        *ParticipationPage.followed,
        "starts_at",
        "ends_at",
        "mode",
        "online_url",
        "capacity",
        "admission",
        "cancelled",
    )
    worded = (
        *ParticipationPage.worded,
        "place",
        "address",
        "directions",
        "what_to_bring",
        "costs",
        "cancellation_note",
    )
    # Who reads the old ones comes to the wrong place.
    renewed = ("place", "address", "directions", "cancellation_note")
    Mode = pools.Mode
    moments = (*ParticipationPage.moments, "starts_at", "ends_at")

    class EventType(models.TextChoices):
        LAB = "lab", _("Laboratorio")
        TRAINING = "training", _("Formazione")
        PUBLIC_MEETING = "public_meeting", _("Incontro pubblico")
        SUPERVISION = "supervision", _("Supervisione")

    class Admission(models.TextChoices):
        AUTOMATIC = "automatic", _("Automatica: conferma subito finché ci sono posti")
        MODERATED = "moderated", _("Moderata: decide la commissione")

    event_type = models.CharField(
        _("tipo di evento"), max_length=16, choices=EventType.choices, default=EventType.LAB
    )
    mode = models.CharField(
        _("modalità"), max_length=12, choices=pools.Mode.choices, default=pools.Mode.IN_PERSON
    )
    starts_at = models.DateTimeField(_("inizia il"), null=True, blank=True)
    ends_at = models.DateTimeField(_("finisce il"), null=True, blank=True)
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    address = models.CharField(_("indirizzo"), max_length=255, blank=True)
    directions = models.TextField(
        _("come arrivare"),
        max_length=1000,
        blank=True,
        help_text=_("Fermate, parcheggi, ingresso senza gradini. Compare sulla pagina e nelle lettere."),
    )
    what_to_bring = models.TextField(
        _("che cosa portare"),
        max_length=1000,
        blank=True,
        help_text=_("Compare sulla pagina e nelle lettere."),
    )
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
    cancelled = models.BooleanField(
        _("annullato"),
        default=False,
        help_text=_(
            "L’evento non si tiene: le iscrizioni si chiudono, la pagina lo dice e chi è iscritto riceve una "
            "lettera. La pagina resta pubblicata, così chi la cerca lo viene a sapere."
        ),
    )
    cancellation_note = models.CharField(
        _("perché è annullato"),
        max_length=300,
        blank=True,
        help_text=_("Compare sulla pagina e nella lettera, per esempio con la nuova occasione."),
    )

    # The address of one meeting lets in nobody to another.
    exclude_fields_in_copy = [
        *ParticipationPage.exclude_fields_in_copy,
        "starts_at",
        "ends_at",
        "online_url",
        "cancelled",
        "cancellation_note",
    ]
    travels = (
        *ParticipationPage.travels,
        "event_type",
        "mode",
        "place",
        "address",
        "directions",
        "what_to_bring",
        "costs",
        "capacity",
        "admission",
    )

    search_fields = [
        *ParticipationPage.search_fields,
        index.SearchField("place"),
        index.SearchField("address"),
        index.SearchField("directions"),
        index.FilterField("starts_at"),
    ]

    class Meta:
        abstract = True

    @property
    def search_facts(self) -> SearchFacts:
        return replace(super().search_facts, day=day_of(self.starts_at))

    @property
    def promised_days(self) -> int | None:
        """As of every page where a committee gives the seats; given as they last, nobody waits."""
        return None if self.admits_by_itself else super().promised_days

    @property
    def answer_in_words(self) -> str:
        """The same, and that the day of the event is the last."""
        within = super().answer_in_words
        return within and gettext("%(within)s, e comunque non dopo il giorno dell’evento") % {
            "within": within
        }

    def respond_by(self, submitted_at: datetime) -> date | None:
        """The same, and no later than the day on which it begins: after that an answer is of no use."""
        day = None if self.admits_by_itself else super().respond_by(submitted_at)
        if day is None or self.starts_at is None:
            return day
        return min(day, timezone.localtime(self.starts_at).date())

    def facts(self, *, is_full: bool = False) -> Facts:
        """Those of every page, and when it takes place: who comes late to an event finds it begun.

        Who comes is all there is to ask.
        """
        shared = super().facts(is_full=is_full)
        return replace(
            shared,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            has_questions=True,
            is_cancelled=self.cancelled,
        )

    @classmethod
    def fact_columns(cls) -> dict[str, Any]:
        """Those of an event: its time, and the seats left where sign-ups are confirmed while they last."""
        answered = Coalesce(models.OuterRef("original"), models.OuterRef("pk"))
        seats_of_one = Seat.objects.filter(pool__event=answered).order_by().values("pool__event")
        taken = models.Subquery(seats_of_one.annotate(taken=Count("pk")).values("taken"))
        return {
            "fact_asks": models.Value(True, output_field=models.BooleanField()),
            "fact_starts_at": models.F("starts_at"),
            "fact_ends_at": models.F("ends_at"),
            "fact_cancelled": models.F("cancelled"),
            "fact_room": models.Case(
                models.When(
                    capacity__isnull=False,
                    admission=cls.Admission.AUTOMATIC,
                    then=models.F("capacity") - Coalesce(taken, 0),
                ),
                default=None,
                output_field=models.IntegerField(),
            ),
        }

    @property
    def ends_on(self) -> date | None:
        """The day of the closing or of the event's end, whichever comes later."""
        moments = [moment for moment in (self.closes_at, self.ends_at or self.starts_at) if moment]
        return timezone.localtime(max(moments)).date() if moments else None

    @property
    def examines_both(self) -> bool:
        """Nobody needs two seats."""
        return False

    @property
    def awaits_its_day(self) -> bool:
        has_day = self.starts_at is not None or self.ends_at is not None
        return not (has_day or self.cancelled or self.concluded)

    @property
    def retention_in_words(self) -> str:
        return ngettext(
            "I dati si conservano per %(months)d mese dopo la fine dell’evento.",
            "I dati si conservano per %(months)d mesi dopo la fine dell’evento.",
            self.retention_months,
        ) % {"months": self.retention_months}

    @cached_property
    def pool(self) -> SeatPool:
        """The pool whose capacity the page has, on the instance that `lock` returned."""
        return SeatPool.objects.get(event=self.pk, name=DEFAULT)

    @cached_property
    def numbers_held(self) -> set[int]:
        """The seat numbers taken, those found in this transaction and not written yet included."""
        return set(self.pool.seats.values_list("number", flat=True))

    @cached_property
    def numbers_found(self) -> dict[int, int]:
        """Seat numbers found in this transaction and not written yet, by submission."""
        return {}

    @property
    def is_in_a_place(self) -> bool:
        """Whether one can take part by going there. Editors may leave the place of what is only online."""
        return self.mode != pools.Mode.ONLINE

    @property
    def is_online(self) -> bool:
        """Whether one can take part from afar."""
        return self.mode != pools.Mode.IN_PERSON

    @property
    def where(self) -> str:
        """The place and its address in one line; empty where nobody goes anywhere."""
        return ", ".join(filter(None, (self.place, self.address))) if self.is_in_a_place else ""

    @property
    def way_there(self) -> str:
        return self.directions if self.is_in_a_place else ""

    @property
    def way_in(self) -> str:
        """The address for taking part from afar, which only who has a seat may know."""
        return self.online_url if self.is_online else ""

    @property
    def admits_by_itself(self) -> bool:
        return self.admission == self.Admission.AUTOMATIC

    @property
    def passes_seats_on(self) -> bool:
        """Not where a committee decides who comes next, nor where seats are not limited and nobody waits."""
        return self.admits_by_itself and self.capacity is not None

    def has_given_its_places(self, at: datetime) -> bool:
        """Once it begins none goes on by itself; a committee may still decide until it is over."""
        return self.is_past(at) or (self.admits_by_itself and self.has_begun(at))

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled

    def comes_to_nothing(self, at: datetime) -> bool:
        """Cancelled, or over: not before, because who finds out on the way that they cannot come says so."""
        return self.is_cancelled or self.is_past(at)

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= at

    @classmethod
    def is_over(cls, at: datetime) -> models.Q:
        begun = models.Q(starts_at__lte=at) | models.Q(starts_at__isnull=True, ends_at__lte=at)
        return super().is_over(at) | begun | models.Q(cancelled=True)

    @classmethod
    def ends_within(cls, after: datetime, until: datetime) -> models.Q:
        """By the closing or by the beginning, whichever comes first."""
        known = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=after)
        not_begun = models.Q(starts_at__isnull=True) | models.Q(starts_at__gt=after)
        return known & not_begun & (models.Q(closes_at__lte=until) | models.Q(starts_at__lte=until))

    def is_past(self, at: datetime | None = None) -> bool:
        end = self.ends_at or self.starts_at
        return end is not None and end <= (at or timezone.now())
