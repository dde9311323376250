"""What happens by itself to what nobody completed in time, as its page says.

Its applicant is reminded once and given a week more; or it goes back to be examined as it is, by which
nothing is decided; or the reasons against it are told, and if nobody objects in time it is closed as
incomplete (decision 75). Nothing happens to who was never told because the letter has not left (`untold`),
nor to what was sent to an event that is over or cancelled: its term is of no use to anybody.
"""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.actors import SYSTEM
from candidature.pages.kinds import participation_models
from candidature.pages.promised import AfterInfoTerm
from candidature.process import more_time, untold, workflow
from candidature.process.forewarning import BY_ITSELF, LEAST_DAYS
from candidature.process.refusals import WorkflowError
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.italian.days import with_article
from portal.languages import reading
from portal.web.arrival import longest_under_way


def remind_due(now: datetime | None = None) -> int:
    """Gives more time to what waits for longer than was given, on the pages that say so; returns how many."""
    now = now or timezone.now()
    waiting = more_time.without(_over(AfterInfoTerm.REMIND, Status.NEEDS_INFO, now)).filter(proposal=None)
    due_at = _end_of(now, more_time.DAYS)
    return sum(_move(one, more_time.GIVEN, now, due_at=due_at) for one in waiting)


def resume_due(now: datetime | None = None) -> int:
    """Takes up what waits for longer than was given, on the pages that say so; returns how many."""
    now = now or timezone.now()
    waiting = _over(AfterInfoTerm.RESUME, Status.NEEDS_INFO, now)
    return sum(_move(one, "lapse", now) for one in waiting)


def close_due(now: datetime | None = None) -> int:
    """Tells the reasons against what nobody completed, and closes what nobody objected to afterwards.

    On the pages that say so; returns how many moved. What was objected to waits for whoever decides.
    """
    now = now or timezone.now()
    due_at = _end_of(now, LEAST_DAYS)
    moved = 0
    for one in _over(AfterInfoTerm.CLOSE, Status.NEEDS_INFO, now):
        with reading(one.language):
            moved += _move(one, BY_ITSELF, now, reason=_not_completed(one), due_at=due_at)
    for one in _over(AfterInfoTerm.CLOSE, Status.FOREWARNED, now):
        with reading(one.language):
            moved += _move(one, "close_incomplete", now, reason=_not_observed())
    return moved


def _end_of(now: datetime, days: int) -> datetime:
    """The last second of a day, in Rome, so many days later: the hour that everybody reads is 23:59."""
    last_day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(last_day, time(23, 59, 59)))


def _over(after: AfterInfoTerm, status: Status, now: datetime) -> QuerySet[Submission]:
    """What waited in this state for longer than was given, and was told so, on the pages that say so."""
    over = Submission.objects.filter(status=status, info_due_at__lte=now - longest_under_way())
    awaited = Exists(over.filter(page=OuterRef("pk")))
    pages = [
        page.pk
        for model in participation_models()
        for page in model.without_body(False).filter(awaited, after_info_term=after)
        if not page.comes_to_nothing(now)
    ]
    told = untold.told(over.filter(page__in=pages), status)
    return told.only("pk", "version", "info_due_at").order_by("pk")


def _not_completed(submission: Submission) -> str:
    due_at = submission.info_due_at
    day = with_article(timezone.localtime(due_at)) if due_at else ""
    return _("Entro %(day)s non è arrivata l’integrazione che ti avevamo chiesto.") % {"day": day}


def _not_observed() -> str:
    return _("Non è arrivata l’integrazione che ti avevamo chiesto, né osservazioni sui motivi comunicati.")


def _move(
    submission: Submission, action: str, now: datetime, *, reason: str = "", due_at: datetime | None = None
) -> bool:
    try:
        workflow.transition(
            submission.pk,
            action,
            SYSTEM,
            expected_version=submission.version,
            reason=reason,
            due_at=due_at,
            at=now,
        )
    except WorkflowError:
        # Completed, objected to, withdrawn or taken up in this moment.
        return False
    return True
