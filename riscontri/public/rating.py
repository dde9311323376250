"""The opinion about a page: its form alone, with what was typed and is wrong, and the thanks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.models import Page

from portal.forms import outcomes, typed_again
from portal.limits.counting import LimitReachedError
from portal.pages.base import BasePage
from portal.pages.visibility import published
from portal.web import outage
from portal.web.visitors import client_of
from riscontri.clarity.form import RatingForm
from riscontri.clarity.giving import give
from riscontri.public.answers import TOO_MANY, UNAVAILABLE, form_of_anybody, too_many

# The largest number of a row on every database of ours.
_LARGEST_NUMBER = 2**63 - 1


@form_of_anybody
def rate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes what the form under the page of this number says."""
    page = _page(page_id)
    if request.method == "POST":
        return _given(request, page, RatingForm(request.POST))
    if outcomes.outcome(request) == outcomes.CHECK:
        return _show(request, page, RatingForm(typed_again.typed(request)))
    return typed_again.forgotten(request, _show(request, page, RatingForm()))


@form_of_anybody
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    return render(request, "riscontri/thanks.html", {"rated": _page(page_id)})


def invites(page: Page) -> bool:
    """Whether a page asks how clear it is."""
    kind = page.specific_class
    return kind is not None and issubclass(kind, BasePage) and kind.asks_how_clear


def _page(page_id: int) -> Page:
    """The public page of a number.

    Raises:
        Http404: there is none, or it does not ask.
    """
    found = published(Page.objects.filter(pk=page_id)).first() if page_id <= _LARGEST_NUMBER else None
    if found is None or not found.url or not invites(found):
        raise Http404
    return found


def _given(request: HttpRequest, page: Page, form: RatingForm) -> HttpResponse:
    if not form.is_valid():
        return typed_again.lead_back(request, outcomes.CHECK, form.typed())
    try:
        with outage.noticed():
            give(page, form, client_of(request))
    except LimitReachedError as reached:
        form.add_error(None, too_many(reached))
        answer = _show(request, page, form, status=TOO_MANY)
        answer["Retry-After"] = str(reached.seconds)
        return answer
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _show(request, page, form, status=UNAVAILABLE)
    return redirect("riscontri:thanks", page_id=page.pk)


def _show(request: HttpRequest, page: Page, form: RatingForm, *, status: int = 200) -> HttpResponse:
    return render(request, "riscontri/rate.html", {"rated": page, "form": form}, status=status)
