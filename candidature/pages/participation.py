"""What pages share that people can answer.

Each kind of page is a subclass, in this app or in one above. Whatever differs between kinds is asked of the
page (`candidature.pages.handling`): nobody asks which kind it is. Its dates are in `opening`, who is
responsible and by when in `procedure`, who else confirms in `others`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from candidature.notices.models import PrivacyNotice
from candidature.pages import preview_modes
from candidature.pages.editing import ParticipationForm
from candidature.pages.handling import Handling
from candidature.pages.kept import Kept
from candidature.pages.opening import SUSPENSION
from candidature.pages.others import Others
from candidature.pages.preparation import Preparation, preparation
from candidature.pages.promised import wrong_quiet_hours
from candidature.pages.window import AdmittedFrom, Facts
from candidature.pages.withdrawing import Withdrawing, from_call
from candidature.pages.words import Places
from candidature.published import history, noting
from candidature.published.admission import Admission
from candidature.published.history import PageChange, What
from candidature.published.noting import Said
from candidature.statuses import Kind
from candidature.submissions import keeping
from candidature.submissions.form_versions import FormVersion, digest_of
from moduli import Schema, StepsBlock, for_kind, freeze
from portal.blocks import BodyBlock
from portal.languages import ITALIAN, reading
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts, day_of
from portal.pages.teasers import load_unpictured

if TYPE_CHECKING:
    from candidature.submissions.applicants import Applicant
    from candidature.submissions.models import Submission

# Whom a page's term concerns: who has a draft on it (`candidature.published`).
DRAFTS = "drafts"
# So many changes of a page are told on it.
MOST_TOLD = 3
# What the database holds for a form without a single step.
_NO_STEPS = "[]"


class ParticipationPage(Handling, Kept, Others):
    """A public page that people can answer with a form.

    What hangs on a translation is its original's: people who come from either language stand in one line.
    """

    # It is over when its time is.
    grows_old: ClassVar[bool] = False

    kind: ClassVar[Kind]
    # Whether the form of a new page has a step from the start: there is nothing to answer without one.
    begins_with_a_step: ClassVar[bool] = False
    # Where the templates of its letters are looked for, in this order.
    letter_folders: ClassVar[tuple[str, ...]] = ("candidature/letters",)
    # Whether one who comes when all places are taken waits for one.
    has_waiting_list: ClassVar[bool] = True
    # What the box about taking part says besides; empty for nothing.
    facts_template: ClassVar[str] = ""
    followed: ClassVar[tuple[str, ...]] = (
        "opens_at",
        "closes_at",
        "concluded",
        *SUSPENSION,
        "allowed_applicants",
        "admits_from",
        "one_each",
        "steps",
        "privacy_notice",
        "retention_months",
        "quiet_from",
        "quiet_until",
        "letters_need_approval",
        "tells_missed_term",
        "draft_days",
        "after_info_term",
        "response_days",
        "minimum_age",
        "guardian_confirms",
        "most_partners",
        "waits_for_others",
    )

    # What a translation has from its original too, but in no column of its own.
    read_from_original: ClassVar[tuple[str, ...]] = ("admitted_zones",)
    worded = (*Others.worded, "office", "appeal")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
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
    territories = ParentalManyToManyField(
        "territori.TerritoryPage", blank=True, related_name="%(class)ss", verbose_name=_("territori")
    )
    admitted_zones = ParentalManyToManyField(
        "territori.Zone", blank=True, related_name="+", verbose_name=_("zone ammesse")
    )
    on_shelf = models.BooleanField(
        _("sullo scaffale dei modelli"),
        default=False,
        help_text=_(
            "Compare per primo a chi comincia un nuovo avviso o evento e vuole partire da uno già scritto."
        ),
    )
    copied_from = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("modello"),
        help_text="The page of which this one was made; none where it was begun from nothing.",
    )
    path_page = models.ForeignKey(
        "territori.PathPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("percorso"),
    )

    # What belonged to that one time stays behind (`candidature.shelf`).
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *Others.exclude_fields_in_copy,
        "opens_at",
        "closes_at",
        "concluded",
        *SUSPENSION,
        "window_note",
        "territories",
        "path_page",
        "on_shelf",
        "copied_from",
    ]
    # What goes into a file for another portal, beside the title (`candidature.shelf.travelling`).
    travelling_streams: ClassVar[tuple[str, ...]] = ("body", "steps")
    travels: ClassVar[tuple[str, ...]] = (
        "abstract",
        "allowed_applicants",
        "admits_from",
        "one_each",
        "office",
        "responsible_person",
        "response_days",
        "appeal",
        "contact_email",
        "contact_phone",
        "retention_months",
        "tells_missed_term",
        "draft_days",
        "after_info_term",
        "minimum_age",
        "guardian_confirms",
        "most_partners",
        "waits_for_others",
    )

    read_with = (*BasePage.read_with, "privacy_notice")
    parent_page_types: ClassVar[list[str]] = ["candidature.ParticipationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
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
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The page and its form (`candidature.pages.preview_modes`)."""
        return preview_modes.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Shows it as it will be once it is public: this instance is looked at, and never saved."""
        self.live = True
        preview = preview_modes.named(mode_name)
        answer: HttpResponse = (
            preview.show(request, self) if preview else super().serve_preview(request, mode_name)
        )
        return answer

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With what tells of it elsewhere, by title alone: its own text is the longer."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **load_unpictured(**related_teasers(self))}

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
    def search_facts(self) -> SearchFacts:
        return SearchFacts(day_of(self.opens_at), tuple(page.pk for page in self.territories.all()))

    @property
    def is_cancelled(self) -> bool:
        """Whether what people signed up for does not take place."""
        return False

    def facts(self, *, is_full: bool = False) -> Facts:
        """What decides whether this page is open; see `candidature.pages.window`."""
        return Facts(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            concluded=self.concluded,
            has_notice=self.privacy_notice_id is not None,
            has_questions=bool(self.steps),
            is_full=is_full,
            has_waiting_list=self.has_waiting_list,
            is_published=self.live and self.answered.live,
            is_suspended=self.suspended,
            suspended_until=self.suspended_until,
            admits=self.allowed_applicants,
            admits_from=self.admits_from,
            zones=self._zones_in_words(),
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

    @property
    def schema(self) -> Schema:
        """What its form asks. Nobody changes it."""
        return self.once("schema", self._frozen)

    def _frozen(self) -> Schema:
        """In Italian, whoever looks: a form has one digest, and words such as “Sì” are in it."""
        with reading(ITALIAN):
            return freeze(self.steps)

    @property
    def form_asked(self) -> Schema:
        """What its form asks of anybody whom it admits."""
        return for_kind(self.schema, self.only_kind) if self.only_kind else self.schema

    def form_of(self, applicant: "Applicant") -> Schema:
        """What its form asks of this applicant, as far as they have said of what kind they are."""
        return for_kind(self.schema, self.kind_of(applicant))

    def kind_of(self, applicant: "Applicant") -> str:
        """Of what kind an applicant is (`ApplicantKind`); empty while they have not said it."""
        return applicant.applicant_kind if applicant.last_name else self.only_kind

    @property
    def form_digest(self) -> str:
        """The digest of what its form asks, by which a version of it is known."""
        return self.once("form digest", lambda: digest_of(self.schema))

    @property
    def form_version_id(self) -> int | None:
        """The number of the stored version of what its form asks, if there is one.

        One that nothing named may be forgotten and made anew under another number; no number comes back.
        """
        return self.once("form version", self._stored_version)

    def _stored_version(self) -> int | None:
        versions = FormVersion.objects.filter(digest=self.form_digest).values_list("pk", flat=True)
        return next(iter(versions), None)

    def notice(self) -> PrivacyNotice | None:
        """The privacy notice that is read before sending."""
        return self.once("notice", lambda: self.privacy_notice)

    def zone_ids(self) -> list[int]:
        """The zones that it concerns, where it names any."""
        return self.once("zones", lambda: [territory.zone_id for territory in self.territories.all()])

    def admitted_zone_ids(self) -> list[int]:
        """The zones from which alone people may come; none where they may come from everywhere.

        It is so too while the zones are still to be chosen, which no page is published with.
        """
        return [zone.pk for zone in self._admitted_zones()]

    def admitted_zone_names(self) -> list[str]:
        """The same by name."""
        return [zone.name for zone in self._admitted_zones()]

    def _admitted_zones(self) -> list[Any]:
        if self.admits_from == AdmittedFrom.EVERYWHERE:
            return []
        return self.once("admitted zones", self.answered._read_admitted_zones)

    def _read_admitted_zones(self) -> list[Any]:
        if self.admits_from == AdmittedFrom.CHOSEN:
            found = self.admitted_zones.all()
        else:
            found = [territory.zone for territory in self.territories.all() if territory.zone]
        return sorted({zone.pk: zone for zone in found}.values(), key=lambda zone: zone.name)

    def _zones_in_words(self) -> Any:
        if self.admits_from == AdmittedFrom.EVERYWHERE:
            return ""
        return SimpleLazyObject(lambda: ", ".join(self.admitted_zone_names()))

    def admits_zone(self, zone_id: int | None) -> bool:
        """Whether who is from this zone may take part; None is a municipality whose zone is not known."""
        zones = self.admitted_zone_ids()
        return not zones or zone_id in zones

    def admits_applicant(self, applicant: "Applicant") -> bool:
        """Whether an applicant may take part, by what they are and where they are from."""
        place = applicant.municipality if self.admits_from != AdmittedFrom.EVERYWHERE else None
        return self.admits(applicant.applicant_kind) and self.admits_zone(place.zone_id if place else None)

    @property
    def most_taken(self) -> int | None:
        """How many may send at most; None where that is not limited, or where one more would wait."""
        return None

    @property
    def admits_whom(self) -> Admission:
        """Whom it admits."""
        zones = tuple(self.admitted_zone_names())
        return Admission(self.allowed_applicants, zones, self.minimum_age, self.most_taken)

    def nearest_zone_ids(self) -> list[int]:
        """Those whose municipalities come first in a list: the admitted ones, else those it concerns."""
        return self.admitted_zone_ids() or self.zone_ids()

    def preparation(self) -> Preparation:
        """What to know before beginning. One query."""
        return preparation(self)

    def places(self) -> Places | None:
        """How many it still takes in, in words, for as far as that is limited. At most one query."""
        return None

    def withdrawing(self, submission: "Submission", at: datetime) -> Withdrawing:
        """What withdrawing this submission would mean now, in words."""
        return from_call(submission, self, at)

    def said(self) -> dict[str, Said]:
        """What this page says in public, by the audience that is written to when it changes. No query."""
        term = {"until": noting.moment(self.last_moment), "concluded": self.concluded}
        suspension = {"suspended": self.suspended, "resumes": noting.moment(self.suspended_until)}
        facts = {**term, **suspension, "cancelled": self.is_cancelled}
        return {DRAFTS: Said(facts=facts, matters=facts)}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and does in the same transaction whatever follows for an original (`after_save`)."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.original_id is None:
                # Read again: what is in memory may be a draft, of which little was saved.
                type(self).lock([self.pk])[self.pk].after_save(is_new=is_new)

    def after_save(self, *, is_new: bool) -> None:
        """Called on an original as it is saved now, on the instance that `lock` returned."""
        if not self.live:
            return
        now = timezone.now()
        if is_new:
            # Before it was there nobody wrote for it, or agreed to a change of it.
            noting.begin(self.pk, self.said(), now)
            history.begin(self.pk, self.schema, self.form_digest, now)
            return
        is_news = {
            audience: noting.note(self.pk, audience, said, now) for audience, said in self.said().items()
        }
        history.note_form(self.pk, self.schema, self.form_digest, now)
        history.note_term(self.pk, self.term, now)
        history.note_admission(self.pk, self.admits_whom, now)
        wanted = self._wanted_until(now)
        if is_news[DRAFTS] and wanted > now:
            keeping.until(self.pk, wanted, now, timedelta(days=self.draft_days))

    def _wanted_until(self, now: datetime) -> datetime:
        """Until when who is writing may still want to send; now where nobody can."""
        moments = [now, self.last_moment or now]
        if self.is_suspended(now):
            moments.append(self.suspended_until or now + keeping.OPEN_SUSPENSION)
        return max(moments)

    @property
    def told_changes(self) -> list[PageChange]:
        """The last changes that the public is told of, newest first. One query.

        Why it is suspended now is said elsewhere.
        """
        told = PageChange.objects.filter(page=self.answered_id).exclude(note="")
        found: list[PageChange] = self.once("told changes", lambda: list(told[:MOST_TOLD]))
        return [one for one in found if one.what != What.SUSPENDED or not self.is_suspended()]

    def _wrong_hours(self) -> dict[str, Any]:
        return wrong_quiet_hours(self.quiet_from, self.quiet_until)

    def clean(self) -> None:
        super().clean()
        if self.original_id is not None:
            # Nothing that is checked below is decided here.
            self.follow_original()
            return
        if errors := self.wrong_moments() | self.wrong_ages() | self._wrong_hours():
            raise ValidationError(errors)
