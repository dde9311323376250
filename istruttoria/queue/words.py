"""How a state and an age read in the lists of the review."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.statuses import Status

# The colour of a state tells whose turn it is; the words tell the rest.
_TONES: Mapping[str, str] = {
    Status.RECEIVED: "review-status--new",
    Status.IN_REVIEW: "review-status--working",
    Status.ADMISSIBLE: "review-status--working",
    Status.NEEDS_INFO: "review-status--waiting",
    Status.ACCEPTED: "review-status--positive",
    Status.RESERVE: "review-status--waiting",
    Status.REJECTED: "review-status--negative",
    Status.WITHDRAWN: "review-status--off",
}


def tone(status: str) -> str:
    """The CSS class of a state's tag."""
    return _TONES.get(status, "")


def age(submitted_at: datetime, now: datetime | None = None) -> str:
    """How many days ago, on the calendar of Rome, something was sent: "oggi", "ieri", "3 giorni fa"."""
    days = (timezone.localdate(now) - timezone.localtime(submitted_at).date()).days
    if days <= 0:
        return _("oggi")
    if days == 1:
        return _("ieri")
    return ngettext("%(days)d giorno fa", "%(days)d giorni fa", days) % {"days": days}
