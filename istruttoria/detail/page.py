"""One submission: what was sent, by whom, what happened to it, what can be done now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from candidature.access.scope import DECIDE
from candidature.actors import Actor
from candidature.models import Submission
from candidature.privacy import requests
from candidature.privacy.erasure_day import term_of
from candidature.process import protocol, workflow
from istruttoria import trail
from istruttoria.detail import messages_panel
from istruttoria.detail.forms import ProtocolForm
from istruttoria.detail.versions import awaited, former_versions
from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.addresses import detail_url, listing_parameters
from istruttoria.queue.neighbours import neighbours
from istruttoria.queue.words import age, tone
from istruttoria.trail import proposed_outcome
from moduli import readable
from portal.models import User

CONFLICT = 409


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
    return Proposal(outcome, entry.actor_label, entry.at, reason.text if reason else "")


def _number_taken(reference: str) -> str:
    if reference:
        return _("Questo numero è già della candidatura %(reference)s.") % {"reference": reference}
    return _("Questo numero è già di un’altra candidatura, che non fa parte di quelle che vedi.")


class SubmissionView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one submission that the account may see; any other does not exist for it."""

    header_icon = "clipboard-list"

    @cached_property
    def submission(self) -> Submission:
        visible = Submission.objects.visible_to(self.request.user).select_related(
            "page",
            "page__locale",
            "zone",
            "municipality",
            "privacy_notice",
            "form_version",
            "proposal__reason",
        )
        found = visible.filter(pk=self.kwargs["pk"]).first()
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

    @property
    def queue_url(self) -> str:
        query = listing_parameters(self.request.GET).urlencode()
        address = reverse("candidature_review:index")
        return f"{address}?{query}" if query else address

    @property
    def detail_url(self) -> str:
        return detail_url(self.submission.pk, self.request.GET)

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
            "tone": tone(self.submission.status),
            "queue_url": self.queue_url,
            "detail_url": self.detail_url,
            "query": listing_parameters(self.request.GET).urlencode(),
        }


class DetailView(SubmissionView):
    """Everything about one submission on one page. Opening it is noted in the log."""

    template_name = "istruttoria/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trail.record_view(self.submission, self.user)
        return self.render_to_response(self.get_context_data(is_reading=request.method == "GET"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Registers the protocol number."""
        form = ProtocolForm(self.submission.protocol_number, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(protocol_form=form), status=400)
        number = form.cleaned_data["protocol_number"]
        if number == form.cleaned_data["former"]:
            return redirect(self.detail_url)
        try:
            protocol.register(self.submission.pk, number, self.user, former=form.cleaned_data["former"])
        except protocol.NumberChangedError as refusal:
            return self._number_changed(number, refusal.present)
        except protocol.NumberTakenError as refusal:
            form.add_error("protocol_number", _number_taken(refusal.reference))
            return self.render_to_response(self.get_context_data(protocol_form=form), status=400)
        messages.success(request, _("Numero di protocollo registrato."))
        return redirect(self.detail_url)

    def _number_changed(self, typed: str, present: str) -> HttpResponse:
        """The same page with the number that a colleague registered; what was typed stays."""
        del self.__dict__["submission"]
        form = ProtocolForm(present, {"former": present, "protocol_number": typed})
        if present:
            message = _("Nel frattempo è stato registrato il numero %(number)s: non abbiamo cambiato nulla.")
        else:
            message = _("Nel frattempo il numero che vedevi è stato tolto: non abbiamo cambiato nulla.")
        form.is_valid()
        form.add_error("protocol_number", message % {"number": present})
        return self.render_to_response(self.get_context_data(protocol_form=form), status=CONFLICT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = self.submission
        uploads = list(submission.files.all())
        page = submission.page.specific
        return {
            **super().get_context_data(**kwargs),
            "protocol_form": kwargs.get("protocol_form") or ProtocolForm(submission.protocol_number),
            "term": term_of(submission, page),
            "rows_of_page": page.rows_about(submission),
            "sections": readable(submission.schema, submission.answers, uploads),
            "earlier": former_versions(submission, uploads),
            "asked": awaited(submission),
            "lines": trail.in_words(reversed(submission.log.select_related("reason"))),
            "erasure_asked": requests.open_request(submission),
            "may_decide": self.user.has_perm(DECIDE),
            "can_renew_link": self.user.has_perm(DECIDE),
            "transitions": workflow.available(submission, self.actor),
            **messages_panel.context(submission, self.user, at_most=messages_panel.SHOWN, **kwargs),
            "neighbours": neighbours(self.request, submission),
            "age": age(submission.submitted_at),
        }
