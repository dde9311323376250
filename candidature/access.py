"""Who may see which submission. Every list, page, file and export asks `scope`, and nothing else decides."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from candidature.models.committees import Committee

if TYPE_CHECKING:
    from portal.models import User

REVIEW = "candidature.review_submission"
PROPOSE = "candidature.propose_submission"
DECIDE = "candidature.decide_submission"
REVERSE = "candidature.reverse_submission"
OVERSEE = "candidature.oversee_submission"
EXPORT = "candidature.export_submission"

SubmissionsT = TypeVar("SubmissionsT", bound="QuerySet[Any]")


def scope(submissions: SubmissionsT, user: "User | AnonymousUser") -> SubmissionsT:
    """Narrows submissions to those that the account may read.

    Whoever oversees sees all. A reviewer sees what came for the pages, or concerns the zones, of the
    committees they sit on. Nobody else, editors included, sees any.
    """
    if not user.is_active:
        return submissions.none()
    if user.has_perm(OVERSEE):
        return submissions
    if not user.has_perm(REVIEW):
        return submissions.none()
    mine = Committee.objects.filter(members=user.pk)
    # Subqueries, not joins: the result keeps one row a submission and can be locked for update.
    return submissions.filter(
        Q(page__in=Committee.pages.through.objects.filter(committee__in=mine).values("page"))
        | Q(zone__in=Committee.zones.through.objects.filter(committee__in=mine).values("zone"))
    )
