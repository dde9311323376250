"""One step of the form: shown, saved whether valid or not, and left by one of its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.intake import drafts, quotas, two_tabs
from candidature.intake.uploads import written
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import progress, route, typed
from candidature.public.draft.applicant_step import applicant_step
from candidature.public.draft.links import with_draft
from candidature.public.draft.window import accepts, too_late
from candidature.public.secret_pages import (
    CONFLICT,
    UNAVAILABLE,
    UNPROCESSABLE,
    explain,
    retry_later,
    secret_page,
    show,
)
from candidature.submissions.models import Draft, UploadedFile
from moduli import Schema, Step, StepForm, freeze, in_words, walk
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
            return too_late(request, draft, page, schema)
        uploads = list(draft.files.all())
        form = StepForm(schema["steps"][number - 1], answers=draft.answers, uploads=uploads)
        return StepPage(request, token, page, schema, number).show(form, draft, uploads)
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
            self.schema["steps"][self.number - 1],
            self.request.POST,
            self.request.FILES,
            answers=draft.answers,
            uploads=draft.files.all(),
            dropped=self.request.dropped_files,  # type: ignore[attr-defined]
        )

    def show(
        self,
        form: StepForm,
        draft: Draft,
        uploads: Sequence[UploadedFile] | None = None,
        *,
        status: int = 200,
        opened: bool = False,
        saved: drafts.SavedStep | None = None,
    ) -> HttpResponse:
        """Shows the step.

        Args:
            draft: what is kept now.
            uploads: its files, where they were read already.
            opened: whether an answer just given asks for more, which the page now shows.
            saved: what was posted, where it was saved.
        """
        stored = draft.files.all() if uploads is None else uploads
        step = self.schema["steps"][self.number - 1]
        context = {
            "page": self.page,
            "token": self.token,
            "form": form,
            "step": step,
            "progress": progress.of_a_draft(self.schema, self.token, draft, self.number, stored),
            "seen": self._seen(step, draft, saved),
            "opened": opened,
            "clashes": _both_texts(step, saved) if saved else [],
            "from_summary": route.comes_from_summary(self.request),
        }
        return show(self.request, "step", self.page, context, status=status)

    def _seen(self, step: Step, draft: Draft, saved: drafts.SavedStep | None) -> str:
        """Which answers this page shows; one that could not be saved shows again what it showed before."""
        if saved is None and self.request.method == "POST":
            return self.request.POST.get(route.SEEN, "")
        return two_tabs.seen(step, saved.shown if saved else draft.answers)


def _posted(shown: StepPage, draft: Draft) -> HttpResponse:
    """Saves what was typed and attached, then goes where the button says."""
    request, page = shown.request, shown.page
    looked_into = shown.read(draft)
    try:
        with outage.noticed(), written([looked_into], draft, client_of(request)) as files:
            saved = drafts.keep_step(
                draft,
                shown.read,
                files,
                client=client_of(request),
                seen=request.POST.get(route.SEEN, ""),
                remove=request.POST.get("remove", ""),
            )
    except limits.LimitReachedError as reached:
        looked_into.forget_errors()
        looked_into.add_error(None, quotas.sentence(reached, page.contact_email))
        return retry_later(shown.show(looked_into, draft, status=429), reached)
    except outage.OutageError:
        looked_into.forget_errors()
        looked_into.add_error(None, outage.sentence(with_files=bool(request.FILES)))
        return shown.show(looked_into, draft, status=UNAVAILABLE)
    if not accepts(request, page):
        return too_late(request, saved.draft, page, shown.schema)
    if saved.clashing:
        saved.form.keep_only_refused_files()
        return shown.show(saved.form, saved.draft, status=CONFLICT, saved=saved)
    if saved.removed is not None:
        address = route.same_step(request, shown.token, shown.number)
        return redirect(f"{address}#q-{saved.removed.question_key}")
    return _leave(shown, saved)


def _leave(shown: StepPage, saved: drafts.SavedStep) -> HttpResponse:
    """Where a saved step leads: "Avanti" asks that it be right, the other buttons do not."""
    request, page, token, number = shown.request, shown.page, shown.token, shown.number
    form, draft = saved.form, saved.draft
    action = request.POST.get("action")
    if action in ("save", "back") or route.chosen(request) is not None:
        if form.keep_only_refused_files():
            return shown.show(form, draft, status=UNPROCESSABLE, saved=saved)
        if action == "back":
            return redirect("candidature:step", token, number - 1)
        return route.after(request, page, token, number)
    opened = form.unrevealed()
    if opened:
        # Not an error: the page could not show these questions before the choice was made.
        status = UNPROCESSABLE if form.keep_only_refused_files() else 200
        return shown.show(form, draft, status=status, opened=True, saved=saved)
    if not form.is_valid():
        return shown.show(form, draft, status=UNPROCESSABLE, saved=saved)
    return route.after(request, page, token, number)


def _both_texts(step: Step, saved: drafts.SavedStep) -> list[Clash]:
    """What the posted page and the draft say where they differ."""
    return [
        Clash(
            question["label"],
            in_words(question, saved.typed.get(question["key"])),
            in_words(question, saved.draft.answers.get(question["key"])),
        )
        for question in walk(step["questions"])
        if question["key"] in saved.clashing
    ]
