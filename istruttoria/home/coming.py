"""What opens and what closes in the next two weeks, what nobody would see, and what is no longer so."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from candidature.access.scope import DECIDE, Reach, reach_now
from candidature.models import CallPage, Committee, SubmissionCount
from candidature.pages.kinds import original_pages, participation_models
from candidature.pages.participation import ParticipationPage
from candidature.statuses import OPEN_STATUSES
from istruttoria.home.styles import STYLES
from istruttoria.outcome.allowed import preparable
from istruttoria.outcome.moved import moved_lately
from istruttoria.permissions import may_review
from portal.models import User

MAKE_COMMITTEES = "candidature.add_committee"
AHEAD = timedelta(days=14)
MOST = 20


@dataclass(frozen=True)
class Moment:
    """A page opens or closes."""

    at: datetime
    title: str
    url: str
    opens: bool


@dataclass(frozen=True)
class Unseen:
    """A call whose applications no committee sees."""

    title: str
    url: str


@dataclass(frozen=True)
class Moved:
    """A call of whose applications some are no longer as its outcome says."""

    title: str
    url: str
    how_many: int


class ComingPanel(Component):
    """For whoever may edit a page, or review what comes for it; nothing is shown in quiet weeks."""

    name = "coming"
    template_name = "istruttoria/panels/coming.html"
    order = 55

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"moments": _moments(user), "unseen": _unseen(user), "moved": _moved(user)}

    @property
    def media(self) -> Media:
        return STYLES


def _moments(user: User) -> list[Moment]:
    now = timezone.now()
    until = now + AHEAD
    soon = Q(opens_at__gt=now, opens_at__lte=until) | Q(closes_at__gt=now, closes_at__lte=until)
    found: list[Moment] = []
    addresses = _Addresses(user)
    for model in participation_models():
        pages = model.objects.live().filter(soon, concluded=False, original=None).order_by("closes_at", "pk")
        rows = list(pages.values_list("pk", "title", "opens_at", "closes_at")[:MOST])
        zones = _zones(model, [pk for pk, *_rest in rows])
        for pk, title, opens_at, closes_at in rows:
            if url := addresses.of(pk, zones[pk]):
                found += [
                    Moment(at, title, url, opens)
                    for at, opens in ((opens_at, True), (closes_at, False))
                    if at is not None and now < at <= until
                ]
    return sorted(found, key=lambda moment: (moment.at, moment.title))[:MOST]


def _zones(model: type[ParticipationPage], pages: Collection[int]) -> Mapping[int, set[int]]:
    """The zones of each of these pages, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = model._default_manager.filter(pk__in=pages).order_by()
    for page, zone in rows.values_list("pk", "territories__zone"):
        if zone is not None:
            found[page].add(zone)
    return found


class _Addresses:
    """Where a page leads for this account: its queue for whoever reviews it, its editor for whoever edits."""

    def __init__(self, user: User) -> None:
        self._reach = reach_now(user) if may_review(user) else None
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        within = original_pages().filter(pk__in=editable.order_by().values("pk"))
        self._editable = set(within.order_by().values_list("pk", flat=True))

    def of(self, page: int, zones: set[int]) -> str:
        if self._reach is not None and self._reads(self._reach, page, zones):
            return queue_of(page)
        return reverse("wagtailadmin_pages:edit", args=[page]) if page in self._editable else ""

    @staticmethod
    def _reads(reach: Reach, page: int, zones: set[int]) -> bool:
        return reach.everything or page in reach.pages or not zones.isdisjoint(reach.zones)


def queue_of(page: int) -> str:
    """The queue with all that came for a page."""
    return f"{reverse('candidature_review:index')}?stage=all&page={page}"


def _unseen(user: User) -> list[Unseen]:
    """Calls that are open, will be, or hold open work, and that no committee sees.

    Told to whoever may name a committee.
    """
    if not user.has_perm(MAKE_COMMITTEES):
        return []
    pages = set(Committee.pages.through.objects.values_list("page", flat=True))
    zones = set(Committee.zones.through.objects.values_list("zone", flat=True))
    work = SubmissionCount.objects.filter(status__in=OPEN_STATUSES).totals_by_page()
    waiting = {page for page, how_many in work.items() if how_many}
    calls = CallPage.objects.live().filter(
        Q(closes_at__gt=timezone.now(), concluded=False) | Q(pk__in=waiting), original=None
    )
    rows = list(calls.exclude(pk__in=pages).order_by("closes_at", "pk").values_list("pk", "title"))
    of_pages = _zones(CallPage, [pk for pk, _title in rows])
    return [Unseen(title, queue_of(pk)) for pk, title in rows if zones.isdisjoint(of_pages[pk])][:MOST]


def _moved(user: User) -> list[Moved]:
    """Calls whose public outcome says what is no longer so, for whoever may prepare another; minutes late."""
    if not user.has_perm(DECIDE):
        return []
    live = CallPage.objects.live().filter(original=None, outcome__0__isnull=False)
    rows = preparable(user, live).order_by("-first_published_at", "-pk")
    calls = list(rows.values_list("pk", "title", "last_published_at")[:MOST])
    found = moved_lately({pk: published_at for pk, _title, published_at in calls})
    return [
        Moved(title, reverse("candidature_review:outcome", args=[pk]), found[pk])
        for pk, title, _published_at in calls
        if pk in found
    ]
