"""What pages share that people can answer: a window, questions, a privacy notice, somebody responsible.

Each kind of page is a subclass, in this app or in one above. Whatever differs between kinds is asked of the
page: nobody asks which kind it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from candidature.notices.models import PrivacyNotice
from candidature.pages.editing import ParticipationForm
from candidature.pages.preparation import Preparation, preparation
from candidature.pages.translations import TranslatedPage
from candidature.pages.window import (
    AllowedApplicants,
    Facts,
    Reason,
    Standing,
    Window,
    last_moment,
    reason,
    standing,
)
from candidature.pages.withdrawing import Withdrawing, from_call
from candidature.pages.words import CALL, Places, Words
from candidature.published import noting
from candidature.published.noting import Said
from candidature.statuses import Kind, Status
from candidature.submissions import addresses, keeping
from moduli import Answers, Schema, StepsBlock, identifying
from portal.blocks import BodyBlock
from portal.outbox.attachments import Wanted
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.copying import NoAliasCopyForm
from portal.pages.fields import StreamField

if TYPE_CHECKING:
    from candidature.process.rules import Change
    from candidature.submissions.models import Applicant, Submission

# Whom a page's term concerns: who has a draft on it (`candidature.published`).
DRAFTS = "drafts"
# The letters that say that something arrived, and the kind of the attachment that proves it.
CONFIRMING_LETTERS = frozenset({"receipt", "seat_confirmed", "waiting_list", "info_received", "corrected"})
RECEIPT_PDF = "candidature.receipt_pdf"


def enclosures(letter: str) -> tuple[str, ...]:
    """The kinds of attachment that a letter of this name has, whatever page it is about."""
    return (RECEIPT_PDF,) if letter in CONFIRMING_LETTERS else ()


# What the database holds for a form without a single step.
_NO_STEPS = "[]"
# A year typed wrong, such as 0202 or 9999, has no moment in UTC or no day on which data is erased.
SENSIBLE_YEARS = range(1950, 2151)


class ParticipationPage(TranslatedPage):
    """A public page that people can answer with a form.

    What hangs on a translation is its original's: people who come from either language stand in one line.
    """

    kind: ClassVar[Kind]
    words: ClassVar[Words] = CALL
    # Where the templates of its letters are looked for, in this order.
    letter_folders: ClassVar[tuple[str, ...]] = ("candidature/letters",)
    # What the box about taking part says besides; empty for nothing.
    facts_template: ClassVar[str] = ""
    followed: ClassVar[tuple[str, ...]] = (
        "opens_at",
        "closes_at",
        "concluded",
        "allowed_applicants",
        "one_each",
        "steps",
        "privacy_notice",
        "retention_months",
        "response_days",
    )
    moments: ClassVar[tuple[str, ...]] = ("opens_at", "closes_at")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    opens_at = models.DateTimeField(_("si apre il"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("si chiude il"),
        null=True,
        blank=True,
        help_text=_("Giorno e ora, fuso di Roma. Da quel secondo in poi non si accetta più nulla."),
    )
    concluded = models.BooleanField(
        _("concluso"),
        default=False,
        help_text=_("Per ciò che è finito e di cui non si conosce la data di chiusura: compare come chiuso."),
    )
    window_note = models.CharField(
        _("nota sui termini"),
        max_length=300,
        blank=True,
        help_text=_("Compare accanto alle date, per esempio se una data non è nota."),
    )
    allowed_applicants = models.CharField(
        _("chi può partecipare"),
        max_length=12,
        choices=AllowedApplicants.choices,
        default=AllowedApplicants.BOTH,
    )
    one_each = models.BooleanField(
        _("una sola volta a testa"),
        default=True,
        help_text=_(
            "Chi ha già inviato non può inviare di nuovo, se non si è ritirato: negli avvisi si riconosce "
            "dall’indirizzo email e dal codice fiscale o dalla partita IVA che il modulo chiede; negli "
            "eventi dal nome insieme all’indirizzo, così due persone possono usare lo stesso."
        ),
    )
    steps = StreamField(
        StepsBlock(),
        blank=True,
        verbose_name=_("passi del modulo"),
        help_text=_("Il primo passo, «Chi sei», c’è sempre: nome, recapiti e comune non vanno chiesti qui."),
    )
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("informativa privacy"),
        help_text=_("Senza informativa il modulo non si apre."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("mesi di conservazione"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_(
            "Dopo la chiusura o, se viene più tardi, dopo la fine dell’evento. Poi candidature e file "
            "vengono cancellati, anche quelli già ricevuti: vale sempre il numero scritto qui."
        ),
    )
    office = models.CharField(_("ufficio competente"), max_length=200, blank=True)
    responsible_person = models.CharField(_("responsabile del procedimento"), max_length=200, blank=True)
    response_days = models.PositiveSmallIntegerField(
        _("giorni per la risposta"),
        default=30,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_(
            "Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato."
        ),
    )
    appeal = models.TextField(
        _("ricorso"),
        blank=True,
        help_text=_(
            "Il termine e l’autorità a cui ricorrere: lo legge chi non è ammesso, nella lettera e nella "
            "propria pagina (L. 241/1990, art. 3). Vuoto: negli avvisi si legge che si può ricorrere al "
            "Tribunale amministrativo regionale entro 60 giorni o al Presidente della Repubblica entro 120; "
            "negli eventi nulla."
        ),
    )
    contact_email = models.EmailField(_("email per informazioni"), blank=True)
    contact_phone = models.CharField(_("telefono per informazioni"), max_length=40, blank=True)
    territories = ParentalManyToManyField(
        "territori.TerritoryPage", blank=True, related_name="%(class)ss", verbose_name=_("territori")
    )
    path_page = models.ForeignKey(
        "territori.PathPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("percorso"),
    )

    parent_page_types: ClassVar[list[str]] = ["candidature.ParticipationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    copy_form_class = NoAliasCopyForm
    base_form_class = ParticipationForm

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("opens_at"),
        index.FilterField("closes_at"),
    ]

    class Meta:
        abstract = True

    @property
    def type_label(self) -> str:
        """What sort of call or event it is, for a card."""
        return str(self.kind.label)

    @property
    def card(self) -> Card:
        """With where the page stands: only for those that a list read (`candidature.pages.index`)."""
        return replace(
            super().card,
            category=self.type_label,
            when=self.shown.when,
            state=self.shown.tone,
            state_label=self.shown.label,
            reserved=self.shown.reserved,
        )

    @property
    def is_cancelled(self) -> bool:
        """Whether what people signed up for does not take place."""
        return False

    @property
    def appeal_in_words(self) -> str:
        """By when and to whom who was not admitted may appeal (L. 241/1990, art. 3, c. 4), if it is said."""
        return self.appeal or str(self.words.appeal)

    @property
    def promised_days(self) -> int | None:
        """Within how many days from the closing an answer is promised, if it is."""
        return self.response_days

    def facts(self, *, is_full: bool = False) -> Facts:
        """What decides whether this page is open; see `candidature.pages.window`."""
        return Facts(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            concluded=self.concluded,
            has_notice=self.privacy_notice_id is not None,
            has_questions=bool(self.steps),
            is_full=is_full,
            is_published=self.live and self.answered.live,
            admits=self.allowed_applicants,
            labels=self.words.labels,
            sentences=self.words.sentences,
        )

    @classmethod
    def fact_columns(cls) -> dict[str, Any]:
        """What decides beside the dates of every page, as columns of a query.

        The same names and types for every kind of page, so that all kinds are read in one query
        (`candidature.pages.standings`): whether anything is asked, when it takes place, how many places are
        left (none: not limited), whether it is cancelled.
        """
        length = Length(Cast("steps", models.TextField()))
        return {
            "fact_asks": models.Case(
                models.When(GreaterThan(length, len(_NO_STEPS)), then=True),
                default=False,
                output_field=models.BooleanField(),
            ),
            "fact_starts_at": Cast(models.Value(None), models.DateTimeField()),
            "fact_ends_at": Cast(models.Value(None), models.DateTimeField()),
            "fact_room": Cast(models.Value(None), models.IntegerField()),
            "fact_cancelled": models.Value(False, output_field=models.BooleanField()),
        }

    def window(self, at: datetime | None = None) -> Window:
        """Where `at` (now, unless given) falls: in time means `opens_at <= at < closes_at`."""
        return reason(self.facts(), at or timezone.now()).window

    def standing(self, at: datetime | None = None) -> Standing:
        """Open or closed at `at` (now, unless given), why, and the words for it; no seats are counted."""
        return standing(self.facts(), at)

    @property
    def last_moment(self) -> datetime | None:
        """Until when something can be sent, for as far as it is known."""
        return last_moment(self.facts())

    @classmethod
    def is_over(cls, at: datetime) -> models.Q:
        """Which pages `window` calls neither open nor upcoming at a moment, for a query."""
        return (
            models.Q(concluded=True)
            | models.Q(closes_at__lte=at)
            | models.Q(closes_at__isnull=True)
            | models.Q(opens_at__isnull=True)
        )

    def accepts(self, at: datetime | None = None) -> bool:
        """Whether something sent at this moment is taken: published, in time, ready and not begun."""
        return self.window(at) is Window.OPEN

    def takes_what_was_pressed(self, pressed_at: datetime, at: datetime) -> bool:
        """Whether what somebody sent in time is taken when its address is proved only at a later moment.

        The closing does not count against it, all else does: what has begun or is suspended takes nothing.
        """
        is_only_closed = reason(self.facts(), at) is Reason.CLOSED
        return self.accepts(at) or (is_only_closed and self.accepts(pressed_at))

    def sent_at(self, pressed_at: datetime, _proved_at: datetime) -> datetime:
        """The moment that what was sent in time and proved after the closing bears."""
        return pressed_at

    def admits(self, applicant_kind: str) -> bool:
        """Whether this kind of applicant (`ApplicantKind`) may take part."""
        return self.allowed_applicants in (AllowedApplicants.BOTH, applicant_kind)

    @property
    def ends_on(self) -> date | None:
        """The day from which retention is counted (Europe/Rome), if the page tells one."""
        return timezone.localtime(self.closes_at).date() if self.closes_at else None

    @property
    def retention_in_words(self) -> str:
        """How long answers are kept, as the public reads it before sending any."""
        return ngettext(
            "I dati si conservano per %(months)d mese dopo la chiusura.",
            "I dati si conservano per %(months)d mesi dopo la chiusura.",
            self.retention_months,
        ) % {"months": self.retention_months}

    @classmethod
    def lock(cls, page_ids: Collection[int], *, for_sending: bool = False) -> "dict[int, Self]":
        """Pages by number, read afresh; locked until the transaction ends where a change of state needs it.

        A page without seats has nothing that two changes could both take, so it is only read.

        Args:
            for_sending: with its questions; and locked, so that of two who send at the same moment where one
                is taken from each, the second finds the first.
        """
        pages = cls.without_body(for_sending)
        return (pages.select_for_update(of=("self",)) if for_sending else pages).in_bulk(page_ids)

    @classmethod
    def without_body(cls, with_form: bool) -> "models.QuerySet[Self]":
        """Pages as a change of state reads them: what readers see, and questions not needed, are left out."""
        streams = [name for name in cls.get_streamfield_names() if name != "steps" or not with_form]
        return cls.objects.defer(*streams)

    def zone_ids(self) -> list[int]:
        """The zones that it concerns, where it names any."""
        return [territory.zone_id for territory in self.territories.all()]

    def first_action(self) -> str:
        """The transition that the portal makes by itself when something arrives; empty for none."""
        return ""

    def marks(self, applicant: "Applicant", schema: Schema, answers: Answers) -> list[str]:
        """The texts by which a second submission of the same sender is known (`submissions.marks`).

        Args:
            answers: to the questions of `schema`, right or wrong.
        """
        # An organisation's are digits alone; that of whoever signs for it may stand in many applications.
        is_organisation = applicant.applicant_kind == AllowedApplicants.ORGANISATIONS
        codes = [code for code in identifying(schema, answers) if code.isdigit() == is_organisation]
        return [f"address {addresses.box(applicant.email)}", *(f"code {code}" for code in codes)]

    def count_sending(self, _client: str) -> None:
        """Counts one more thing sent by a visitor, where there is a bound for this page.

        Raises:
            LimitReachedError: too many from there in this hour.
        """

    def before_accept(self, change: "Change") -> None:
        """Called before a submission is accepted, on a page that `lock` returned; may refuse.

        Raises:
            WorkflowError: it cannot be accepted; nothing is written.
        """

    def give(self, changes: "Sequence[Change]") -> None:
        """Writes what `before_accept` found for each of these, just before they are written as accepted."""

    def after_release(self, submissions: "Sequence[Submission]") -> None:
        """Called once these, which were accepted, no longer are, on a page that `lock` returned."""

    def afterwards(self) -> str:
        """What happens once something is sent, and by when."""
        if self.closes_at and (day := self.respond_by(self.closes_at)):
            return gettext(
                "Ricevi subito una ricevuta con un codice. Dopo la chiusura una commissione esamina ciò che "
                "è arrivato: la risposta arriva per email entro il %(day)s."
            ) % {"day": date_format(day, "j F Y")}
        return gettext(
            "Ricevi subito una ricevuta con un codice. Una commissione esamina ciò che è arrivato, e la "
            "risposta arriva per email."
        )

    def preparation(self) -> Preparation:
        """What to know before beginning. One query."""
        return preparation(self)

    def places(self) -> Places | None:
        """How many it still takes in, in words, for as far as that is limited. At most one query."""
        return None

    def rows_about(self, _submission: "Submission") -> list[tuple[str, str]]:
        """What staff read of a submission that only this kind of page knows: labels and values."""
        return []

    def online_access(self, _submission: "Submission") -> str:
        """The address by which this applicant takes part from afar, once they may; empty for none."""
        return ""

    def calendar_file(self, _submission: "Submission") -> bytes | None:
        """The calendar file of somebody who sent something, where what they sent has a day."""
        return None

    def place_in_line(self, _submission: "Submission") -> int | None:
        """Which place, from one, this applicant has among those who wait; None where nobody is counted."""
        return None

    def letter_attachments(self, letter: str, submission: "Submission") -> tuple[Wanted, ...]:
        """What a letter about a submission carries, by the letter's name. No queries: letters go in hundreds.

        Whatever is named here is also named in `letter_kinds.py`.
        """
        return tuple(Wanted(kind, str(submission.pk)) for kind in enclosures(letter))

    def takes_corrections(self, status: str) -> bool:
        """Whether what stands so may still be corrected by its sender, while the page takes answers.

        It may until somebody begins to look at it.
        """
        return status == Status.RECEIVED

    def withdrawing(self, submission: "Submission", at: datetime) -> Withdrawing:
        """What withdrawing this submission would mean now, in words."""
        return from_call(submission, self, at)

    def erases_at_once(self, _submission: "Submission", _at: datetime) -> bool:
        """Whether what is not withdrawn is erased on its applicant's word, with nobody looking at it."""
        return False

    def may_still_withdraw(self, _at: datetime) -> bool:
        """Whether withdrawing is of any use yet."""
        return True

    def respond_by(self, submitted_at: datetime) -> date | None:
        """The day by which an answer is due (L. 241/1990 art. 2, the term), if it is stated."""
        if self.response_days is None:
            return None
        start = timezone.localtime(self.closes_at or submitted_at).date()
        return start + timedelta(days=self.response_days)

    def said(self) -> dict[str, Said]:
        """What this page says in public, by the audience that is written to when it changes. No query."""
        term = {"until": noting.moment(self.last_moment), "concluded": self.concluded}
        facts = {**term, "cancelled": self.is_cancelled}
        return {DRAFTS: Said(facts=facts, matters=facts)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and does in the same transaction whatever follows for an original (`after_save`)."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.original_id is None:
                # Read again: what is in memory may be a draft, of which little was saved.
                type(self).lock([self.pk])[self.pk].after_save()

    def after_save(self) -> None:
        """Called on an original as it is saved now, on the instance that `lock` returned."""
        if not self.live:
            return
        now = timezone.now()
        is_news = {
            audience: noting.note(self.pk, audience, said, now) for audience, said in self.said().items()
        }
        if is_news[DRAFTS] and self.last_moment and self.last_moment > now:
            keeping.until(self.pk, self.last_moment, now)

    def clean(self) -> None:
        super().clean()
        if self.original_id is not None:
            # Nothing that is checked below is decided here.
            self.follow_original()
            return
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            errors["closes_at"] = _("La chiusura deve venire dopo l’apertura.")
        for name in self.moments:
            moment = getattr(self, name)
            if moment and moment.year not in SENSIBLE_YEARS:
                errors[name] = _("Controlla l’anno: %(year)d non può essere giusto.") % {"year": moment.year}
        if self.concluded and self.closes_at:
            # Listings read the date, and must never call open what the page calls closed.
            errors["concluded"] = _("La data di chiusura c’è già: basta quella.")
        if errors:
            raise ValidationError(errors)
