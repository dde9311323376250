"""One step of the form: shown, saved whether valid or not, and left by one of its buttons."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.intake import drafts, quotas
from candidature.intake.uploads import written
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import route
from candidature.public.draft.applicant_step import applicant_step
from candidature.public.draft.links import with_draft
from candidature.public.draft.window import accepts, too_late
from candidature.public.secret_pages import UNAVAILABLE, UNPROCESSABLE, retry_later, secret_page, show
from candidature.submissions.models import Draft
from moduli import Schema, StepForm, freeze
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
        form = StepForm(schema["steps"][number - 1], answers=draft.answers, uploads=draft.files.all())
        return StepPage(request, token, page, schema, number).show(form)
    moved_to = route.position(schema, request.POST.get(route.STEP, schema["steps"][number - 1]["key"]))
    if moved_to is None:
        return redirect("candidature:step", token, number)
    return _posted(StepPage(request, token, page, schema, moved_to), draft)


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

    def show(self, form: StepForm, *, status: int = 200, opened: bool = False) -> HttpResponse:
        """Shows the step.

        Args:
            opened: whether an answer just given asks for more, which the page now shows.
        """
        context = {
            "page": self.page,
            "token": self.token,
            "form": form,
            "step": self.schema["steps"][self.number - 1],
            "titles": route.titles(self.schema),
            "current": self.number + 1,
            "number": self.number,
            "opened": opened,
        }
        return show(self.request, "step", self.page, context, status=status)


def _posted(shown: StepPage, draft: Draft) -> HttpResponse:
    """Saves what was typed and attached, then goes where the button says."""
    request, page = shown.request, shown.page
    looked_into = shown.read(draft)
    try:
        with outage.noticed(), written([looked_into], draft, client_of(request)) as files:
            draft, form, removed = drafts.keep_step(
                draft,
                shown.read,
                files,
                client=client_of(request),
                remove=request.POST.get("remove", ""),
            )
    except limits.LimitReachedError as reached:
        looked_into.forget_errors()
        looked_into.add_error(None, quotas.sentence(reached, page.contact_email))
        return retry_later(shown.show(looked_into, status=429), reached)
    except outage.OutageError:
        looked_into.forget_errors()
        looked_into.add_error(None, outage.sentence(with_files=bool(request.FILES)))
        return shown.show(looked_into, status=UNAVAILABLE)
    if not accepts(request, page):
        return too_late(request, draft, page, shown.schema)
    if removed is not None:
        return redirect(f"{route.address(shown.token, shown.number)}#q-{removed.question_key}")
    return _leave(shown, form)


def _leave(shown: StepPage, form: StepForm) -> HttpResponse:
    """Where a saved step leads: "Avanti" asks that it be right, the other buttons do not."""
    request, page, token, number = shown.request, shown.page, shown.token, shown.number
    action = request.POST.get("action")
    if action in ("save", "back"):
        if form.keep_only_refused_files():
            return shown.show(form, status=UNPROCESSABLE)
        if action == "save":
            return route.after(request, page, token, number)
        return redirect("candidature:step", token, number - 1)
    opened = form.unrevealed()
    if opened:
        # Not an error: the page could not show these questions before the choice was made.
        status = UNPROCESSABLE if form.keep_only_refused_files() else 200
        return shown.show(form, status=status, opened=True)
    if not form.is_valid():
        return shown.show(form, status=UNPROCESSABLE)
    return route.after(request, page, token, number)
