"""Beginning: the press that makes a draft, and the page with its button for who comes by another way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from candidature.intake import drafts, quotas
from candidature.pages.participation import ParticipationPage
from candidature.public.draft import crowd, eligibility, opened, route
from candidature.public.filling import progress
from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, show, shows_nobody
from moduli import StepForm, eligibility_step
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


@secret_page
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """A press begins a draft with an address of its own: Back always leads to what was typed.

    Where something is asked before all else, the press brings the answers that let in.
    """
    page = opened.page_at(request, page_id)
    if isinstance(page, HttpResponse):
        return page
    first = eligibility_step(page.schema)
    if request.method != "POST":
        return (first and eligibility.led_out(request, page, first)) or _before(request, page)
    answers = eligibility.answers(request, first) if first else {}
    if first and answers is None:
        return eligibility.ask_again(request, page, first)
    moment = reverse("candidature:a_moment", args=[page.answered_id])
    if (slowed := crowd.slowed(request, page, moment, crowd.answered(request.POST))) is not None:
        return slowed
    try:
        with outage.noticed():
            _draft, token = drafts.begin(page, client=client_of(request), answers=answers)
    except limits.LimitReachedError as reached:
        refusal = quotas.sentence(reached, page.contact_email)
        return retry_later(_before(request, page, refusal, status=429), reached)
    except outage.OutageError:
        return _before(request, page, str(outage.SENTENCE), status=UNAVAILABLE)
    return redirect(route.address(token, 0))


def _before(
    request: HttpRequest, page: ParticipationPage, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    """What lies ahead, and the button that begins.

    Args:
        refusal: why it could not be begun just now.
    """
    places, schema = page.places(), page.schema
    first = eligibility_step(schema)
    context = {
        "page": page,
        "places": places,
        "way_in": (places and places.way_in) or page.words.begin,
        "reserved": page.reserved_sentence,
        "progress": progress.ahead(page.form_asked, names_partners=page.most_partners > 0),
        "step": first,
        "form": first and (StepForm(first, request.POST) if refusal else eligibility.asked(request, first)),
        "refusal": refusal,
    }
    return shows_nobody(show(request, "before", page, context, status=status))
