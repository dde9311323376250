"""Events: labs, training, public meetings and supervision, with seats."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail.url_routing import RouteResult

from candidature.intake import quotas
from candidature.pages.folding import FoldedPanel
from candidature.pages.panels import PLACE_PANELS, TITLE_PANELS, WINDOW_PANELS, edit_handler
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Facts
from candidature.pages.withdrawing import Withdrawing
from candidature.pages.words import Places
from candidature.published.noting import Said
from candidature.statuses import Kind, Status
from eventi import calendar, invitations, pools, same_person, saying, seats
from eventi.pools import DEFAULT, Seat, SeatPool
from eventi.withdrawing import from_event
from eventi.words import EVENT, seats_in_words
from portal.languages import spoken
from portal.machines import preview_picture
from portal.machines.structured import moment
from portal.outbox.attachments import Wanted
from portal.pages.searching import SearchFacts, day_of
from portal.web import calendar_files

if TYPE_CHECKING:
    from candidature.process.rules import Change
    from candidature.submissions.applicants import Applicant
    from candidature.submissions.models import Submission
    from moduli import Answers, Schema


# In the words of schema.org.
_ATTENDANCE: dict[str, str] = {
    pools.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    pools.Mode.ONLINE: "OnlineEventAttendanceMode",
    pools.Mode.MIXED: "MixedEventAttendanceMode",
}


class EventPage(ParticipationPage):
    """A dated meeting that people sign up for. `capacity` empty means that seats are not limited."""

    kind = Kind.EVENT
    words = EVENT
    letter_folders = ("eventi/letters", *ParticipationPage.letter_folders)
    facts_template = "eventi/_event_facts.html"
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
    # Seats are given as they last: nobody is promised a day, and nobody appeals.
    begins_with = tuple(
        name for name in ParticipationPage.begins_with if name not in ("response_days", "appeal")
    )
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

    template = "eventi/event_page.html"
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

    edit_handler = edit_handler(
        *TITLE_PANELS,
        FieldPanel("event_type"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("mode"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
                FieldPanel("directions"),
                FieldPanel("online_url"),
                FieldPanel("what_to_bring"),
                FieldPanel("costs"),
            ],
            heading=_("Date, luogo e costi"),
            help_text=_(
                "Se cambi data, luogo, modalità o collegamento e pubblichi, chi è iscritto riceve una "
                "lettera con il calendario aggiornato. Per un maiuscolo o una virgola non parte nulla."
            ),
        ),
        FoldedPanel(
            [FieldPanel("cancelled"), FieldPanel("cancellation_note")],
            heading=_("Annullamento"),
            says=lambda value: gettext("annullato") if value("cancelled") else gettext("si tiene"),
        ),
        MultiFieldPanel([FieldPanel("capacity"), FieldPanel("admission")], heading=_("Posti")),
        *WINDOW_PANELS,
        FieldPanel("body"),
        *PLACE_PANELS,
        promises_a_day=False,
    )

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventi")

    @property
    def type_label(self) -> str:
        return self.get_event_type_display()

    @property
    def search_facts(self) -> SearchFacts:
        return replace(super().search_facts, day=day_of(self.starts_at))

    @property
    def promised_days(self) -> None:
        """Nobody waits for an answer: seats are given as they last."""

    def respond_by(self, _submitted_at: datetime) -> None:
        """No term is promised."""

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
    def retention_in_words(self) -> str:
        return ngettext(
            "I dati si conservano per %(months)d mese dopo la fine dell’evento.",
            "I dati si conservano per %(months)d mesi dopo la fine dell’evento.",
            self.retention_months,
        ) % {"months": self.retention_months}

    @classmethod
    def lock(cls, page_ids: Collection[int], *, for_sending: bool = False) -> "dict[int, Self]":
        """The events, read afresh and locked until the transaction ends, always in the same order."""
        rows = cls.without_body(for_sending).select_for_update(of=("self",)).filter(pk__in=page_ids)
        return {event.pk: event for event in rows.order_by("pk")}

    @cached_property
    def pool(self) -> SeatPool:
        """The pool whose capacity the page has, on the instance that `lock` returned."""
        return self.pools.get(name=DEFAULT)

    @cached_property
    def numbers_held(self) -> set[int]:
        """The seat numbers taken, those found in this transaction and not written yet included."""
        return set(self.pool.seats.values_list("number", flat=True))

    @cached_property
    def numbers_found(self) -> dict[int, int]:
        """Seat numbers found in this transaction and not written yet, by submission."""
        return {}

    @property
    def admits_by_itself(self) -> bool:
        return self.admission == self.Admission.AUTOMATIC

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= at

    @classmethod
    def is_over(cls, at: datetime) -> models.Q:
        begun = models.Q(starts_at__lte=at) | models.Q(starts_at__isnull=True, ends_at__lte=at)
        return super().is_over(at) | begun | models.Q(cancelled=True)

    def first_action(self) -> str:
        """Where admission is automatic, a seat while seats last, otherwise a place on the waiting list."""
        if not self.admits_by_itself:
            return ""
        return "queue" if seats.next_number(self) is None else "confirm"

    def takes_corrections(self, status: str) -> bool:
        """Where the portal gives the seats nobody looks at the answers: seat or place in the line stay."""
        given = self.admits_by_itself and status in (Status.ACCEPTED, Status.RESERVE)
        return given or super().takes_corrections(status)

    def marks(self, applicant: "Applicant", _schema: "Schema", _answers: "Answers") -> list[str]:
        """A name at an address: two people of a family may share it."""
        return same_person.marks(applicant)

    def sent_at(self, _pressed_at: datetime, proved_at: datetime) -> datetime:
        """Whoever confirms later stands behind those who waited meanwhile."""
        return proved_at

    def count_sending(self, client: str) -> None:
        quotas.sign_up(client, self.pk)

    def before_accept(self, change: "Change") -> None:
        """Finds a seat.

        Raises:
            NoSeatLeftError: the event is full.
            EventCancelledError: it does not take place.
            EventBegunError: the portal gives no seat once the event has begun, and nobody once it is over.
        """
        seats.take(self, change)

    def give(self, changes: "Sequence[Change]") -> None:
        seats.give(self, changes)

    def after_release(self, submissions: "Sequence[Submission]") -> None:
        """Offers the seats to those who have waited longest."""
        seats.release(self, submissions)
        seats.promote(self)

    def afterwards(self) -> str:
        if self.admits_by_itself:
            return gettext(
                "Ricevi subito per email la conferma del posto; se i posti sono finiti, entri in lista "
                "d’attesa."
            )
        return gettext(
            "Ricevi subito una ricevuta con un codice. I posti li assegna una commissione: la risposta "
            "arriva per email."
        )

    def places(self) -> Places | None:
        free = seats.free(self)
        if self.capacity is None or free is None:
            return None
        return seats_in_words(self.capacity, free, moderated=not self.admits_by_itself)

    def rows_about(self, submission: "Submission") -> list[tuple[str, str]]:
        seat = Seat.objects.filter(submission=submission).select_related("pool").first()
        if seat is None:
            return []
        return [(gettext("Posto"), f"{seat.number} {seat.pool.name}".strip())]

    def takes_place(self) -> list[tuple[str, str]]:
        return [] if self.cancelled else saying.when_and_where(self)

    def online_access(self, submission: "Submission") -> str:
        return self.online_url if submission.status == Status.ACCEPTED else ""

    def withdrawing(self, submission: "Submission", at: datetime) -> Withdrawing:
        return from_event(submission, self, at)

    def erases_at_once(self, submission: "Submission", at: datetime) -> bool:
        """A seat that the portal gave by itself, of an event to come: nobody has to examine it."""
        is_given_by_portal = submission.status in (Status.ACCEPTED, Status.RESERVE, Status.RECEIVED)
        return self.admits_by_itself and is_given_by_portal and not self.is_past(at)

    def may_still_withdraw(self, at: datetime) -> bool:
        """Until it is over: who finds out on the way that they cannot come says so too."""
        return not (self.is_past(at) or self.is_cancelled)

    def is_past(self, at: datetime | None = None) -> bool:
        end = self.ends_at or self.starts_at
        return end is not None and end <= (at or timezone.now())

    def clean(self) -> None:
        super().clean()
        if self.original_id is not None:
            return
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise ValidationError({"ends_at": _("La fine deve venire dopo l’inizio.")})
        held = seats.confirmed(self.pk) if self.pk and self.capacity is not None else 0
        if self.capacity is not None and self.capacity < held:
            sentence = ngettext(
                "C’è già %(held)d posto confermato: i posti non possono essere meno.",
                "Ci sono già %(held)d posti confermati: i posti non possono essere meno.",
                held,
            )
            raise ValidationError({"capacity": sentence % {"held": held}})

    def said(self) -> dict[str, Said]:
        return {**super().said(), saying.SIGN_UPS: saying.said(self)}

    def calendar_file(self, submission: "Submission") -> bytes | None:
        return calendar.personal(self, submission)

    def letter_attachments(self, letter: str, submission: "Submission") -> tuple[Wanted, ...]:
        invited = (invitations.wanted(submission),) if letter in invitations.LETTERS else ()
        return (*super().letter_attachments(letter, submission), *invited)

    def place_in_line(self, submission: "Submission") -> int | None:
        return seats.place_in_line(self, submission)

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        if self.starts_at is None:
            return []
        status = "EventCancelled" if self.cancelled else "EventScheduled"
        return [
            {
                "@type": "Event",
                "name": self.title,
                "description": self.get_meta_description(),
                "startDate": moment(self.starts_at),
                "endDate": moment(self.ends_at),
                "eventStatus": f"https://schema.org/{status}",
                "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[self.mode]}",
                "location": self._places_of_meeting(address),
                "maximumAttendeeCapacity": self.capacity,
                "image": f"{root}{preview_picture.address_of(self)}",
                "url": address,
                "inLanguage": spoken(),
                "organizer": {"@id": f"{root}/#ente"},
            }
        ]

    def _places_of_meeting(self, address: str) -> list[dict[str, Any]]:
        """Where people meet; of the online room only its page, because the way in is for who signed up."""
        place = {"@type": "Place", "name": self.place or self.address, "address": self.address or self.place}
        online = {"@type": "VirtualLocation", "url": address}
        return [
            *([place] if place["name"] and self.mode != pools.Mode.ONLINE else []),
            *([online] if self.mode != pools.Mode.IN_PERSON else []),
        ]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Its calendar file stands below its own address."""
        if path_components == [calendar.PATH] and self.live and self.starts_at:
            return RouteResult(self, kwargs={"as_calendar": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, as_calendar: bool = False, **kwargs: Any) -> Any:
        if as_calendar:
            return calendar_files.answer(calendar.public(self))
        return super().serve(request, *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and in the same transaction gives seats that a higher capacity frees to who is waiting.

        Raises:
            ValidationError: fewer seats than are confirmed, unless told not to look (`clean=False`).
        """
        with transaction.atomic():
            # First the lock: nobody may take a seat between the look at what is confirmed and the writing.
            type(self).lock([self.pk] if self.pk else [])
            super().save(*args, **kwargs)

    def after_save(self, *, is_new: bool) -> None:
        super().after_save(is_new=is_new)
        seats.resize(self)
        seats.promote(self)
