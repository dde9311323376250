"""From when until when a page takes answers, and of whom."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.pages.translations import TranslatedPage
from candidature.pages.window import (
    AdmittedFrom,
    AllowedApplicants,
    Facts,
    Reason,
    Standing,
    Window,
    is_suspended,
    last_moment,
    reason,
    reserved_sentence,
    standing,
)
from candidature.published.history import Term
from portal.pages import years

# The columns of a suspension.
SUSPENSION = ("suspended", "suspended_until", "suspension_reason")


class Opening(TranslatedPage):
    """The dates of a page that can be answered, and what follows from them (`candidature.pages.window`)."""

    # Whether what is sent in time and proved after the closing bears the moment of "Invia".
    press_counts: ClassVar[bool] = True
    # The fields whose years are checked.
    moments: ClassVar[tuple[str, ...]] = ("opens_at", "closes_at")

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
    # A suspension is an act of its own (`candidature.changes`), which no draft of the page undoes.
    suspended = models.BooleanField(_("sospeso"), default=False, editable=False)
    suspended_until = models.DateTimeField(_("sospeso fino al"), null=True, editable=False)
    suspension_reason = models.TextField(_("perché è sospeso"), blank=True, editable=False)
    allowed_applicants = models.CharField(
        _("chi può partecipare"),
        max_length=12,
        choices=AllowedApplicants.choices,
        default=AllowedApplicants.BOTH,
    )
    admits_from = models.CharField(
        _("da dove si può partecipare"),
        max_length=8,
        choices=AdmittedFrom.choices,
        default=AdmittedFrom.EVERYWHERE,
        help_text=_(
            "Conta il comune scritto in «Chi sei»: dove vive chi partecipa, o dove ha sede. I suoi territori "
            "sono quelli della scheda «Contenuto»; le zone scelte, quelle qui sotto."
        ),
    )

    class Meta:
        abstract = True

    def facts(self, *, is_full: bool = False) -> Facts:
        """What decides whether this page is open."""
        raise NotImplementedError

    def window(self, at: datetime | None = None) -> Window:
        """Where `at` (now, unless given) falls: in time means `opens_at <= at < closes_at`."""
        return reason(self.facts(), at or timezone.now()).window

    def standing(self, at: datetime | None = None) -> Standing:
        """Open or closed at `at` (now, unless given), why, and the words for it.

        Whoever would only wait is not counted.
        """
        return standing(self.facts(is_full=not self.has_room()), at)

    @property
    def reserved_sentence(self) -> str:
        """Whom it admits, for who is about to answer, where it does not admit everybody."""
        return reserved_sentence(self.facts(), timezone.now())

    @property
    def last_moment(self) -> datetime | None:
        """Until when something can be sent, for as far as it is known."""
        return last_moment(self.facts())

    @classmethod
    def is_over(cls, at: datetime) -> models.Q:
        """Which pages `window` calls neither open nor upcoming at a moment, for a query."""
        return (
            models.Q(concluded=True)
            | (models.Q(closes_at__lte=at) & ~cls.is_suspended_at(at))
            | models.Q(closes_at__isnull=True)
            | models.Q(opens_at__isnull=True)
        )

    @classmethod
    def ends_within(cls, after: datetime, until: datetime) -> models.Q:
        """Which pages have their `last_moment` after one moment and not after another, for a query."""
        return models.Q(closes_at__gt=after, closes_at__lte=until)

    @classmethod
    def is_suspended_at(cls, at: datetime) -> models.Q:
        """Which pages are suspended at a moment, for a query."""
        until = models.Q(suspended_until__isnull=True) | models.Q(suspended_until__gt=at)
        return models.Q(suspended=True) & until

    def is_suspended(self, at: datetime | None = None) -> bool:
        """Whether it is suspended at `at` (now, unless given)."""
        return is_suspended(self.suspended, self.suspended_until, at or timezone.now())

    @property
    def term(self) -> Term:
        """Until when it takes answers, as its editor says it."""
        return Term(self.closes_at, self.concluded)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft is suspended if the page is: who wrote it may not have known."""
        page: Self = super().with_content_json(content)
        for name in SUSPENSION:
            setattr(page, name, getattr(self, name))
        return page

    def accepts(self, at: datetime | None = None) -> bool:
        """Whether something sent at this moment is taken: published, in time, ready and not begun."""
        return self.window(at) is Window.OPEN

    def has_room(self) -> bool:
        """Whether one more may come, as far as their number goes; at most one query."""
        return True

    def had_room(self, at: datetime) -> bool:
        """Whether one that arrived at a moment came before as many as are taken; at most one query."""
        return self.has_room()

    def takes_one_more(self, at: datetime | None = None) -> bool:
        """Whether something may be begun and sent at this moment by one more; see `accepts`."""
        return self.accepts(at) and self.has_room()

    @classmethod
    def is_full_at(cls, at: datetime) -> models.Q:
        """Which pages take nobody more at a moment, though it is in time, for a query."""
        return models.Q(pk__in=())

    def takes_what_was_pressed(self, pressed_at: datetime, at: datetime) -> bool:
        """Whether what somebody sent in time is taken when its address is proved only at a later moment.

        The closing does not count against it, all else does: what has begun or is suspended takes nothing.
        """
        is_only_closed = reason(self.facts(), at) is Reason.CLOSED
        return self.accepts(at) or (is_only_closed and self.accepts(pressed_at))

    def sent_at(self, pressed_at: datetime, proved_at: datetime) -> datetime:
        """The moment that what was sent in time and proved after the closing bears."""
        return pressed_at if self.press_counts else proved_at

    def admits(self, applicant_kind: str) -> bool:
        """Whether this kind of applicant (`ApplicantKind`) may take part."""
        return self.allowed_applicants in (AllowedApplicants.BOTH, applicant_kind)

    @property
    def only_kind(self) -> str:
        """The one kind of applicant (`ApplicantKind`) that may take part; empty where both may."""
        return "" if self.allowed_applicants == AllowedApplicants.BOTH else self.allowed_applicants

    @property
    def ends_on(self) -> date | None:
        """The day from which retention is counted (Europe/Rome), if the page tells one."""
        return timezone.localtime(self.closes_at).date() if self.closes_at else None

    def wrong_moments(self) -> dict[str, Any]:
        """What is wrong with the dates, by field."""
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            errors["closes_at"] = _("La chiusura deve venire dopo l’apertura.")
        for name in self.moments:
            moment = getattr(self, name)
            if moment and (wrong := years.refusal(moment.year)):
                errors[name] = wrong
        if self.concluded and self.closes_at:
            # Listings read the date, and must never call open what the page calls closed.
            errors["concluded"] = _("La data di chiusura c’è già: basta quella.")
        return errors
