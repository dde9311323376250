"""One step of the form: shown, saved whether valid or not, and left by one of its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import drafts, quotas, remarks, two_tabs
from candidature.intake.uploads import written
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import autosave, moving, progress, route, typed
from candidature.public.draft.applicant_step import applicant_step
from candidature.public.draft.links import with_draft
from candidature.public.draft.window import accepts, closed, counts_as_pressed
from candidature.public.secret_pages import (
    CONFLICT,
    UNAVAILABLE,
    explain,
    retry_later,
    secret_page,
    show,
)
from candidature.submissions.models import Draft, UploadedFile
from moduli import Schema, Step, StepForm, freeze, in_words, kept_form, walk
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


@secret_page
@with_draft
def step(
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, number: int
) -> HttpResponse:
    """One step of the form; number 0 is who you are."""
    schema = freeze(page.steps)
    if number > len(schema["steps"]):
        return redirect("candidature:summary", token)
    if number == 0:
        return applicant_step(request, token, draft, page)
    if request.method != "POST":
        if not accepts(request, page):
            return closed(request, token, draft, page)
        return _kept(StepPage(request, token, page, schema, number), draft)
    if (answer := counts_as_pressed(request, token, draft, page, number)) is not None:
        return answer
    moved_to = route.position(schema, request.POST.get(route.STEP, schema["steps"][number - 1]["key"]))
    if moved_to is None:
        written = typed.rows(request, page, number)
        if not written:
            return redirect(route.same_step(request, token, number))
        return explain(
            request,
            status=CONFLICT,
            title=_("Questo passo non c’è più"),
            text=_(
                "Chi cura la pagina ha cambiato il modulo mentre scrivevi. Le risposte agli altri passi sono "
                "rimaste salvate: controlla il modulo dal primo passo."
            ),
            way_back=route.address(token, 0),
            written=written,
        )
    return _posted(StepPage(request, token, page, schema, moved_to), draft)


@dataclass(frozen=True)
class Clash:
    """A question that two tabs answered differently: its label, this page's text, and the one kept."""

    label: str
    here: str
    there: str


@dataclass(frozen=True)
class StepPage:
    """The page of one step, from which its form is read and on which it is shown again."""

    request: HttpRequest
    token: str
    page: ParticipationPage
    schema: Schema
    number: int

    def read(self, draft: Draft) -> StepForm:
        """The posted form, against what the draft holds as it was read."""
        return StepForm(
            self.step,
            self.request.POST,
            self.request.FILES,
            answers=draft.answers,
            uploads=draft.files.all(),
            dropped=self.request.dropped_files,  # type: ignore[attr-defined]
        )

    @property
    def step(self) -> Step:
        return self.schema["steps"][self.number - 1]

    def show(
        self,
        form: StepForm,
        draft: Draft,
        uploads: Sequence[UploadedFile] | None = None,
        *,
        seen: str,
        status: int = 200,
        clashes: Sequence[Clash] = (),
    ) -> HttpResponse:
        """Shows the step.

        Args:
            uploads: the files of the draft; read, unless given.
            seen: which answers this page shows (`candidature.intake.two_tabs.seen`).
        """
        stored = list(draft.files.all()) if uploads is None else uploads
        context = {
            "page": self.page,
            "token": self.token,
            "step": self.step,
            "form": form,
            "progress": progress.of_a_draft(self.schema, self.token, draft, self.number, stored),
            "seen": seen,
            "opened": route.outcome(self.request) == route.OPENED,
            "clashes": clashes,
            "from_summary": route.comes_from_summary(self.request),
            # Without an address every saving makes a new link: only buttons do it.
            "autosaves": bool(draft.email),
        }
        return show(self.request, "step", self.page, context, status=status)

    def again(self, outcome: str) -> HttpResponse:
        """Leads to the same step, which says what came of the press."""
        return redirect(route.again(self.request, self.token, self.number, outcome))


def _kept(shown: StepPage, draft: Draft) -> HttpResponse:
    """The step with what the draft holds of it, and what the address says that the last press came to."""
    step, outcome = shown.step, route.outcome(shown.request)
    uploads, remarked = list(draft.files.all()), remarks.about(draft, step)
    answers = draft.answers | remarked.clashes
    if outcome:
        form = kept_form(step, answers, uploads)
        if outcome != route.CHECK:
            form.forget_errors()
        form.tell(remarked.refused)
    else:
        form = StepForm(step, answers=answers, uploads=uploads)
    seen = two_tabs.seen(step, draft.answers)
    return shown.show(form, draft, uploads, seen=seen, clashes=_both_texts(step, draft, remarked))


def _posted(shown: StepPage, draft: Draft) -> HttpResponse:
    """Saves what was typed and attached, then goes where the button says."""
    request, page = shown.request, shown.page
    looked_into, seen = shown.read(draft), request.POST.get(route.SEEN, "")
    try:
        with outage.noticed(), written([looked_into], draft, client_of(request)) as files:
            saved = drafts.keep_step(
                draft,
                shown.read,
                files,
                client=client_of(request),
                seen=seen,
                remove=request.POST.get("remove", ""),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except limits.LimitReachedError as reached:
        sentence = quotas.sentence(reached, page.contact_email)
        if autosave.is_asked(request):
            return autosave.not_saved(sentence)
        looked_into.forget_errors()
        looked_into.add_error(None, sentence)
        return retry_later(shown.show(looked_into, draft, seen=seen, status=429), reached)
    except outage.OutageError:
        if autosave.is_asked(request):
            return autosave.not_saved(str(outage.SENTENCE))
        looked_into.forget_errors()
        looked_into.add_error(None, outage.sentence(with_files=bool(request.FILES)))
        return shown.show(looked_into, draft, seen=seen, status=UNAVAILABLE)
    if autosave.is_asked(request):
        return autosave.answer(request, page, saved)
    if saved.moved_to is None:
        return _leave(shown, saved)
    moved = replace(shown, token=saved.moved_to)
    return moving.lead_on(_leave(moved, saved), shown.token, saved.moved_to)


def _leave(shown: StepPage, saved: drafts.SavedStep) -> HttpResponse:
    """Where a saved step leads: "Avanti" asks that it be right, the other buttons do not."""
    request, page, token, number = shown.request, shown.page, shown.token, shown.number
    same = route.same_step(request, token, number)
    if not accepts(request, page):
        return redirect(same)
    if saved.remarks.clashes:
        return shown.again(route.BOTH)
    if saved.removed is not None:
        return redirect(f"{same}#q-{saved.removed.question_key}")
    if not route.asks_that_all_is_right(request):
        if saved.remarks.refused:
            return shown.again(route.FILES)
        if request.POST.get("action") == "back":
            return redirect("candidature:step", token, number - 1)
    elif saved.form.unrevealed():
        # Not an error: the page could not show these questions before the choice was made.
        return shown.again(route.OPENED)
    elif not saved.form.is_valid():
        return shown.again(route.CHECK)
    return route.after(request, page, token, number)


def _both_texts(step: Step, draft: Draft, remarked: remarks.Remarks) -> list[Clash]:
    """What this tab wrote and what the draft says where another tab wrote differently."""
    return [
        Clash(
            question["label"],
            in_words(question, remarked.clashes[question["key"]]),
            in_words(question, draft.answers.get(question["key"])),
        )
        for question in walk(step["questions"])
        if question["key"] in remarked.clashes
    ]
