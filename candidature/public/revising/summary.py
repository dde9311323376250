"""The summary of a revision: what changes, the button that sends it, and why nothing was sent."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from candidature.intake import resending, sending
from candidature.intake.revisions import Purpose
from candidature.process.refusals import ConflictError, WorkflowError
from candidature.public.filling import press, progress
from candidature.public.filling import summary as filled_in
from candidature.public.following import told
from candidature.public.revising import refused
from candidature.public.revising.steps import refusal_of, way_of
from candidature.public.revising.way import RevisionWay, about
from candidature.public.secret_pages import UNAVAILABLE, secret_page, show
from candidature.public.submission import presses
from candidature.public.submission.links import with_submission
from candidature.submissions.in_words import differing, rows
from candidature.submissions.models import Submission
from moduli import IncompleteAnswersError, Section, compare, readable
from portal.web import outage

SAME, TAKEN, MOVED_ON, NOT_ADMITTED = "uguale", "codice", "cambiata", "riservata"
_REFUSALS = {
    SAME: gettext_lazy("Non hai cambiato nulla: apri un passo e cambia una risposta, poi invia."),
    TAKEN: gettext_lazy(
        "Ognuno può inviarne una sola, e una con lo stesso nome, codice fiscale o partita IVA c’è già. "
        "Controlla che cosa hai scritto; se è giusto, scrivi all’ufficio."
    ),
    NOT_ADMITTED: gettext_lazy(
        "Per come hai cambiato «Chi sei» non si può più partecipare qui: apri quel passo e correggilo. Se "
        "invece è giusto così, scrivi all’ufficio."
    ),
    MOVED_ON: gettext_lazy(
        "Mentre guardavi questa pagina qualcosa è cambiato: qui sotto vedi com’è adesso. Rileggi e premi di "
        "nuovo il pulsante."
    ),
}


@secret_page
@with_submission
def summary(request: HttpRequest, token: str, submission: Submission, purpose: Purpose) -> HttpResponse:
    """What was sent and what it becomes; a POST sends it."""
    way = way_of(request, token, submission, purpose)
    shown = SummaryPage(way)
    if request.method == "POST":
        return shown.pressed()
    refusal = refusal_of(way)
    return shown.show() if refusal is None else refused.page(way, refusal)


@dataclass(frozen=True)
class SummaryPage:
    """The summary of a revision, from which it is sent and on which a refusal is shown."""

    way: RevisionWay

    def show(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """Shows the summary.

        Args:
            refusal: why nothing was sent just now.
        """
        way, revision = self.way, self.way.revision
        submission, uploads = revision.submission, revision.uploads()
        steps = filled_in.steps(way, uploads)
        before = readable(submission.schema, submission.answers, uploads)
        context = {
            **about(way),
            "token": way.token,
            "page": way.page,
            "steps": steps,
            "who_address": way.step_address(0) if way.asks_who else "",
            "says_who": way.says_who,
            "led_out": filled_in.led_out(way),
            "incomplete": filled_in.to_complete(way, steps, says_who=way.says_who),
            "changed": compare(before, readable(revision.whole, revision.answers, uploads)),
            "applicant_changed": differing(submission, revision.applicant) if revision.who else [],
            "applicant_rows": rows(revision.applicant),
            "seen": revision.content,
            "rest": _rest(before, steps),
            "progress": progress.of(way, way.last + 1, uploads),
            "refusal": refusal or _REFUSALS.get(press.outcome(way.request), ""),
        }
        return show(way.request, "revise_summary", way.page, context, status=status)

    def pressed(self) -> HttpResponse:
        """Sends; where that is not possible, leads to the page that says why."""
        way, request = self.way, self.way.request
        revision = way.revision
        if way.request.POST.get("action") == "save":
            return way.saved(0)
        try:
            with outage.noticed():
                resending.send(
                    revision.submission,
                    revision.purpose,
                    version=way.version,
                    received_at=request.received_at,  # type: ignore[attr-defined]
                    seen=request.POST.get(press.SEEN),
                )
        except outage.OutageError:
            return self.show(status=UNAVAILABLE, refusal=str(outage.SENTENCE))
        except resending.NothingChangedError:
            return self._again(SAME)
        except sending.AnswersChangedError:
            return self._again(MOVED_ON)
        except sending.AlreadySentError:
            return self._again(TAKEN)
        except sending.ApplicantNotAdmittedError:
            return self._again(NOT_ADMITTED)
        except WorkflowError as error:
            if presses.was_done(request, revision.submission, revision.purpose):
                return self._sent()
            return self._again(MOVED_ON if isinstance(error, ConflictError) else "")
        except (IncompleteAnswersError, sending.ApplicantMissingError):
            return self._again("")
        return self._sent()

    def _sent(self) -> HttpResponse:
        is_correction = self.way.revision.purpose is Purpose.CORRECTION
        return redirect(told.address(self.way.token, told.CORRECTED if is_correction else told.COMPLETED))

    def _again(self, outcome: str) -> HttpResponse:
        return redirect(press.saying(self.way.summary_address(), outcome))


def _rest(before: list[Section], steps: list[filled_in.StepInWords]) -> list[Section]:
    """What was sent and is not open, step by step."""
    shown = {row.key for step in steps for row in step.section.rows}
    sections = [
        replace(section, rows=[row for row in section.rows if row.key not in shown]) for section in before
    ]
    return [section for section in sections if section.rows]
