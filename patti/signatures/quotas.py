"""How often one may ask to sign, or for the way back: from a network, with an address, and all together."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.limits.counting import Limit, LimitReachedError, spend
from portal.people.addresses import box

FROM_ONE = Limit("signing", "LIMIT_SIGNING_PER_HOUR")
TO_ONE = Limit("signing with one address", "LIMIT_SIGNING_WITH_ONE_ADDRESS_PER_DAY", period=timedelta(days=1))
# Whoever writes to thousands of strangers comes from many networks.
OF_ALL = Limit("signing of all", "LIMIT_SIGNING_OF_ALL_PER_HOUR")
WAYS_BACK = Limit("ways to signatures", "LIMIT_WAYS_BACK_PER_HOUR")
WAYS_BACK_TO_ONE = Limit("ways to signatures of one", "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR")
# Counted apart from what is asked for: a refusal must not tell that somebody else was written to.
TOLD_TO_ONE = Limit("ways to signatures told to one", "LIMIT_WAYS_BACK_TO_ONE_ADDRESS_PER_HOUR")


def count(client: str, address: str) -> None:
    """Counts a request.

    Raises:
        LimitReachedError: too many; the same for an address that signed and for any other.
    """
    spend(FROM_ONE, client)
    spend(TO_ONE, box(address))
    spend(OF_ALL, "")


def way_back(client: str, address: str) -> None:
    """Counts a request for the letter that leads back to all that was signed with an address.

    Args:
        address: as `addresses.normal` gives it; it may be nobody's.

    Raises:
        LimitReachedError: too many from here, or for this address, in this hour.
    """
    spend(WAYS_BACK, client)
    spend(WAYS_BACK_TO_ONE, address)


def may_tell(address: str) -> bool:
    """Counts that letter where nobody asked for it; whether it may be written."""
    try:
        spend(TOLD_TO_ONE, address)
    except LimitReachedError:
        return False
    return True


def sentence(reached: LimitReachedError) -> str:
    """What happened, and when to try again."""
    if reached.limit == TO_ONE:
        return _(
            "A questo indirizzo abbiamo già scritto più volte oggi: cerca la lettera anche nella posta "
            "indesiderata, o riprova domani."
        )
    if reached.limit in (WAYS_BACK, WAYS_BACK_TO_ONE):
        return _back_sentence(reached)
    return _("In questo momento arrivano troppe firme. Riprova dopo le %(hour)s.") % {
        "hour": date_format(timezone.localtime(reached.retry_at), "H:i")
    }


def _back_sentence(reached: LimitReachedError) -> str:
    what = (
        _(
            "Per questo indirizzo la lettera è già stata chiesta più volte: guarda anche nella posta "
            "indesiderata."
        )
        if reached.limit == WAYS_BACK_TO_ONE
        else _("Da questa rete sono arrivate molte richieste in poco tempo.")
    )
    hour = date_format(timezone.localtime(reached.retry_at), "H:i")
    return f"{what} " + _("Riprova dopo le %(hour)s.") % {"hour": hour}
