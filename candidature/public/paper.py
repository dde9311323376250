"""The empty form of a page that anybody may answer, or soon may, as a document to print.

It is the same for everybody: a browser that has it is told so before anything is made, and what was made is
remembered for a while.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from candidature.intake import quotas
from candidature.pages.participation import ParticipationPage
from candidature.pages.translations import in_spoken_words
from candidature.paper import remembered
from candidature.paper.form import EmptyForm
from candidature.public.secret_pages import UNAVAILABLE, explain, retry_later
from portal.limits.counting import LimitReachedError
from portal.pages.models import PortalSettings
from portal.pages.visibility import published
from portal.pdf import counted
from portal.pdf.press import NotMadeError
from portal.web import outage
from portal.web.visitors import client_of


@require_safe
def empty_form(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The form of a page, until it may be answered no more; otherwise the page says why it may not."""
    page = in_spoken_words(_public_page(page_id))
    if not page.may_be_printed(request.received_at):  # type: ignore[attr-defined]
        return redirect(page.url)
    form = EmptyForm(page, PortalSettings.for_request(request))
    etag = f'"{form.digest}"'
    if answer := get_conditional_response(request, etag=etag):
        return answer
    try:
        content = _content(request, form)
    except LimitReachedError as reached:
        return retry_later(_not_now(request, page, quotas.sentence(reached), status=429), reached)
    except NotMadeError:
        sentence = _("Non è colpa tua: riprova tra qualche minuto.")
        return _not_now(request, page, sentence, status=UNAVAILABLE)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{form.file_name}"'
    response.headers["ETag"] = etag
    # Kept, and asked for again each time: tomorrow the page may be closed.
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _public_page(page_id: int) -> ParticipationPage:
    found = published(Page.objects.filter(pk=page_id)).specific().first()
    if not isinstance(found, ParticipationPage) or found.url is None:
        raise Http404
    return found if found.original_id is None else _public_page(found.answered_id)


def _content(request: HttpRequest, form: EmptyForm) -> bytes:
    """The document, made only if nobody got it lately.

    Raises:
        LimitReachedError: too many were made for this visitor.
        NotMadeError: it could not be made.
    """

    def count() -> None:
        try:
            with outage.noticed():
                counted.count(client_of(request))
        except outage.OutageError:
            raise NotMadeError(form.digest) from None

    return remembered.document(form, count)


def _not_now(request: HttpRequest, page: ParticipationPage, sentence: str, *, status: int) -> HttpResponse:
    return explain(
        request,
        status=status,
        title=_("Ora il modulo non si può preparare"),
        text=sentence,
        page_link=page,
    )
