"""One submission: what was sent, by whom, what happened to it, what can be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.entering import may_enter
from candidature.access.scope import DECIDE
from candidature.actors import Actor
from candidature.confirmations import letters as confirmation_letters
from candidature.confirmations.applications import ENDED, Application
from candidature.confirmations.in_words import lines, names_of, said_no_before
from candidature.models import Confirmation, LogEntry, ParticipationPage, Submission
from candidature.privacy.erasure_day import term_of
from candidature.process import forewarning, protocol, reasons, workflow
from candidature.process.guards import may_be_refused
from candidature.process.transitions import Transition
from candidature.submissions.protocol_number import ProtocolNumber
from istruttoria import trail
from istruttoria.checklists.answering import is_examined
from istruttoria.detail import checks_panel, messages_panel, notes_panel, scores_panel
from istruttoria.detail.about import read_about
from istruttoria.detail.forms import ProtocolForm
from istruttoria.detail.versions import awaited, former_versions
from istruttoria.detail.written import as_listed, outbox_address, to_hand_over
from istruttoria.duplicates.reading import hints_of, is_hinted
from istruttoria.labels.marking import MOST_ON_ONE
from istruttoria.labels.offered import fitting_columns, label_columns, marks_for, marks_on
from istruttoria.opening import marks, noting
from istruttoria.opinions import seeing
from istruttoria.permissions import ReviewerRequiredMixin, may_answer
from istruttoria.queue.addresses import detail_url, listing_parameters
from istruttoria.queue.needs import whose
from istruttoria.queue.neighbours import neighbours
from istruttoria.queue.words import age, pause, status_words, term, tone, work_term
from istruttoria.trail import proposed_outcome
from moduli import readable
from portal.limits.attempts import TooManyAttemptsError
from portal.models import OutboxMessage, User
from portal.outbox.acting import may_be_put_back
from portal.roles import RESEND_OUTBOX

CONFLICT, TOO_MANY = 409, 429


@dataclass(frozen=True)
class Proposal:
    """What a reviewer proposed to whoever decides: the outcome in words, by whom, when and why."""

    outcome: str
    who: str
    at: datetime
    reason: str


def proposal_of(submission: Submission) -> Proposal | None:
    """The proposal that holds now (`select_related("proposal__reason")` spares the queries)."""
    entry = submission.proposal
    if entry is None:
        return None
    reason = getattr(entry, "reason", None)
    outcome = proposed_outcome(entry.action, submission.kind)
    return Proposal(outcome, entry.who, entry.at, reason.text if reason else "")


def _number_taken(reference: str) -> str:
    """Why a number is refused; the reference, of one that the account sees, leads to it."""
    holder = Submission.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if holder is not None:
        address = reverse("candidature_review:detail", args=[holder])
        said = _("Questo numero è già della candidatura %(reference)s.").replace("%(reference)s", "{}")
        return format_html(said, format_html('<a href="{}">{}</a>', address, reference))
    return _("Questo numero è già di un’altra candidatura, che non fa parte di quelle che vedi.")


def _too_many_numbers(retry_at: datetime) -> str:
    # The minute that has not begun yet.
    later = date_format(timezone.localtime(retry_at + timedelta(minutes=1)), "H:i")
    return _(
        "Hai scritto troppi numeri che sono già di altre candidature. Puoi registrarne di nuovo dalle "
        "%(time)s."
    ) % {"time": later}


class SubmissionView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one submission that the account may see; any other does not exist for it."""

    header_icon = "clipboard-list"

    def rows(self) -> QuerySet[Submission]:
        """Those that the account sees, each with what a page about it shows."""
        visible = Submission.objects.visible_to(self.request.user).select_related(
            "page",
            "page__locale",
            "zone",
            "municipality",
            "privacy_notice",
            "form_version",
            "proposal__reason",
            "assigned_to",
        )
        visible = visible.annotate(is_hinted=is_hinted(self.request.user))
        return visible.annotate(**label_columns(), **fitting_columns())

    @cached_property
    def submission(self) -> Submission:
        found = self.rows().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def user(self) -> User:
        """The account, which `ReviewerRequiredMixin` found to be one."""
        return cast(User, self.request.user)

    @property
    def actor(self) -> Actor:
        return Actor.staff(self.user)

    def presence(self) -> dict[str, Any]:
        """Who else has it open, and where the page says that it still is."""
        return {
            "present": noting.others_at(self.submission, self.user),
            "presence_url": reverse("candidature_review:presence", args=[self.submission.pk]),
        }

    @property
    def queue_url(self) -> str:
        query = listing_parameters(self.request.GET).urlencode()
        address = reverse("candidature_review:index")
        return f"{address}?{query}" if query else address

    @property
    def detail_url(self) -> str:
        return detail_url(self.submission.pk, self.request.GET)

    def onward(self, following: str | None, said: str) -> HttpResponse:
        """On to the next of the list, or back to it, which says what became of this one and leads back to it.

        Args:
            following: the address of the next; None for none.
        """
        again = _("Rivedi %(who)s") % {"who": self.submission.applicant_name}
        former = messages.button(self.detail_url, again)
        messages.success(self.request, f"{self.submission.reference}. {said}", buttons=[former])
        return redirect(following or self.queue_url)

    def get_page_title(self) -> str:
        return self.submission.reference

    def get_page_subtitle(self) -> str:
        return self.submission.applicant_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.queue_url, "label": _("Candidature")},
            {"url": self.detail_url, "label": self.submission.reference},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "submission": self.submission,
            "proposal": proposal_of(self.submission),
            "tone": tone(self.submission),
            "status_words": status_words(self.submission),
            "term": term(self.submission),
            "work_term": work_term(self.submission),
            "pause": pause(self.submission),
            "queue_url": self.queue_url,
            "detail_url": self.detail_url,
            "query": listing_parameters(self.request.GET).urlencode(),
        }


