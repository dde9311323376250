"""How often one may ask to sign: from one network, with one address, and all together."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.submissions.addresses import box
from portal.limits.counting import Limit, LimitReachedError, spend

FROM_ONE = Limit("signing", "LIMIT_SIGNING_PER_HOUR")
TO_ONE = Limit("signing with one address", "LIMIT_SIGNING_WITH_ONE_ADDRESS_PER_DAY", period=timedelta(days=1))
# Whoever writes to thousands of strangers comes from many networks.
OF_ALL = Limit("signing of all", "LIMIT_SIGNING_OF_ALL_PER_HOUR")


def count(client: str, address: str) -> None:
    """Counts a request.

    Raises:
        LimitReachedError: too many; the same for an address that signed and for any other.
    """
    spend(FROM_ONE, client)
    spend(TO_ONE, box(address))
    spend(OF_ALL, "")


def sentence(reached: LimitReachedError) -> str:
    """What happened, and when to try again."""
    if reached.limit == TO_ONE:
        return _(
            "A questo indirizzo abbiamo già scritto più volte oggi: cerca la lettera anche nella posta "
            "indesiderata, o riprova domani."
        )
    return _("In questo momento arrivano troppe firme. Riprova dopo le %(hour)s.") % {
        "hour": date_format(timezone.localtime(reached.retry_at), "H:i")
    }
