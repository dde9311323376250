"""Reasons that were already given for the same step on the same call or event, so that none is typed anew."""

from candidature.models import Reason, Submission
from portal.models import User

# How many are offered, and among how many of the office's last ones they are looked for: a bound on the time.
MOST_OFFERED = 5
LOOKED_THROUGH = 2_000


def earlier_reasons(user: User, submission: Submission, action: str) -> list[str]:
    """Different texts, the last given first, of submissions that the account may read. One query."""
    last = Reason.objects.order_by("-pk").values("pk")[:LOOKED_THROUGH]
    given = (
        Reason.objects.filter(
            pk__in=last,
            entry__action=action,
            submission__page=submission.page_id,
            submission__in=Submission.objects.visible_to(user).order_by(),
        )
        .order_by("-pk")
        .values_list("text", flat=True)
    )
    return list(dict.fromkeys(text.strip() for text in given))[:MOST_OFFERED]
