"""For what an account may type at the desk: what it may review, if it has the permission to type at all."""

from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from candidature.access.scope import DECIDE, ENTER, Reach, scope

if TYPE_CHECKING:
    from candidature.pages.participation import ParticipationPage
    from candidature.submissions.desk import DeskEntry
    from candidature.submissions.models import Submission
    from portal.models import User

EntriesT = TypeVar("EntriesT", bound="QuerySet[DeskEntry]")


def may_enter(user: "User | AnonymousUser") -> bool:
    """Whether the account types at the desk at all."""
    return user.has_perm(ENTER)


def may_exceed(user: "User | AnonymousUser") -> bool:
    """Whether the account, who types at the desk, may take what came in time beyond a maximum."""
    return may_enter(user) and user.has_perm(DECIDE)


def covers(reach: Reach, page: "ParticipationPage") -> bool:
    """Whether something for this page may turn out to be within reach, by the page or by its zones.

    Of a page that concerns several zones it is known only once a person's municipality is: see `is_within`.
    """
    if reach.everything or page.answered_id in reach.pages:
        return True
    zones = page.zone_ids()
    return bool(reach.zones) and (not zones or not set(zones).isdisjoint(reach.zones))


def is_within(submission: "Submission", user: "User") -> bool:
    """Whether what was typed is something that its typist may read, too."""
    rows = type(submission)._default_manager.filter(pk=submission.pk)
    return may_enter(user) and scope(rows, user).exists()


def narrow(entries: EntriesT, reach: Reach, user: "User") -> EntriesT:
    """What is being typed that the account may go on with: its own, and its colleagues' within reach."""
    if reach.everything:
        return entries
    within = Q(draft__page__in=reach.pages) | Q(draft__municipality__zone__in=reach.zones)
    return entries.filter(within | Q(begun_by=user.pk))
