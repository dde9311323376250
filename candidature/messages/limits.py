"""How many messages an applicant may send: nobody has proved to be anybody, so a day has a bound.

Bytes and files have those of all that visitors store (`candidature.intake.quotas`); the files of a
conversation count together, as those of a draft do.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from candidature.messages.models import Message, Side
from candidature.submissions.models import Submission

DAY = timedelta(days=1)


def full_until(submission: Submission) -> datetime | None:
    """From when the applicant may send another message; None where that is now.

    Exact only while the submission is locked.
    """
    at_most: int = settings.LIMITS["LIMIT_MESSAGES_PER_DAY"]
    sent = Message.objects.filter(submission=submission, side=Side.APPLICANT, sent_at__isnull=False)
    moments = sent.order_by("-sent_at").values_list("sent_at", flat=True)
    # With so many since then the next has to wait until that one is a day old.
    counting = moments[at_most - 1 : at_most].first()
    ends = counting + DAY if counting else None
    return ends if ends and ends > timezone.now() else None
