"""What pages share that people can answer.

Each kind of page is a subclass, in this app or in one above. Whatever differs between kinds is asked of the
page (`candidature.pages.handling`): nobody asks which kind it is. Its dates are in `opening`, who is
responsible and by when in `procedure`, who else confirms in `others`, whom it admits in `admitting`, what it
asks in `asking`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from candidature.notices.models import PrivacyNotice
from candidature.pages.asking import Asking
from candidature.pages.editing import ParticipationForm
from candidature.pages.handling import Handling
from candidature.pages.opening import SUSPENSION
from candidature.pages.preparation import Preparation, preparation
from candidature.pages.preview_modes import Previews
from candidature.pages.promised import wrong_quiet_hours
from candidature.pages.window import Facts, Window, reason
from candidature.pages.withdrawing import Withdrawing, from_call
from candidature.pages.words import Places
from candidature.published import history, noting
from candidature.published.history import PageChange, What
from candidature.published.noting import Said
from candidature.statuses import Kind
from candidature.submissions import keeping
from candidature.submissions.models import Submission
from portal.blocks import BodyBlock
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts, day_of
from portal.pages.teasers import load_unpictured

# Ways to look at one while it is written, beside the page itself; announced in `apps.py`.
PREVIEWS: "Previews[ParticipationPage]" = Previews()
# Whom a page's term concerns: who has a draft on it (`candidature.published`).
DRAFTS = "drafts"
# So many changes of a page are told on it.
MOST_TOLD = 3
# What the database holds for a form without a single step.
_NO_STEPS = "[]"


class ParticipationPage(Handling, Asking):
    """A public page that people can answer with a form.

    What hangs on a translation is its original's: people who come from either language stand in one line.
    """

    fills_a_list = True

    # It is over when its time is.
    grows_old: ClassVar[bool] = False

    kind: ClassVar[Kind]
    # What a button says that begins one.
    new_label: ClassVar[str | Promise]
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
        "path_page",
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
    read_from_original: ClassVar[tuple[str, ...]] = ("admitted_zones", "territories")
    chosen_with_original = ("territories",)
    worded = (*Asking.worded, "office", "appeal")

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    one_each = models.BooleanField(
        _("una sola volta a testa"),
        default=True,
        help_text=_(
            "Chi ha già inviato non può inviare di nuovo, se non si è ritirato: negli avvisi si riconosce "
            "dall’indirizzo email e dal codice fiscale o dalla partita IVA che il modulo chiede; negli "
            "eventi dal nome insieme all’indirizzo, così due persone possono usare lo stesso, e dal codice "
            "fiscale se il modulo lo chiede."
        ),
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
        *Asking.exclude_fields_in_copy,
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
        return PREVIEWS.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Shows it as it will be once it is public: this instance is looked at, and never saved."""
        self.live = True
        preview = PREVIEWS.named(mode_name)
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
            headings=self.words.headings,
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
        rows: models.QuerySet[Self] = cls.objects.defer(*streams)
        return rows

    def notice(self) -> PrivacyNotice | None:
        """The privacy notice that is read before sending."""
        return self.once("notice", lambda: self.privacy_notice)

    def preparation(self) -> Preparation:
        """What to know before beginning. One query."""
        return preparation(self.answered_id, self.form_asked)

    def may_be_printed(self, at: datetime | None = None) -> bool:
        """Whether anybody may print its empty form at a moment (now, unless given).

        So while it is open, and before, once nothing is missing but the day on which it opens.
        """
        window = reason(self.facts(), at or timezone.now()).window
        if window is Window.UPCOMING and self.opens_at:
            window = reason(self.facts(), self.opens_at).window
        return window is Window.OPEN

    def places(self) -> Places | None:
        """How many it still takes in, in words, for as far as that is limited. At most one query."""
        return None

    def withdrawing(self, submission: Submission, at: datetime) -> Withdrawing:
        """What withdrawing this submission would mean now, in words."""
        return from_call(submission, self, at)

    def said(self) -> dict[str, Said]:
        """What this page says in public, by the audience that is written to when it changes."""
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
