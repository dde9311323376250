"""For what an account may type at the desk: what it may review, if it has the permission to type at all."""

from collections.abc import Collection
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from candidature.access.scope import DECIDE, ENTER, Reach, RowsT, scope
from portal.models import User


class Answerable(Protocol):
    """What somebody at the desk types something for: a page, as far as it says whom it concerns."""

    @property
    def answered_id(self) -> int: ...

    def zone_ids(self) -> Collection[int]: ...


def may_enter(user: User | AnonymousUser) -> bool:
    """Whether the account types at the desk at all."""
    return user.has_perm(ENTER)


def may_exceed(user: User | AnonymousUser) -> bool:
    """Whether the account, who types at the desk, may take what came in time beyond a maximum."""
    return may_enter(user) and user.has_perm(DECIDE)


def covers(reach: Reach, page: Answerable) -> bool:
    """Whether something for this page may turn out to be within reach, by the page or by its zones.

    Of a page that concerns several zones it is known only once a person's municipality is: see `is_within`.
    """
    if reach.everything or page.answered_id in reach.pages:
        return True
    zones = page.zone_ids()
    return bool(reach.zones) and (not zones or not set(zones).isdisjoint(reach.zones))


def is_within(typed: RowsT, user: User) -> bool:
    """Whether of the submissions that were typed there is one that its typist may read, too."""
    return may_enter(user) and scope(typed, user).exists()


def narrow(entries: RowsT, reach: Reach, user: User) -> RowsT:
    """What is being typed that the account may go on with: its own, and its colleagues' within reach.

    Args:
        entries: of what is typed at the desk (`submissions.desk`).
    """
    if reach.everything:
        return entries
    within = Q(draft__page__in=reach.pages) | Q(draft__municipality__zone__in=reach.zones)
    return entries.filter(within | Q(begun_by=user.pk))
