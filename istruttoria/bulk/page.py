"""One job: what will happen, row by row; how far it is; what became of each row; taken back."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import OVERSEE
from candidature.actors import Actor
from candidature.letters.writing import messages as as_written
from candidature.messages.models import Message
from candidature.models import LogEntry, Submission
from candidature.pages.kinds import on_pages_where
from candidature.process import workflow
from candidature.statuses import Status, label_for
from istruttoria import trail
from istruttoria.bulk import again, working
from istruttoria.bulk.acts import ACTS, Act, MessageAct
from istruttoria.bulk.leaving import told_of
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.bulk.words import in_words
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.addresses import detail_url
from istruttoria.queue.observations import Observations, observation_columns, observation_words, observing_so
from portal.models import OutboxMessage, User
from portal.outbox import acts, editing, previewing, taking_back, telling
from portal.privacy.consultations import LETTER_RELEASED
from portal.roles import RESEND_OUTBOX

PER_PAGE = 50
# Of the filter of rows.
ONLY = "solo"

State, RowState = BulkJob.State, BulkRow.State


@dataclass(frozen=True)
class Line:
    """One row as it is read. `who` is empty where the reader does not see the submission."""

    row: BulkRow
    reference: str
    who: str
    url: str
    before: str
    # Whether its applicant objected to the reasons on which it stands.
    observations: str
    is_observed: bool
    why: str
    # What somebody else did since, for a row refused because of it.
    since: str
    letter_url: str


class JobView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """For whoever began it, and for those who see every submission."""

    template_name = "istruttoria/bulk/job.html"
    header_icon = "tasks"

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def job(self) -> BulkJob:
        jobs = BulkJob.objects.select_related("started_by", "undone_by")
        if not self.user.has_perm(OVERSEE):
            jobs = jobs.filter(started_by=self.user)
        job = jobs.filter(pk=self.kwargs["job"]).first()
        if job is None or job.act not in ACTS:
            raise Http404
        return job

    @property
    def act(self) -> Act:
        return ACTS[self.job.act]

    @property
    def is_own(self) -> bool:
        return self.job.started_by_id == self.user.pk

    @property
    def url(self) -> str:
        return reverse("candidature_review:bulk_job", args=[self.job.pk])

    # What can be pressed

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pressed = {
            "confirm": self._confirm,
            "discard": self._discard,
            "undo": self._undo,
            "release": self._release,
            "again": self._again,
        }
        press = pressed.get(request.POST.get("what", ""))
        return press() if press else redirect(self.url)

    def _confirm(self) -> HttpResponse:
        if not self.is_own:
            raise PermissionDenied
        if working.confirm(self.job):
            return redirect(self.url)
        if not BulkJob.objects.filter(pk=self.job.pk).exists():
            messages.warning(self.request, _("Nel frattempo è stato lasciato perdere: non è cambiato nulla."))
            return redirect(self.queue_url)
        messages.info(self.request, _("Era già confermato: niente è stato ripetuto."))
        return redirect(self.url)

    def _discard(self) -> HttpResponse:
        if not self.is_own:
            raise PermissionDenied
        if not working.discard(self.job):
            messages.warning(
                self.request, _("Nel frattempo è stato confermato: qui sotto vedi a che punto è.")
            )
            return redirect(self.url)
        messages.success(self.request, _("Lasciato perdere: non è cambiato nulla."))
        return redirect(self.queue_url)

    def _undo(self) -> HttpResponse:
        if not self.act.permits(Actor.staff(self.user)):
            raise PermissionDenied
        if not working.take_back(self.job, Actor.staff(self.user)):
            messages.info(self.request, _("Era già annullato, o non era ancora cominciato."))
        return redirect(self.url)

    def _release(self) -> HttpResponse:
        if not self.may_release:
            raise PermissionDenied
        if self.job.is_under_way:
            messages.warning(self.request, _("Aspetta che sia finito: poi le lettere possono partire."))
            return redirect(self.url)
        with transaction.atomic():
            released = taking_back.let_go(
                self.job.batch,
                approves=self.may_approve,
                shown_at=editing.moment_of(self.request.POST.get("shown_at", "")),
                about=self.released_about,
            )
            telling.tell(self.user, LETTER_RELEASED, released)
        how_many = len(released)
        if how_many:
            text = ngettext("%(n)d lettera è in partenza.", "%(n)d lettere sono in partenza.", how_many)
            messages.success(self.request, text % {"n": how_many})
        left = taking_back.waiting(self.job.batch)
        if self.may_approve and (unread := left.count()):
            messages.warning(self.request, acts.left_unread(unread))
        elif left.filter(status=OutboxMessage.Status.APPROVAL).exists():
            others = _("Le altre aspettano che le approvi chi può.")
            all_wait = _("Non ne è partita nessuna: aspettano che le approvi chi può.")
            messages.warning(self.request, others if how_many else all_wait)
        elif left.exists():
            messages.warning(self.request, _("Le lettere di ciò che non vedi più le fa partire chi lo vede."))
        elif not how_many:
            messages.info(self.request, _("Non c’era più nessuna lettera che aspettava."))
        return redirect(self.url)

    def _again(self) -> HttpResponse:
        """Prepares what was refused anew, as it is now: again it is shown first, row by row."""
        if not self.may_try_again:
            messages.warning(self.request, _("Non c’è niente da riprovare, o non lo puoi fare tu."))
            return redirect(self.url)
        job = again.prepare_again(self.job, self.act, self.user)
        if job is None:
            messages.warning(self.request, _("Di quelle rimaste non ne vedi più nessuna."))
            return redirect(self.url)
        return redirect("candidature_review:bulk_job", job.pk)

    @property
    def may_try_again(self) -> bool:
        """Whether rows are left that were not done, once all were tried, and the account may try them."""
        return bool(self.left_over) and self.act.permits(Actor.staff(self.user))

    @cached_property
    def left_over(self) -> int:
        """How many rows may be tried again."""
        if self.job.state != State.DONE or not self.counts.get(RowState.REFUSED):
            return 0
        return again.left_over(self.job).count()

    @property
    def may_approve(self) -> bool:
        return self.user.has_perm(RESEND_OUTBOX)

    @property
    def may_release(self) -> bool:
        return self.may_approve or (self.is_own and self.act.permits(Actor.staff(self.user)))

    @property
    def released_about(self) -> QuerySet[Submission, Any] | None:
        """What the letters that the account lets leave are about, by reference; None for whatever it is.

        Whoever may approve sees all letters; others, only those about what they still see.
        """
        if self.may_approve:
            return None
        of_job = Submission.objects.visible_to(self.user).filter(pk__in=self.job.rows.values("submission"))
        return of_job.order_by().values("reference")

    @property
    def has_to_release(self) -> bool:
        """Whether letters wait that leave if the account lets them."""
        found = self.waiting_letters
        if found is None or not self.may_release or self.job.state not in (State.DONE, State.UNDONE):
            return False
        about = self.released_about
        if about is None:
            return True
        ready = taking_back.waiting(self.job.batch).exclude(status=OutboxMessage.Status.APPROVAL)
        return ready.filter(related_to__in=about).exists()

    # What is shown

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        rows = self.job.rows.order_by().values_list("state").annotate(n=Count("pk"))
        return dict(rows)

    @cached_property
    def only(self) -> str:
        asked = self.request.GET.get(ONLY, "")
        return asked if asked in RowState.values else ""

    @cached_property
    def rows(self) -> Page[BulkRow]:
        rows = self.job.rows.order_by("position")
        if self.only:
            rows = rows.filter(state=self.only)
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))

    @cached_property
    def lines(self) -> list[Line]:
        rows = list(self.rows.object_list)
        visible = Submission.objects.visible_to(self.user).defer("answers").annotate(**observation_columns())
        seen = visible.in_bulk([row.submission_id for row in rows])
        since = self._since([row for row in rows if row.refusal == workflow.ConflictError.__name__])
        return [self._line(row, seen.get(row.submission_id), since) for row in rows]

    def _since(self, rows: Sequence[BulkRow]) -> dict[int, str]:
        """By submission, the last change of state: who made it, and which."""
        about = [row.submission_id for row in rows]
        if not about:
            return {}
        entries = LogEntry.objects.filter(submission__in=about).exclude(from_status="")
        entries = entries.select_related("reason").order_by("pk")
        found: dict[int, LogEntry] = {cast(int, entry.submission_id): entry for entry in entries}
        last = zip(found, trail.in_words(found.values()), strict=True)
        return {pk: f"{line.who}: {line.what}" for pk, line in last}

    def _line(self, row: BulkRow, submission: Submission | None, since: dict[int, str]) -> Line:
        if submission is None:
            return Line(row, "", "", "", "", "", False, in_words(row.refusal), "", "")
        reads = row.state in (RowState.WAITING, RowState.DONE) and self.act.letter
        name = "bulk_message" if isinstance(self.act, MessageAct) else "bulk_letter"
        return Line(
            row,
            submission.reference,
            submission.applicant_name,
            detail_url(submission.pk, self.request.GET.__class__(self.job.listing)),
            label_for(row.from_status, submission.kind),
            observation_words(submission),
            submission.is_observed,  # type: ignore[attr-defined]
            in_words(row.refusal),
            since.get(row.submission_id, ""),
            reverse(f"candidature_review:{name}", args=[self.job.pk, row.pk]) if reads else "",
        )

    @cached_property
    def to_write(self) -> list[dict[str, Any]]:
        """The letters that the job would write: for each heading, how many, on paper, and to be approved.

        Kinds of page may give the same letter headings of their own, or one.
        """
        if not self.act.letter or self.job.state != State.PREPARED:
            return []
        by_kind = self.job.rows.filter(state=RowState.WAITING).order_by().values("submission__kind")
        found = by_kind.annotate(
            n=Count("pk"),
            by_hand=Count("pk", filter=Q(submission__email="")),
            to_approve=Count("pk", filter=self._approved_first),
            one=Min("submission"),
        )
        rows = Submission.objects.select_related("page").defer("answers")
        examples = rows.in_bulk([row["one"] for row in found])
        headed: dict[str, Counter[str]] = defaultdict(Counter)
        for row in found:
            numbers = {name: row[name] for name in ("n", "by_hand", "to_approve")}
            headed[self._heading(examples[row["one"]])].update(numbers)
        return [{"heading": heading, **numbers} for heading, numbers in headed.items()]

    @property
    def _approved_first(self) -> Q:
        """The rows whose letter somebody must read before it leaves; that of a message nobody does."""
        if self.act.step is None:
            return Q(pk__in=[])
        return on_pages_where("submission__page", letters_need_approval=True)

    @property
    def leaving(self) -> str:
        """When the letters of `to_write` leave, and until when all of it can be taken back."""
        sums = {name: sum(kind[name] for kind in self.to_write) for name in ("n", "by_hand", "to_approve")}
        return told_of(self.job.letters, **sums) if self.to_write else ""

    @cached_property
    def objected(self) -> int:
        """To how many of what the job would move its applicant objected: what is decided answers them."""
        if self.act.step is None or self.job.state != State.PREPARED:
            return 0
        waiting = self.job.rows.filter(state=RowState.WAITING, from_status=Status.FOREWARNED).order_by()
        rows = Submission.objects.filter(pk__in=waiting.values("submission")).order_by()
        return observing_so(rows, Observations.SENT).count()

    def _heading(self, submission: Submission) -> str:
        return str(submission.page.specific.words.subjects[self.act.letter])

    @cached_property
    def waiting_letters(self) -> taking_back.Waiting | None:
        """The letters written that have not left yet, and can still be taken back; None for none."""
        found = taking_back.how_they_wait(self.job.batch) if self.act.letter else None
        return found if found and found.how_many else None

    @property
    def may_undo(self) -> bool:
        """Whether something was done of which no letter left; each row is asked again when it is undone."""
        if not self.act.permits(Actor.staff(self.user)):
            return False
        if self.job.state == State.RUNNING:
            return True
        if self.job.state != State.DONE or not self.counts.get(RowState.DONE):
            return False
        if self.act.is_taken_back_by_row(self.job):
            return True
        return OutboxMessage.objects.filter(taking_back.NOT_LEFT, batch=self.job.batch).exists()

    @property
    def queue_url(self) -> str:
        return f"{reverse('candidature_review:index')}?{self.job.listing}"

    def get_page_title(self) -> str:
        return _("Molte insieme")

    def get_page_subtitle(self) -> str:
        return self.act.label

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.queue_url, "label": _("Candidature")},
            {"url": "", "label": self.act.label},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        total = sum(self.counts.values())
        left = self.counts.get(RowState.DONE if self.job.state == State.UNDOING else RowState.WAITING, 0)
        return {
            **super().get_context_data(**kwargs),
            "job": self.job,
            "act": self.act,
            "is_own": self.is_own,
            "total": total,
            "left": left,
            "finished": total - left,
            "groups": [
                {
                    "label": state.label,
                    "n": self.counts[state],
                    "url": f"?{ONLY}={state}",
                    "current": self.only == state,
                }
                for state in RowState
                if self.counts.get(state)
            ],
            "only": self.only,
            "can": self.counts.get(RowState.WAITING, 0),
            "rows": self.rows,
            "lines": self.lines,
            "to_write": self.to_write,
            "objected": self.objected,
            "waiting_letters": self.waiting_letters,
            "leaving": self.leaving,
            "may_try_again": self.may_try_again,
            "left_over": self.left_over,
            "may_undo": self.may_undo,
            "may_approve": self.may_approve,
            "may_release": self.has_to_release,
            "shown_at": timezone.now().isoformat(),
            "queue_url": self.queue_url,
        }


class OneRow(JobView):
    """What concerns one row of a job, for whoever sees its submission. Reading it counts as reading."""

    @cached_property
    def row(self) -> tuple[BulkRow, Submission]:
        row = self.job.rows.filter(pk=self.kwargs["row"]).first()
        visible = Submission.objects.visible_to(self.user)
        submission = visible.filter(pk=row.submission_id).first() if row else None
        if row is None or submission is None:
            raise Http404
        return row, submission


class JobLetterView(OneRow):
    """One letter of a job, whole: as it would leave, or as it was written."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, submission = self.row
        message = self._message(row, submission)
        if message is None:
            raise Http404
        trail.record_view(submission, self.user)
        return previewing.response(message)

    def _message(self, row: BulkRow, submission: Submission) -> OutboxMessage | None:
        if row.state != RowState.WAITING:
            key = self.act.letter_key(row, submission.reference) if row.made else ""
            return OutboxMessage.objects.filter(key=key).first()
        letter = self.act.letter_before(self.job, submission, Actor.staff(self.user))
        return as_written([letter])[0] if letter else None


class JobMessageView(OneRow):
    """The message of a job to one applicant: as they would read it, or as it was sent."""

    template_name = "istruttoria/bulk/message.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, submission = self.row
        if not isinstance(self.act, MessageAct):
            raise Http404
        sent = Message.objects.filter(pk=(row.made or {}).get("message") or 0).first()
        if sent is None and row.state != RowState.WAITING:
            raise Http404
        trail.record_view(submission, self.user)
        text = sent.text if sent else self.act.text_for(self.job, submission, submission.page.specific)
        has_letter = (
            sent is None
            or OutboxMessage.objects.filter(key=self.act.letter_key(row, submission.reference)).exists()
        )
        letter_url = reverse("candidature_review:bulk_letter", args=[self.job.pk, row.pk])
        return self.render_to_response(
            {
                **self.get_context_data(),
                "submission": submission,
                "sent": sent,
                "text": text,
                "letter_url": letter_url if has_letter else "",
            }
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, _own = super().get_breadcrumbs_items()
        here = {"url": "", "label": _("Messaggio")}
        return [*before, {"url": self.url, "label": self.act.label}, here]
