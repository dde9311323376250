"""What pages share that people can answer.

Each kind of page is a subclass, in this app or in one above. Whatever differs between kinds is asked of the
page (`candidature.pages.handling`): nobody asks which kind it is. Its dates are in `opening`, who is
responsible and by when in `procedure`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from candidature.notices.models import PrivacyNotice
from candidature.pages.editing import ParticipationForm
from candidature.pages.handling import Handling
from candidature.pages.preparation import Preparation, preparation
from candidature.pages.procedure import Procedure
from candidature.pages.window import Facts
from candidature.pages.withdrawing import Withdrawing, from_call
from candidature.pages.words import Places
from candidature.published import noting
from candidature.published.noting import Said
from candidature.statuses import Kind
from candidature.submissions import keeping
from moduli import StepsBlock
from portal.blocks import BodyBlock
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.copying import NoAliasCopyForm
from portal.pages.fields import StreamField

if TYPE_CHECKING:
    from candidature.submissions.models import Submission

# Whom a page's term concerns: who has a draft on it (`candidature.published`).
DRAFTS = "drafts"
# What the database holds for a form without a single step.
_NO_STEPS = "[]"


class ParticipationPage(Handling, Procedure):
    """A public page that people can answer with a form.

    What hangs on a translation is its original's: people who come from either language stand in one line.
    """

    kind: ClassVar[Kind]
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
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("informativa privacy"),
        help_text=_("Senza informativa il modulo non si apre."),
    )
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
        if errors := self.wrong_moments():
            raise ValidationError(errors)
