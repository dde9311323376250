"""Step 0, "Chi sei": its page, and saving it into a draft that exists."""

from django.http import HttpRequest, HttpResponse

from candidature.intake import drafts
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import ApplicantForm, initial
from candidature.public.draft import progress, route
from candidature.public.draft.window import accepts, too_late
from candidature.public.secret_pages import UNAVAILABLE, UNPROCESSABLE, show
from candidature.submissions.models import Draft
from moduli import freeze
from portal.web import outage


def applicant_step(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Step 0 of a draft that exists."""
    if not accepts(request, page):
        return too_late(request, draft, page, freeze(page.steps))
    if request.method != "POST":
        form = ApplicantForm(page, initial=initial(draft))
        return applicant_page(request, page, form, new_token(), token=token, draft=draft)
    key = route.form_key(request)
    form = ApplicantForm(page, request.POST)
    if not form.is_valid():
        return applicant_page(request, page, form, key, token=token, draft=draft)
    try:
        with outage.noticed():
            moved_to = drafts.save_identity(draft, form.identity(), form_key=key)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return applicant_page(request, page, form, key, token=token, draft=draft, status=UNAVAILABLE)
    return route.after(request, page, moved_to or token, 0)


def applicant_page(
    request: HttpRequest,
    page: ParticipationPage,
    form: ApplicantForm,
    key: str,
    *,
    token: str = "",
    draft: Draft | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Shows step 0, of a draft or of something new.

    Args:
        key: by it a second press of this form is known (`route.FORM_KEY`).
        token: of the draft's link.
        status: of the answer; unless given, it says whether the form has errors.
    """
    context = {
        "page": page,
        "form": form,
        "form_key": key,
        "draft": draft,
        "progress": _progress(page, token, draft),
        "from_summary": draft is not None and route.comes_from_summary(request),
        "places": page.places(),
        "reserved": page.standing().reserved_sentence,
    }
    status = status or (UNPROCESSABLE if form.errors else 200)
    return show(request, "applicant", page, context, status=status)


def _progress(page: ParticipationPage, token: str, draft: Draft | None) -> list[progress.ProgressStep]:
    schema = freeze(page.steps)
    if draft is None:
        return progress.before_a_draft(schema)
    return progress.of_a_draft(schema, token, draft, 0, draft.files.all())
