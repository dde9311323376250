"""From when until when a page takes answers, and of whom."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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

# A year typed wrong, such as 0202 or 9999, has no moment in UTC or no day on which data is erased.
SENSIBLE_YEARS = range(1950, 2151)


class Opening(TranslatedPage):
    """The dates of a page that can be answered, and what follows from them (`candidature.pages.window`)."""

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
    allowed_applicants = models.CharField(
        _("chi può partecipare"),
        max_length=12,
        choices=AllowedApplicants.choices,
        default=AllowedApplicants.BOTH,
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

    def wrong_moments(self) -> dict[str, Any]:
        """What is wrong with the dates, by field."""
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
        return errors
