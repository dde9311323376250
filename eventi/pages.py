"""Events: labs, training, public meetings and supervision, with seats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.url_routing import RouteResult

from candidature.confirmations import noting
from candidature.intake import quotas
from candidature.pages.folding import FoldedPanel
from candidature.pages.handling import Acceptance
from candidature.pages.panels import PLACE_PANELS, TITLE_PANELS, WINDOW_PANELS, edit_handler
from candidature.pages.withdrawing import Withdrawing
from candidature.pages.words import Places
from candidature.published.noting import Said
from candidature.statuses import Kind, Status
from candidature.submissions.address_changes import AddressChange
from candidature.submissions.applicants import Applicant
from candidature.submissions.models import Submission
from eventi import calendar, counted, invitations, moved, pools, same_person, saying, seats
from eventi.meeting import Meeting
from eventi.pools import Seat
from eventi.withdrawing import from_event
from eventi.words import seats_in_words
from moduli import Answers, Schema
from portal.italian.days import with_article
from portal.languages import spoken
from portal.machines import preview_picture
from portal.machines.structured import moment
from portal.outbox.attachments import Wanted
from portal.web import calendar_files

# In the words of schema.org.
_ATTENDANCE: dict[str, str] = {
    pools.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    pools.Mode.ONLINE: "OnlineEventAttendanceMode",
    pools.Mode.MIXED: "MixedEventAttendanceMode",
}


class EventPage(Meeting):
    """The page of a meeting: how it is edited and shown, and what follows when seats come and go."""

    kind = Kind.EVENT
    new_label = _("Nuovo evento")
    letter_folders = ("eventi/letters", *Meeting.letter_folders)
    # Whoever confirms later stands behind those who waited meanwhile.
    press_counts = False
    facts_template = "eventi/_event_facts.html"
    # Nobody appeals.
    begins_with = tuple(name for name in Meeting.begins_with if name != "appeal")
    template = "eventi/event_page.html"

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
        MultiFieldPanel(
            [
                FieldPanel("capacity"),
                FieldPanel(
                    "admission",
                    help_text=_(
                        "Se passi da moderata ad automatica, quando pubblichi chi aspetta ancora una "
                        "verifica riceve un posto o entra in lista d’attesa, in ordine di arrivo, con una "
                        "lettera."
                    ),
                ),
                FieldPanel(
                    "response_days",
                    help_text=_(
                        "Solo se l’ammissione è moderata: dalla chiusura delle iscrizioni, e mai dopo il "
                        "giorno dell’evento. Pagina e ricevuta dicono entro quale giorno arriva una "
                        "risposta. Vuoto: non è indicato."
                    ),
                ),
            ],
            heading=_("Posti"),
        ),
        *WINDOW_PANELS,
        FieldPanel("body"),
        *PLACE_PANELS,
        one_each=_(
            "Chi si è già iscritto non può iscriversi di nuovo, se non ha annullato. Si riconosce dal nome "
            "insieme all’indirizzo email, così due persone possono usare lo stesso, e dal codice fiscale se "
            "il modulo lo chiede."
        ),
        promises_a_day=False,
    )

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventi")

    @property
    def type_label(self) -> str:
        text: str = self.get_event_type_display()
        return text

    @classmethod
    def lock(cls, page_ids: Collection[int], *, for_sending: bool = False) -> "dict[int, Self]":
        """The events, read afresh and locked until the transaction ends, always in the same order."""
        rows = cls.without_body(for_sending).select_for_update(of=("self",)).filter(pk__in=page_ids)
        return {event.pk: event for event in rows.order_by("pk")}

    def first_action(self, submission: Submission) -> str:
        """Where admission is automatic, a seat while seats last, otherwise a place on the waiting list.

        Whose guardian said no while it was typed at the desk is looked at by the staff.
        """
        if not self.admits_by_itself or noting.has_a_guardians_no(submission):
            return ""
        return "queue" if seats.next_number(self) is None else "confirm"

    def takes_corrections(self, status: str) -> bool:
        """Where the portal gives the seats nobody looks at the answers: seat or place in the line stay."""
        given = self.admits_by_itself and status in (Status.ACCEPTED, Status.RESERVE)
        return given or super().takes_corrections(status)

    def marks(self, applicant: Applicant, schema: Schema, answers: Answers) -> list[str]:
        """A name at an address, which two people of a family may share; a tax code, whatever the address."""
        return [*same_person.marks(applicant), *same_person.codes(schema, answers)]

    def count_sending(self, client: str, address: str) -> None:
        if self.admits_by_itself and self.capacity is not None:
            quotas.seat(client, address, self.pk, self.capacity)
        else:
            quotas.sign_up(client, self.pk)

    def before_accept(self, change: Acceptance) -> None:
        """Finds a seat.

        Raises:
            NoSeatLeftError: the event is full.
            EventCancelledError: it does not take place.
            EventBegunError: the portal gives no seat once the event has begun, and nobody once it is over.
        """
        seats.take(self, change)

    def give(self, changes: Sequence[Acceptance]) -> None:
        seats.give(self, changes)

    def after_release(self, submissions: Sequence[Submission]) -> None:
        """Offers the seats to those who have waited longest."""
        seats.release(self, submissions)
        seats.promote(self)

    def after_queueing(self) -> None:
        """Beside a free seat nobody waits."""
        seats.promote(self)

    def leaves_mailbox(self, submission: Submission) -> None:
        counted.leaves(submission)

    def left_mailbox(self, change: AddressChange) -> None:
        """Of what is over, or does not take place, a calendar need lose nothing."""
        if change.submission.status == Status.ACCEPTED and not (self.cancelled or self.is_past()):
            moved.tell(change)

    def afterwards(self) -> str:
        if self.admits_by_itself:
            return gettext(
                "Ricevi subito per email la conferma del posto; se i posti sono finiti, entri in lista "
                "d’attesa."
            )
        if self.last_moment and (day := self.respond_by(self.last_moment)):
            return gettext(
                "Ricevi subito una ricevuta con un codice. I posti li assegna una commissione: la risposta "
                "arriva per email entro %(day)s."
            ) % {"day": with_article(day)}
        return gettext(
            "Ricevi subito una ricevuta con un codice. I posti li assegna una commissione: la risposta "
            "arriva per email."
        )

    def places(self) -> Places | None:
        free = seats.free(self)
        if self.capacity is None or free is None:
            return None
        return seats_in_words(self.capacity, free, moderated=not self.admits_by_itself)

    def rows_about(self, submission: Submission) -> list[tuple[str, str]]:
        seat = Seat.objects.filter(submission=submission).select_related("pool").first()
        if seat is None:
            return []
        return [(gettext("Posto"), f"{seat.number} {seat.pool.name}".strip())]

    def takes_place(self) -> list[tuple[str, str]]:
        return [] if self.cancelled else saying.when_and_where(self)

    def online_access(self, submission: Submission) -> str:
        return self.way_in if submission.status == Status.ACCEPTED else ""

    def withdrawing(self, submission: Submission, at: datetime) -> Withdrawing:
        return from_event(submission, self, at)

    def erases_at_once(self, submission: Submission, at: datetime) -> bool:
        """A seat that the portal gave by itself, of an event to come: nobody has to examine it."""
        is_given_by_portal = submission.status in (Status.ACCEPTED, Status.RESERVE, Status.RECEIVED)
        return self.admits_by_itself and is_given_by_portal and not self.is_past(at)

    def gives_back_unconfirmed(self, submission: Submission, at: datetime) -> bool:
        """The same, of one that takes place; where a committee gives the seats it also takes them back."""
        return self.erases_at_once(submission, at) and not self.is_cancelled

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

    def calendar_file(self, submission: Submission) -> bytes | None:
        return calendar.personal(self, submission)

    def letter_attachments(self, letter: str, submission: Submission) -> tuple[Wanted, ...]:
        invited = (invitations.wanted(submission),) if letter in invitations.LETTERS else ()
        return (*super().letter_attachments(letter, submission), *invited)

    def new_mailbox_attachments(self, submission: Submission) -> tuple[Wanted, ...]:
        """Who has a seat is invited there too: what moves the entry later finds it."""
        return (invitations.wanted(submission),) if submission.status == Status.ACCEPTED else ()

    def place_in_line(self, submission: Submission) -> int | None:
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
            *([place] if place["name"] and self.is_in_a_place else []),
            *([online] if self.is_online else []),
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
        seats.admit(self)
