"""The page on which staff confirm a change of state or a proposal, knowing which letter leaves."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from candidature.actors import ActorKind
from candidature.letters import writing as letters
from candidature.models import LogEntry, Submission, UploadedFile
from candidature.pages.checks import WhenOpen
from candidature.process import workflow
from candidature.process.guards import is_examined, was_told
from candidature.process.transitions import BY_ACTION, Transition
from candidature.process.untold import is_untold, with_letter_of_reasons
from candidature.statuses import label_for
from istruttoria import trail
from istruttoria.decisions.beside import beside
from istruttoria.decisions.earlier_reasons import earlier_reasons
from istruttoria.decisions.forms import DecisionForm
from istruttoria.decisions.letter_ahead import done, foretold, reason_ahead
from istruttoria.decisions.request_form import RequestForm
from istruttoria.detail import messages_panel
from istruttoria.detail.page import CONFLICT, SubmissionView
from istruttoria.opening import noting
from istruttoria.opinions import seeing
from istruttoria.queue.needs import whose
from istruttoria.queue.neighbours import NEXT, THEN, next_for
from moduli import asked_of, readable
from portal.outbox import previewing

# The value of the button that only shows the letter.
READ = "read"


def _typed(form: DecisionForm) -> dict[str, Any]:
    """What goes with the decision."""
    return {
        "reason": form.cleaned_data.get("reason", ""),
        "due_at": form.due_at,
        "asked": form.asked if isinstance(form, RequestForm) else None,
        **({"knows_untold": True} if form.cleaned_data.get("knows_untold") else {}),
    }


# What comes before a decision, in the same words.
_BEFORE = {"reject": "forewarn"}


class DecisionView(SubmissionView):
    """Asks for what a transition needs, says what will happen, and makes it happen.

    When a colleague acted meanwhile the page comes back with what changed and with what was typed.
    """

    template_name = "istruttoria/decision.html"

    def rows(self) -> QuerySet[Submission]:
        return with_letter_of_reasons(super().rows())

    @cached_property
    def step(self) -> Transition:
        step = BY_ACTION.get(self.kwargs["action"])
        if step is None or step.by is not ActorKind.STAFF:
            raise Http404
        if step.permission is None or not self.request.user.has_perm(step.permission):
            raise PermissionDenied
        return step

    @cached_property
    def entries(self) -> list[LogEntry]:
        """The log, first to last: it tells what else there is to look up."""
        return list(self.submission.log.all())

    @property
    def is_available(self) -> bool:
        return self.step in workflow.available(self.submission, self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_available:
            messages.warning(request, self._not_possible())
            return redirect(self.detail_url)
        self.entries = trail.with_view(self.entries, self.submission, self.user)
        context = self.get_context_data(form=self._form(), **self.presence())
        response = self.render_to_response(context)
        if request.method == "GET":
            noting.note_after(response, self.submission, self.user, seen=None)
            seeing.note_after(response, self.submission, whose(self.user), context["opinions"])
            new = [one.pk for one in context["observations"] if one.is_new]
            messages_panel.note_these_read_after(response, self.submission, self.user, new)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not self.is_available:
            # A second click on the same button, or a colleague was faster.
            return self._conflict(form)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        pressed = self._read_letter if request.POST.get(THEN) == READ else self._decide
        try:
            return pressed(form)
        except (workflow.ConflictError, workflow.NotPossibleError):
            del self.__dict__["submission"]
            return self._conflict(form)
        except workflow.NotAllowedError as refusal:
            raise PermissionDenied from refusal
        except workflow.ChecksOpenError:
            form.add_error(
                None, _("Prima rispondi ai controlli che l’avviso chiede: sono elencati qui sotto.")
            )
        except workflow.NotForewarnedError:
            form.add_error(None, _("L’avviso vuole che prima si comunichino i motivi: scegli quella azione."))
        except workflow.StillObservableError:
            form.add_error(None, _("Il termine per le osservazioni non è passato: si decide dopo."))
        except workflow.UntoldError:
            form.add_error(
                "knows_untold" if "knows_untold" in form.fields else None,
                _("La lettera con i motivi non è partita. Se decidi lo stesso, segna che lo sai."),
            )
        except workflow.TermTooShortError:
            form.add_error("due_on", _("La legge dà più giorni per le osservazioni."))
        except workflow.SentAgainError:
            form.add_error(
                None,
                _("La stessa persona ne ha inviata un’altra che vale: non possono valere tutte e due."),
            )
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
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def _decide(self, form: DecisionForm) -> HttpResponse:
        decided = workflow.transition(
            self.submission.pk,
            self.step.action,
            self.actor,
            expected_version=form.cleaned_data["expected_version"],
            **_typed(form),
        )
        return self._after(decided)

    def _read_letter(self, form: DecisionForm) -> HttpResponse:
        """The same page with the letter as it would leave, with what was typed. Nothing is decided."""
        typed = {**_typed(form), "knows_untold": True}
        letter = workflow.rehearse_letter(self.submission.pk, self.step.action, self.actor, **typed)
        shown = previewing.as_seen(*letters.messages([letter])) if letter else ""
        return self.render_to_response(self.get_context_data(form=form, letter_preview=shown))

    def _after(self, decided: Submission) -> HttpResponse:
        """Back to what was decided or on to the next in the list, which says what became of the former."""
        if self.request.POST.get(THEN) != NEXT:
            messages.success(self.request, self._done(decided))
            return redirect(self.detail_url)
        # Its place is the one it had on the screen, from which it may just have gone.
        return self.onward(next_for(self.request, self.submission, self.user), self._done(decided))

    def _form(self, data: Any = None) -> DecisionForm:
        initial = {"expected_version": self.submission.version, "reason": self._proposed_reason()}
        if self.step.needs_questions:
            shown = asked_of(self.submission.schema, self.submission.answers)
            return RequestForm(shown, self.step, data, initial=initial)
        untold = was_told in self.step.guards and is_untold(self.submission)
        return DecisionForm(self.step, data, initial=initial, is_untold=untold)

    def _proposed_reason(self) -> str:
        """Why a reviewer proposed this very decision, for whoever decides to send as it is or to correct."""
        proposal = self.submission.proposal
        proposed = BY_ACTION[proposal.action].proposes if proposal else ""
        # Who proposes a refusal gives the reasons that are told before it, too.
        if proposal is None or self.step.action not in (proposed, _BEFORE.get(proposed)):
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
            needs_approval = submission.page.specific.letters_need_approval
            return done(status, submission.email, needs_approval=needs_approval)
        return _("Fatto: lo stato è «%(status)s». Nessuna lettera parte.") % {"status": status}

    def get_page_subtitle(self) -> str:
        return str(self.step.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.step.label)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.submission.page.specific
        # Most forms ask for none: read where an answer names one.
        files = self.submission.files.all()
        uploads = cast(list[UploadedFile], SimpleLazyObject(lambda: list(files)))
        left = beside(self.submission, page, uploads, self.user, {entry.action for entry in self.entries})
        needed = [line.asked for line in left["checks"] if line.is_open]
        still_open = needed if is_examined in self.step.guards else []
        sections = readable(self.submission.schema, self.submission.answers, uploads)
        step = self.step
        subject = letters.subject_for(step.letter, self.submission, page) if step.letter else ""
        needs_approval = page.letters_need_approval
        return {
            "still_possible": True,
            **super().get_context_data(**kwargs),
            **left,
            **kwargs,
            "step": self.step,
            "still_open": still_open,
            "must_be_settled": bool(still_open) and page.when_open == WhenOpen.REFUSE,
            "sections": sections,
            "listed": [row for section in sections for row in section.rows if row.is_listed],
            "earlier_reasons": earlier_reasons(self.user, self.submission, self.step.action)
            if self.step.needs_reason
            else [],
            "target": label_for(self.step.target, self.submission.kind) if self.step.target else "",
            "outcome": trail.proposed_outcome(self.step.action, self.submission.kind),
            "letter_ahead": foretold(subject, self.submission.email, needs_approval=needs_approval)
            if subject
            else "",
            "reason_ahead": reason_ahead() if subject and step.needs_reason and needs_approval else "",
        }
