"""Letters to the staff: applicants wrote, and nobody read it yet.

They go to ordinary mailboxes: figures and titles of pages, no names and nothing of what was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from candidature.access.scope import OVERSEE, REVIEW
from candidature.messages.models import Message, Side
from candidature.models import Committee
from istruttoria.absences import cover
from istruttoria.queue.filters import UNREAD
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox

# Nobody is written to more often.
BETWEEN_LETTERS = timedelta(hours=1)
KEY = "messages-to-read:"
QUEUE = "candidature_review:index"


@dataclass(frozen=True)
class Unread:
    """The unread messages about a page and a zone, and when the newest of them was sent."""

    page: int
    zone: int | None
    how_many: int
    newest: datetime


@dataclass(frozen=True)
class Line:
    """A call or event with messages to read, as the letter names it."""

    title: str
    how_many: int


def tell_staff(now: datetime | None = None) -> int:
    """Writes to whoever should answer, once an hour at most and only of news; returns how many letters.

    Those are the members of the committees in whose reach it is; where there are none, the officers who see
    everything. In the place of who is away today come those who stand in and see it; who is away gets none.
    """
    now = now or timezone.now()
    unread = _unread()
    if not unread:
        return 0
    told = _told()
    titles = dict(Page.objects.filter(pk__in={one.page for one in unread}).values_list("pk", "title"))
    letters = [
        _letter(reader, [one for one in unread if one in found], titles, now)
        for reader, found in _readers(unread, timezone.localtime(now).date()).items()
        if _is_due(found, told.get(reader.email), now)
    ]
    outbox.enqueue_many(letters)
    return len(letters)


def subject() -> str:
    return _("Messaggi da leggere")


def blocks(lines: Iterable[Line]) -> list[Block]:
    """The letter, from what it names."""
    context = {
        "heading": subject(),
        "lines": lines,
        "url": f"{settings.SITE_URL}{reverse(QUEUE)}?messages={UNREAD}",
        "site": settings.SITE_NAME,
    }
    return rendered("istruttoria/letters/messages_to_read.txt", context)


def _unread() -> list[Unread]:
    waiting = Message.objects.filter(
        submission__unread_since__isnull=False,
        side=Side.APPLICANT,
        sent_at__isnull=False,
        read_at__isnull=True,
    )
    grouped = waiting.order_by().values_list("submission__page", "submission__zone")
    return [Unread(*row) for row in grouped.annotate(how_many=Count("pk"), newest=Max("sent_at"))]


@dataclass(frozen=True)
class Told:
    """When an address was last written to, and whether a letter to it still waits to leave."""

    last: datetime
    waits: bool


def _told() -> dict[str, Told]:
    letters = OutboxMessage.objects.filter(key__startswith=KEY).order_by().values_list("recipient")
    pending = Count("pk", filter=Q(status=OutboxMessage.Status.PENDING))
    rows = letters.annotate(last=Max("created_at"), pending=pending)
    return {recipient: Told(last, bool(waiting)) for recipient, last, waiting in rows}


def _readers(unread: list[Unread], today: date) -> dict[User, list[Unread]]:
    """Who should answer what, of those who are there today."""
    members = Prefetch("members", who_may(REVIEW))
    committees = Committee.objects.prefetch_related(members, "pages", "zones")
    absent = cover.stand_ins(today)
    readers: dict[User, list[Unread]] = {}
    orphaned = set(unread)

    def tell(reader: User, found: Iterable[Unread]) -> None:
        known = readers.setdefault(reader, [])
        known += [one for one in found if one not in known]
        orphaned.difference_update(known)

    stood_in: list[tuple[User, list[Unread]]] = []
    for committee in committees:
        pages = {page.pk for page in committee.pages.all()}
        zones = {zone.pk for zone in committee.zones.all()}
        reached = [one for one in unread if one.page in pages or one.zone in zones]
        for member in committee.members.all():
            if member.pk not in absent:
                tell(member, reached)
            stood_in += [(stand_in, reached) for stand_in in absent.get(member.pk, ())]
    if orphaned or stood_in:
        officers = [one for one in who_may(REVIEW, OVERSEE) if one.pk not in absent]
        for stand_in, found in stood_in:
            # The others who stand in see what their own committees do, of which they are told as it is.
            if stand_in in officers:
                tell(stand_in, found)
        for officer in officers:
            tell(officer, list(orphaned))
    return readers


def who_may(*permissions: str) -> QuerySet[User]:
    """The accounts that have these permissions by a role or by themselves. Administrators have them too, and
    are nobody's office."""
    users = User.objects.filter(is_active=True).order_by("pk")
    for permission in permissions:
        app_label, codename = permission.split(".")
        named = {"content_type__app_label": app_label, "codename": codename}
        by_role = Q(**{f"groups__permissions__{name}": value for name, value in named.items()})
        alone = Q(**{f"user_permissions__{name}": value for name, value in named.items()})
        users = users.filter(pk__in=User.objects.filter(by_role | alone).values("pk"))
    return users


def _is_due(found: list[Unread], told: Told | None, now: datetime) -> bool:
    """Whether there is news since the last letter, and that left, long enough ago."""
    if told is None:
        return bool(found)
    is_news = any(one.newest > told.last for one in found)
    return is_news and not told.waits and now - told.last >= BETWEEN_LETTERS


def _letter(reader: User, found: list[Unread], titles: dict[int, str], now: datetime) -> OutboxMessage:
    by_page: dict[int, int] = {}
    for one in found:
        by_page[one.page] = by_page.get(one.page, 0) + one.how_many
    lines = [Line(titles.get(page, ""), how_many) for page, how_many in by_page.items()]
    with override(settings.LANGUAGE_CODE):
        return outbox.message(
            key=f"{KEY}{now:%Y%m%dT%H%M}:{reader.pk}",
            recipient=reader.email,
            subject=subject(),
            body=blocks(sorted(lines, key=lambda line: line.title.casefold())),
        )
