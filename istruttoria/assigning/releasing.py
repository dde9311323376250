"""What a colleague holds and cannot work on any more becomes nobody's, and the log of each says so.

An account is switched off, loses its role or leaves a committee; a committee loses a page, a role a
permission. So the portal looks at what is held, not at what changed.
"""

from django.db.models import Q, QuerySet, Sum

from candidature.access.scope import REVIEW, Reach, reach_now
from candidature.models import Submission, SubmissionCount
from candidature.process import assigning
from candidature.statuses import STILL_EXAMINED
from istruttoria.absences import cover
from portal.models import User

# In one transaction.
AT_ONCE = 500
# What something may wait for.
_WAITING = Q(status__in=sorted(STILL_EXAMINED)) | Q(unread_since__isnull=False)


def release_what_is_out_of_reach() -> int:
    """Takes from each account what it may not work on, of what is not over; returns how many.

    Nor does it stand in for anybody, where it may not review at all.
    """
    cover.forget_stand_ins_who_cannot()
    holding = SubmissionCount.objects.filter(assigned_to__isnull=False).order_by().values("assigned_to")
    return sum(_release(account) for account in User.objects.filter(pk__in=holding).order_by("pk"))


def _release(account: User) -> int:
    reach = reach_now(account) if account.has_perm(REVIEW) else Reach()
    counts = SubmissionCount.objects.filter(assigned_to=account.pk)
    if reach.everything or _total(counts) == _total(reach.narrow(counts)):
        return 0
    held = Submission.objects.filter(assigned_to=account.pk)
    within = reach.narrow(held).order_by().values("pk")
    beyond = list(held.filter(_WAITING).exclude(pk__in=within).order_by("pk").values_list("pk", flat=True))
    parts = (beyond[first : first + AT_ONCE] for first in range(0, len(beyond), AT_ONCE))
    return sum(assigning.release(account, part) for part in parts)


def _total(counts: QuerySet[SubmissionCount]) -> int:
    return counts.aggregate(total=Sum("how_many"))["total"] or 0
