"""How a colleague is named where work is given: who is away today is said to be, with who stands in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.models import User


def named(account: User, *facts: str, standing_in: Sequence[User] | None) -> str:
    """The account with what else is told of it.

    Args:
        standing_in: who stands in today (`cover.stand_ins`); None for an account that is not away.
    """
    return " · ".join([str(account), *facts, *([] if standing_in is None else [_away(standing_in)])])


def _away(standing_in: Sequence[User]) -> str:
    if not standing_in:
        return _("oggi è assente")
    return _("oggi è assente, al suo posto %(who)s") % {"who": ", ".join(map(str, standing_in))}
