"""The page on which staff confirm a change of state or a proposal, knowing which letter leaves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.actors import ActorKind
from candidature.letters import writing as letters
from candidature.models import LogEntry, Submission
from candidature.process import workflow
from candidature.process.transitions import BY_ACTION, Transition
from candidature.statuses import label_for
from istruttoria import trail
from istruttoria.decisions.forms import DecisionForm
from istruttoria.decisions.request_form import RequestForm
from istruttoria.detail.page import CONFLICT, SubmissionView
from moduli import asked_of


class DecisionView(SubmissionView):
    """Asks for what a transition needs, says what will happen, and makes it happen.

    When a colleague acted meanwhile the page comes back with what changed and with what was typed.
    """

    template_name = "istruttoria/decision.html"

    @cached_property
    def step(self) -> Transition:
        step = BY_ACTION.get(self.kwargs["action"])
        if step is None or step.by is not ActorKind.STAFF:
            raise Http404
        if step.permission is None or not self.request.user.has_perm(step.permission):
            raise PermissionDenied
        return step

    @property
    def is_available(self) -> bool:
        return self.step in workflow.available(self.submission, self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_available:
            messages.warning(request, self._not_possible())
            return redirect(self.detail_url)
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not self.is_available:
            # A second click on the same button, or a colleague was faster.
            return self._conflict(form)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            decided = workflow.transition(
                self.submission.pk,
                self.step.action,
                self.actor,
                expected_version=form.cleaned_data["expected_version"],
                reason=form.cleaned_data.get("reason", ""),
                due_at=form.due_at,
                asked=form.asked if isinstance(form, RequestForm) else None,
            )
        except (workflow.ConflictError, workflow.NotPossibleError):
            del self.__dict__["submission"]
            return self._conflict(form)
        except workflow.NotAllowedError as refusal:
            raise PermissionDenied from refusal
        except workflow.NoSeatLeftError:
            form.add_error(None, _("I posti sono tutti assegnati: nessuno è stato confermato."))
        except workflow.EventCancelledError:
            form.add_error(None, _("L’evento è annullato: non si confermano posti."))
        except workflow.EventBegunError:
            form.add_error(None, _("L’evento è già finito: non si confermano più posti."))
        except workflow.MissingQuestionsError:
            form.add_error(None, _("Ciò che hai scelto non è stato chiesto a chi ha inviato: scegli altro."))
        except workflow.MissingReasonError:
            form.add_error("reason", _("Scrivi la motivazione."))
        except workflow.MissingDueDateError:
            form.add_error("due_on", _("Il termine deve essere un giorno dopo oggi."))
        else:
            messages.success(request, self._done(decided))
            return redirect(self.detail_url)
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def _form(self, data: Any = None) -> DecisionForm:
        initial = {"expected_version": self.submission.version, "reason": self._proposed_reason()}
        if self.step.needs_questions:
            shown = asked_of(self.submission.schema, self.submission.answers)
            return RequestForm(shown, self.step, data, initial=initial)
        return DecisionForm(self.step, data, initial=initial)

    def _proposed_reason(self) -> str:
        """Why a reviewer proposed this very decision, for whoever decides to send as it is or to correct."""
        proposal = self.submission.proposal
        if proposal is None or BY_ACTION[proposal.action].proposes != self.step.action:
            return ""
        return proposal.reason.text if hasattr(proposal, "reason") else ""

    def _conflict(self, form: DecisionForm) -> HttpResponse:
        """The same page with what changed; what was typed stays, against the present version."""
        form.is_valid()
        since = self._changes_since(form.cleaned_data.get("expected_version", self.submission.version))
        if [(entry.action, entry.actor) for entry in since] == [(self.step.action, self.request.user)]:
            messages.info(self.request, _("Era già fatto: niente è stato ripetuto."))
            return redirect(self.detail_url)
        data = self.request.POST.copy()
        data["expected_version"] = str(self.submission.version)
        again = self._form(data)
        again.is_valid()
        context = self.get_context_data(
            form=again, conflict=trail.in_words(since), still_possible=self.is_available
        )
        return self.render_to_response(context, status=CONFLICT)

    def _changes_since(self, version: int) -> list[LogEntry]:
        """The changes of state after a version: each one raised it by one."""
        steps = self.submission.log.exclude(from_status="").select_related("reason", "actor")
        how_many = max(0, self.submission.version - version)
        return list(reversed(steps.order_by("-at", "-pk")[:how_many]))

    def _not_possible(self) -> str:
        return _("«%(action)s» non è possibile: lo stato è «%(status)s».") % {
            "action": self.step.label,
            "status": self.submission.status_label,
        }

    def _done(self, submission: Submission) -> str:
        status = submission.status_label
        if self.step.proposes:
            return _(
                "Fatto: la proposta è registrata. Lo stato resta «%(status)s» e nessuna lettera parte."
            ) % {"status": status}
        if self.step.letter:
            return _("Fatto: lo stato è «%(status)s» e la lettera è in partenza.") % {"status": status}
        return _("Fatto: lo stato è «%(status)s». Nessuna lettera parte.") % {"status": status}

    def get_page_subtitle(self) -> str:
        return str(self.step.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.step.label)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "still_possible": True,
            **super().get_context_data(**kwargs),
            **kwargs,
            "step": self.step,
            "target": label_for(self.step.target, self.submission.kind) if self.step.target else "",
            "outcome": trail.proposed_outcome(self.step.action, self.submission.kind),
            "letter_subject": letters.subject_for(
                self.step.letter, self.submission, self.submission.page.specific
            )
            if self.step.letter
            else "",
        }
