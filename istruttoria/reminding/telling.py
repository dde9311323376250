"""A letter in the morning to whoever has something new, due, answered or unread: numbers and links, no names.

It counts what «Da fare» counts, so that each link leads to as many as the letter said: what is theirs or
nobody's, and that of colleagues for whom they stand in; to who decides, whatever is proposed. What somebody
was given lately stands among all that is theirs, and the line counts both; a note that names them is linked
by itself. Who is away gets none.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.access.scope import REVIEW, reach_now
from candidature.models import LogEntry, Submission
from candidature.process import assigning
from istruttoria.absences import cover
from istruttoria.assigning.releasing import release_what_is_out_of_reach
from istruttoria.messages.telling import who_may
from istruttoria.notes.models import Mention
from istruttoria.queue.filters import ME
from istruttoria.queue.needs import Need, day_is_here, needed, whose
from istruttoria.queue.stages import Stage, in_stage
from istruttoria.reminding.models import ReminderSilence
from portal.italian.holidays import is_working_day, working_day_before
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox

SOURCE = "istruttoria/letters/waiting_today.txt"
KEY = "waiting-today:"
# The hours of Rome in which it is written, on working days.
MORNING = range(7, 12)
# What is told of, as it stands in the queue.
TOLD = (
    Need.PROPOSED,
    Need.NEW,
    Need.DUE,
    Need.ANSWERED,
    Need.EXPIRED,
    Need.UNREAD,
    Need.OPINION,
)


@dataclass(frozen=True)
class Line:
    """Something that waits, how much of it or what the one is about, and where it is."""

    what: str
    value: int | str
    url: str

    @property
    def label(self) -> str:
        return f"{self.what}:"


def write_due(now: datetime | None = None) -> int:
    """Writes to each account once in a morning, if anything waits for it; returns how many letters."""
    now = timezone.localtime(now)
    if now.hour not in MORNING or not is_working_day(now.date()):
        return 0
    # What somebody lost since it was last looked for is told this morning, not tomorrow.
    release_what_is_out_of_reach()
    today = now.date()
    away = cover.away(today).values("account")
    accounts = who_may(REVIEW).exclude(pk__in=away).exclude(pk__in=ReminderSilence.objects.values("account"))
    key = f"{KEY}{today:%Y%m%d}:"
    written = set(OutboxMessage.objects.filter(key__startswith=key).values_list("key", flat=True))
    standing_in = {one.pk for found in cover.stand_ins(today).values() for one in found}
    letters = []
    for account in accounts:
        if f"{key}{account.pk}" in written:
            continue
        with override(settings.LANGUAGE_CODE):
            lines = _lines(account, now)
            if lines:
                letters.append(
                    outbox.message(
                        key=f"{key}{account.pk}",
                        recipient=account.email,
                        subject=subject(),
                        body=blocks(lines, stands_in=account.pk in standing_in),
                    )
                )
    outbox.enqueue_many(letters)
    return len(letters)


def subject() -> str:
    return _("Che cosa c’è da fare oggi")


def blocks(lines: Sequence[Line], *, stands_in: bool) -> list[Block]:
    """The letter, from what it counts.

    Args:
        stands_in: whether its reader stands in for somebody today.
    """
    context = {
        "heading": subject(),
        "lines": lines,
        "stands_in": stands_in,
        "has_proposals": any(line.what == str(Need.PROPOSED.label) for line in lines),
        "url": _address(Need.ANY),
        "account_url": f"{settings.SITE_URL}{reverse('wagtailadmin_account')}#tab-notifications",
        "site": settings.SITE_NAME,
    }
    return rendered(SOURCE, context)


def _lines(account: User, now: datetime) -> list[Line]:
    reach = reach_now(account)
    counts = Counter({one.need: one.how_many for one in needed(reach, account)})
    lines = [Line(str(need.label), counts[need], _address(need)) for need in TOLD if counts[need]]
    # Since the letter of the working day before.
    day_before = working_day_before(now.date())
    since = now - (now.date() - day_before)
    today = reach.narrow(Submission.objects.filter(whose(account), day_is_here())).count()
    if today:
        lines.append(Line(_("Da valutare entro oggi, o in ritardo"), today, _address(Need.DUE)))
    given = Submission.objects.filter(assigned_to=account, pk__in=_given_since(account, since))
    # What was decided since stands in no list of what is to be done.
    assigned = in_stage(reach.narrow(given), Stage.TODO).count()
    if assigned:
        in_all = in_stage(reach.narrow(Submission.objects.filter(assigned_to=account)), Stage.TODO).count()
        is_yesterday = now.date() - day_before == timedelta(days=1)
        named_day = {"day": date_format(day_before, "l")}
        said = _("Assegnate a te da ieri") if is_yesterday else _("Assegnate a te da %(day)s") % named_day
        of_all = _("%(count)d, di %(total)d assegnate a te") % {"count": assigned, "total": in_all}
        lines.append(Line(said, of_all if in_all > assigned else assigned, f"{_queue()}?assigned_to={ME}"))
    naming = reach.narrow(Submission.objects.filter(pk__in=_naming_since(account, since)))
    # No list holds them: most are a colleague's. So each is told with its own notes.
    lines += [
        Line(_("Una nota ti nomina"), title, f"{_one(pk)}#note-section")
        for pk, title in naming.order_by("pk").values_list("pk", "page__title")
    ]
    return lines


def _given_since(account: User, since: datetime) -> QuerySet[Any, Any]:
    """The ids of what somebody else gave to the account."""
    entries = LogEntry.objects.filter(
        action=assigning.ASSIGNED, at__gt=since, **{f"details__{assigning.ACCOUNT}": str(account.pk)}
    )
    # A colleague whose account is gone gave it all the same.
    by_others = entries.filter(~Q(actor=account.pk) | Q(actor=None))
    return by_others.exclude(submission=None).order_by().values("submission")


def _naming_since(account: User, since: datetime) -> QuerySet[Any, Any]:
    """The ids of what notes name the account about, for the first time since then."""
    mentions = Mention.objects.filter(user=account, named_at__gt=since, note__withdrawn_at=None)
    return mentions.values("note__submission")


def _one(submission_id: int) -> str:
    return f"{settings.SITE_URL}{reverse('candidature_review:detail', args=[submission_id])}"


def _address(need: Need) -> str:
    return f"{_queue()}?need={need.value}"


def _queue() -> str:
    return f"{settings.SITE_URL}{reverse('candidature_review:index')}"
