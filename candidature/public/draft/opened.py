"""The page at whose address something new is begun, while it is open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidature.pages.participation import ParticipationPage
from candidature.pages.reading import public_page_of
from candidature.public.draft.window import not_open
from candidature.public.secret_pages import explain


def page_at(request: HttpRequest, page_id: int) -> ParticipationPage | HttpResponse:
    """The page that is answered at this address and open now; else the answer that says why not.

    A press on a page that closed meanwhile leads to the same address, which says so.
    """
    page = _open_to_the_public(request, page_id)
    at = request.received_at  # type: ignore[attr-defined]
    if page is not None and page.takes_one_more(at):
        return page
    if request.method == "POST":
        return redirect(request.get_full_path())
    if page is None:
        return explain(
            request,
            status=404,
            title=_("Questo avviso o evento non c’è più"),
            text=_("Forse è stato tolto, oppure l’indirizzo non è completo."),
        )
    return not_open(request, page)


def _open_to_the_public(request: HttpRequest, page_id: int) -> ParticipationPage | None:
    """The page that is answered at this address; a translation leads to its original."""
    # An id larger than any database's integers matches nothing.
    found = public_page_of(request, page_id) if page_id < 2**31 else None
    if found is None or found.original_id is None:
        return found
    return _open_to_the_public(request, found.original_id)
