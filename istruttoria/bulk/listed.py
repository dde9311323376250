"""The jobs that an account may look at, so that none is lost with the page that began it."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import OVERSEE
from istruttoria.bulk.acts import ACTS
from istruttoria.bulk.models import BATCHES, BulkJob, BulkRow
from istruttoria.permissions import ReviewerRequiredMixin
from portal.models import User
from portal.outbox import taking_back

PER_PAGE = 50
# Of the list: only those whose letters wait.
WAITING = "lettere"


def jobs_of(user: User) -> QuerySet[BulkJob]:
    """Those that it began; all of them for whoever oversees."""
    jobs = BulkJob.objects.filter(act__in=ACTS)
    return jobs if user.has_perm(OVERSEE) else jobs.filter(started_by=user.pk)


def letters_waiting() -> dict[int, int]:
    """By job, how many of its letters can still be taken back; one query."""
    waiting = taking_back.waiting_together(BATCHES)
    return {int(batch.removeprefix(BATCHES)): how_many for batch, how_many in waiting.items()}


def with_letters_waiting(user: User) -> int:
    """How many jobs of the account have letters that wait; two queries, one where none waits."""
    waiting = letters_waiting()
    return jobs_of(user).filter(pk__in=waiting).count() if waiting else 0


@dataclass(frozen=True)
class Listed:
    """A job, with how many of its rows were done, were refused and are there at all."""

    job: BulkJob
    label: str
    url: str
    done: int
    refused: int
    total: int
    letters: int


class JobsView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Newest first; a bounded number of queries, however many there are."""

    template_name = "istruttoria/bulk/jobs.html"
    header_icon = "tasks"
    page_title = gettext_lazy("Lavori insieme")

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def only_waiting(self) -> bool:
        return self.request.GET.get("solo") == WAITING

    @cached_property
    def waiting(self) -> dict[int, int]:
        return letters_waiting()

    @cached_property
    def shown(self) -> Page[BulkJob]:
        jobs = jobs_of(self.user).select_related("started_by").order_by("-prepared_at", "-pk")
        if self.only_waiting:
            jobs = jobs.filter(pk__in=self.waiting)
        return Paginator(jobs, PER_PAGE).get_page(self.request.GET.get("p"))

    @property
    def lines(self) -> list[Listed]:
        jobs = list(self.shown.object_list)
        rows = BulkRow.objects.filter(job__in=jobs).order_by().values_list("job", "state")
        counts = {(job, state): n for job, state, n in rows.annotate(n=Count("pk"))}
        return [
            Listed(
                job,
                ACTS[job.act].label,
                reverse("candidature_review:bulk_job", args=[job.pk]),
                counts.get((job.pk, BulkRow.State.DONE), 0),
                counts.get((job.pk, BulkRow.State.REFUSED), 0),
                sum(counts.get((job.pk, state), 0) for state in BulkRow.State),
                self.waiting.get(job.pk, 0),
            )
            for job in jobs
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("candidature_review:index"), "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "lines": self.lines,
            "shown": self.shown,
            "only_waiting": self.only_waiting,
            "sees_all": self.user.has_perm(OVERSEE),
            "waiting_url": f"?solo={WAITING}",
        }
