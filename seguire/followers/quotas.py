"""How often one may ask to follow something: from one network, for one address, and all together."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.limits.counting import Limit, LimitReachedError, spend
from portal.people.addresses import box

FROM_ONE = Limit("following", "LIMIT_FOLLOWING_PER_HOUR")
TO_ONE = Limit("following to one address", "LIMIT_FOLLOWING_TO_ONE_ADDRESS_PER_DAY", period=timedelta(days=1))
# Whoever writes to thousands of strangers comes from many networks.
OF_ALL = Limit("following of all", "LIMIT_FOLLOWING_OF_ALL_PER_HOUR")


def count(client: str, address: str) -> None:
    """Counts a request.

    Raises:
        LimitReachedError: too many; the same for an address that is known and for any other.
    """
    spend(FROM_ONE, client)
    spend(TO_ONE, box(address))
    spend(OF_ALL, "")


def sentence(reached: LimitReachedError) -> str:
    """What happened, and when to try again."""
    local = timezone.localtime(reached.retry_at)
    if reached.limit == TO_ONE:
        return _(
            "A questo indirizzo abbiamo già scritto più volte oggi: cerca la lettera anche nella posta "
            "indesiderata, o riprova domani."
        )
    return _("In questo momento arrivano troppe richieste. Riprova dopo le %(hour)s.") % {
        "hour": date_format(local, "H:i")
    }
