"""What greets staff on the home of the admin: the work to do, or how many took part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from candidature.access.entering import may_enter
from candidature.access.scope import DECIDE, OVERSEE, reach_now
from candidature.models import ErasureRequest, Submission, SubmissionCount
from candidature.pages.calls import limited_calls
from candidature.pages.kinds import original_pages
from candidature.process import by_hand
from istruttoria.bulk.listed import WAITING, with_letters_waiting
from istruttoria.home.coming import queue_of
from istruttoria.permissions import may_review
from istruttoria.queue.filters import ASKED, UNREAD
from istruttoria.queue.needs import Need, needed
from istruttoria.queue.stages import Stage, counted_by_stage
from istruttoria.queue.terms import TermNow, standing_so
from istruttoria.queue.words import nothing_to_see

PAGES_SHOWN = 8
STYLES = Media(css={"all": ["istruttoria/review.css"]})


class ToReviewPanel(Component):
    """How much of what this account may read is still to be worked through, and what was written to it."""

    name = "to_review"
    template_name = "istruttoria/panels/to_review.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        if not may_review(user):
            return {"is_shown": False}
        reach = reach_now(user)
        counts = counted_by_stage(reach.narrow(SubmissionCount.objects.all()).by_page_and_status())
        unread = reach.narrow(Submission.objects.with_unread()).count()
        queue = reverse("candidature_review:index")
        tiles = [
            {"label": stage.label, "count": counts[stage], "url": f"{queue}?stage={stage}"}
            for stage in (Stage.TODO, Stage.WAITING, Stage.DONE)
        ]
        unread_url = f"{queue}?messages={UNREAD}"
        return {
            "is_shown": True,
            "needs": [
                {"label": one.need.label, "count": one.how_many, "url": f"{queue}?need={one.need.value}"}
                for one in needed(reach, user)
                if one.need is not Need.UNREAD
            ],
            "tiles": [*tiles, {"label": _("Messaggi da leggere"), "count": unread, "url": unread_url}],
            # Of what is late whoever holds it, those are told who answer for the terms of all.
            "late": standing_so(Submission.objects.all(), TermNow.LATE).count()
            if user.has_perm(OVERSEE)
            else None,
            "late_url": f"{queue}?term={TermNow.LATE}",
            "jobs": with_letters_waiting(user),
            "jobs_url": f"{reverse('candidature_review:bulk_jobs')}?solo={WAITING}",
            "erasures": _erasures_waiting(user),
            "by_hand": by_hand.waiting(reach.narrow(Submission.objects.all())).count()
            if may_enter(user)
            else 0,
            "erasures_url": f"{queue}?erasure={ASKED}",
            "nothing_yet": nothing_to_see(reach) if counts[Stage.ALL] == 0 else "",
        }

    @property
    def media(self) -> Media:
        return STYLES


def _erasures_waiting(user: Any) -> int:
    """How many whom this account may answer asked that their data be erased."""
    if not user.has_perm(DECIDE):
        return 0
    waiting = ErasureRequest.objects.filter(refused_at=None)
    visible = Submission.objects.visible_to(user).filter(pk__in=waiting.values("submission"))
    return visible.count()


@dataclass(frozen=True)
class Participation:
    """How many answered a call or an event.

    Attributes:
        maximum: how many may and how many count, in words; empty where there is no maximum.
        queue_url: empty for who does not read what they sent.
    """

    page: Page
    edit_url: str
    how_many: int
    maximum: str
    queue_url: str


class ParticipationPanel(Component):
    """Counts for each call and event, for those who edit pages: numbers, never answers."""

    name = "participation"
    template_name = "istruttoria/panels/participation.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        latest = original_pages().filter(pk__in=editable.order_by().values("pk")).live()
        latest = latest.order_by("-first_published_at", "-pk")
        pages = list(latest[:PAGES_SHOWN])
        totals = SubmissionCount.objects.filter(page__in=[page.pk for page in pages]).totals_by_page()
        # Of these pages, those of which the account reads something: its queue names no other.
        read = set[int]()
        if may_review(user):
            within = reach_now(user).narrow(SubmissionCount.objects.filter(page__in=list(totals)))
            read = {page for page, how_many in within.totals_by_page().items() if how_many}
        limited = limited_calls([page.pk for page in pages])
        rows = [
            Participation(
                page,
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                totals.get(page.pk, 0),
                limited.get(page.pk, ""),
                queue_of(page.pk) if page.pk in read else "",
            )
            for page in pages
        ]
        return {"rows": rows}

    @property
    def media(self) -> Media:
        return STYLES
