"""Saying that one wants no reminders about a draft; a GET, which mail programs make, does not say it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from candidature.pages.participation import ParticipationPage
from candidature.public.draft.links import only_looked_at
from candidature.public.secret_pages import secret_page, show
from candidature.submissions import wishes
from candidature.submissions.drafts import Draft


@secret_page
@only_looked_at
def stop_reminding(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Asks first; a POST ends the reminders about this draft."""
    if request.method == "POST":
        wishes.no_reminders_of_draft(draft)
        return redirect("candidature:stop_reminding", token)
    context = {"page": page, "token": token, "is_stopped": draft.no_reminders}
    return show(request, "stop_reminding", page, context)
