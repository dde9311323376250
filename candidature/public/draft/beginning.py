"""Beginning: step 0 of something new, from which a draft and its secret come."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from candidature.intake import drafts, quotas
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import ApplicantForm
from candidature.public.draft import route
from candidature.public.draft.applicant_step import applicant_page
from candidature.public.draft.window import accepts, not_open
from candidature.public.secret_pages import UNAVAILABLE, explain, retry_later, secret_page
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of


@secret_page
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Step 0 of something new. The key in the form makes two presses one draft."""
    page = _open_to_the_public(page_id)
    if page is None:
        return explain(
            request,
            status=404,
            title=_("Questo avviso o evento non c’è più"),
            text=_("Forse è stato tolto, oppure l’indirizzo non è completo."),
        )
    if not accepts(request, page):
        return not_open(request, page)
    if request.method != "POST":
        return applicant_page(request, page, ApplicantForm(page), new_token())
    key = route.form_key(request)
    form = ApplicantForm(page, request.POST)
    if not form.is_valid():
        return applicant_page(request, page, form, key)
    try:
        with outage.noticed():
            _draft, token = drafts.start_draft(page, key, form.identity(), client=client_of(request))
    except limits.LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached, page.contact_email))
        return retry_later(applicant_page(request, page, form, key, status=429), reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return applicant_page(request, page, form, key, status=UNAVAILABLE)
    except drafts.DraftGoneError:
        form.add_error(
            None,
            _(
                "Con questo modulo hai già cominciato: riprendi dal tuo collegamento personale. Se invece "
                "vuoi cominciare da capo, premi di nuovo «Avanti»."
            ),
        )
        return applicant_page(request, page, form, new_token(), status=409)
    return route.after(request, page, token, 0)


def _open_to_the_public(page_id: int) -> ParticipationPage | None:
    """The page that is answered at this address; a translation leads to its original."""
    # An id larger than any database's integers matches nothing.
    found = Page.objects.live().public().filter(pk=page_id).specific().first() if page_id < 2**31 else None
    if not isinstance(found, ParticipationPage):
        return None
    return found if found.original_id is None else _open_to_the_public(found.original_id)