class DetailView(SubmissionView):
    """Everything about one submission on one page. Opening it is noted in the log."""

    template_name = "istruttoria/detail.html"

    @cached_property
    def entries(self) -> list[LogEntry]:
        """The log, first to last. It also tells of what else there is anything to look up."""
        return list(self.submission.log.select_related("reason"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = max((entry.pk for entry in marks.changes(self.entries)), default=0)
        self.entries = trail.with_view(self.entries, self.submission, self.user)
        context = self.get_context_data(**self.presence())
        response = self.render_to_response(context)
        if request.method == "GET":
            messages_panel.note_read_after(response, self.submission, self.user, context["talk"])
            noting.note_after(response, self.submission, self.user, seen)
            seeing.note_after(response, self.submission, whose(self.user), context["opinions"])
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Registers the protocol number."""
        form = ProtocolForm(self.submission, self.submission.protocol, request.POST)
        if not form.is_valid():
            return self._number_refused(form, status=400)
        number = form.typed
        if number == form.seen:
            return redirect(self.detail_url)
        try:
            protocol.register(self.submission.pk, number, self.user, former=form.seen)
        except protocol.NumberChangedError as refusal:
            return self._number_changed(number, refusal.present)
        except protocol.NumberTakenError as refusal:
            form.add_error("protocol_number", _number_taken(refusal.reference))
            return self._number_refused(form, status=400)
        except TooManyAttemptsError as refusal:
            form.add_error("protocol_number", _too_many_numbers(refusal.retry_at))
            return self._number_refused(form, status=TOO_MANY)
        messages.success(request, _("Numero di protocollo registrato."))
        return redirect(self.detail_url)

    def _number_changed(self, typed: ProtocolNumber, present: ProtocolNumber) -> HttpResponse:
        """The same page with the number that a colleague registered; what was typed stays."""
        del self.__dict__["submission"]
        shown = {"former": present.number, "former_day": present.day}
        written = {"protocol_number": typed.number, "protocol_date": typed.day}
        form = ProtocolForm(self.submission, present, shown | written)
        if present:
            message = _("Nel frattempo è stato registrato il numero %(number)s: non abbiamo cambiato nulla.")
        else:
            message = _("Nel frattempo il numero che vedevi è stato tolto: non abbiamo cambiato nulla.")
        form.is_valid()
        form.add_error("protocol_number", message % {"number": present})
        return self._number_refused(form, status=CONFLICT)

    def _number_refused(self, form: ProtocolForm, *, status: int) -> HttpResponse:
        """The same page, at what is wrong: the form stands far down, where nobody would look for it."""
        wrong = next((name for name in form.fields if name in form.errors), "protocol_number")
        form.fields[wrong].widget.attrs["autofocus"] = True
        return self.render_to_response(self.get_context_data(protocol_form=form), status=status)

    def _offered(self, page: ParticipationPage) -> list[Transition]:
        """What can be done now: no refusal while the applicant may object, or was not asked to."""
        steps = workflow.available(self.submission, self.actor)
        if forewarning.refusal(self.submission, page, timezone.now()) is None:
            return steps
        return [step for step in steps if may_be_refused not in step.guards]

    def _stopped_letter(self, letters: Sequence[OutboxMessage]) -> dict[str, Any] | None:
        """The letter of its state that staff stopped, and where whoever may puts it back."""
        letter = reasons.stopped_letter(self.submission, letters)
        if letter is None:
            return None
        may_put_back = self.user.has_perm(RESEND_OUTBOX) and may_be_put_back(letter)
        return {"letter": letter, "address": outbox_address(letter) if may_put_back else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = self.submission
        about = read_about(submission, {entry.action for entry in self.entries})
        uploads = about.files
        page = submission.page.specific
        sections = readable(submission.schema, submission.answers, uploads)
        letters = as_listed(submission, about.letters, self.user)
        labels, labels_on = marks_for(submission), marks_on(submission)
        checks = checks_panel.context(submission, page, self.user, answers=about.checks)
        confirming = [one for one in about.confirmations if one.state != Confirmation.State.REMOVED]
        things = {str(uploaded.public_id): uploaded.original_name for uploaded in uploads}
        things |= {line.key: line.asked for line in checks["checks"]}
        # Letters wait to be handed over for who has no address; once they have one, they left.
        shows_desk = may_enter(self.user) and (submission.is_from_desk or not submission.email)
        return {
            **super().get_context_data(**kwargs),
            "protocol_form": kwargs.get("protocol_form") or ProtocolForm(submission, submission.protocol),
            "kept_until": term_of(submission, page),
            "rows_of_page": page.rows_about(submission),
            "others": lines(
                Application(submission),
                confirming,
                unreached=confirmation_letters.not_delivered_of(about.letters),
            )
            + said_no_before(about.confirmations),
            "may_sign": may_enter(self.user) and submission.status not in ENDED,
            "sections": sections,
            "listed": [row for section in sections for row in section.rows if row.is_listed],
            "earlier": former_versions(submission, uploads, about.revisions),
            "asked": awaited(submission, about.info_request, about.pending_revision),
            "duplicates": hints_of(submission, self.user) if submission.is_hinted else [],  # type: ignore[attr-defined]
            "labels": labels,
            "labels_on": labels_on,
            "label_ids_on": [label.pk for label in labels_on],
            "most_labels": MOST_ON_ONE,
            "may_label": may_answer(self.user),
            "lines": trail.in_words(
                reversed(self.entries),
                names_of(submission, about.confirmations),
                {str(label.pk): label.name for label in labels},
                things,
            ),
            "letters_written": letters,
            "stopped_letter": self._stopped_letter(about.letters),
            "to_hand_over": to_hand_over(letters) if shows_desk else [],
            "shows_desk": shows_desk,
            "sent_label": _("Ricevuta") if submission.is_from_desk else _("Inviata"),
            "erasure_asked": about.erasure_request,
            "may_decide": self.user.has_perm(DECIDE),
            "can_renew_link": self.user.has_perm(DECIDE),
            "transitions": self._offered(page),
            **messages_panel.context(submission, self.user, at_most=messages_panel.SHOWN, **kwargs),
            **checks,
            **scores_panel.context(submission, page, self.user, scores=about.scores),
            "opinions": about.opinions,
            "may_ask_opinion": may_answer(self.user) and is_examined(submission),
            "how_many_files": len(uploads),
            **notes_panel.context(submission, self.user, at_most=notes_panel.SHOWN, newest=about.notes),
            "neighbours": neighbours(self.request, submission),
            "age": age(submission.submitted_at),
        }
