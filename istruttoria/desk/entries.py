"""From an account and a number to what is being typed at the desk, or to where it says why there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from wagtail.admin import messages

from candidature.access import entering
from candidature.access.scope import Reach, reach_now
from candidature.intake import drafts
from candidature.models import DeskEntry, Submission
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.public.filling import autosave
from candidature.public.secret_pages import secret_page
from istruttoria.permissions import clerk
from portal.models import User

EntryView = Callable[..., HttpResponseBase]
INDEX = "sportello:index"


def page_for(page_id: int, reach: Reach) -> ParticipationPage:
    """The original of a call or event for which something may be typed.

    Raises:
        Http404: there is none, or it is not within reach.
    """
    for model in participation_models():
        # `id`, not `pk`: through the link to its parent a number greater than any column holds is an error.
        page: ParticipationPage | None = model._default_manager.filter(id=page_id, original=None).first()
        if page is not None and entering.covers(reach, page):
            return page
    raise Http404


def being_typed(user: User, reach: Reach) -> list[DeskEntry]:
    """What the account may go on with, the last one written first."""
    living = DeskEntry.objects.filter(draft__expires_at__gt=timezone.now())
    found = entering.narrow(living, reach, user).select_related(
        "draft__page", "draft__municipality", "begun_by"
    )
    entries = found.order_by("-draft__updated_at", "-pk").defer("draft__answers")
    # Each page is asked once, however much is typed for it.
    covered: dict[int, bool] = {}
    for entry in entries:
        if entry.typed.page_id not in covered:
            covered[entry.typed.page_id] = _covers_page_of(entry, reach)
    return [entry for entry in entries if covered[entry.typed.page_id]]


def desk_page(view: EntryView) -> EntryView:
    """Wraps a page on which something is typed: `view(request, entry, page, …)` for a number in the address.

    The body is read as on the applicant's pages, oversized files left out, and only then asked for its token.
    """
    inner = secret_page(csrf_protect(_with_entry(view)))

    # As the inner one: its body is read before the token is asked for.
    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = inner(request, *args, **kwargs)
        # Nothing secret is in the address, and without it a browser would hide where a form was pressed.
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapped


def _with_entry(view: EntryView) -> EntryView:
    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = clerk(request)
        reach = reach_now(user)
        living = DeskEntry.objects.filter(draft__expires_at__gt=timezone.now())
        rows = living.select_related("draft__page", "draft__municipality", "draft__form_version")
        found = entering.narrow(rows, reach, user).defer("draft__form_version__schema").filter(pk=pk).first()
        if found is None or not _covers_page_of(found, reach):
            return _no_longer_typed(request, pk, user)
        entry = found
        try:
            return view(request, entry, entry.typed.page.specific, *args, **kwargs)
        except drafts.DraftGoneError:
            # A colleague, or a second press, was faster.
            return _no_longer_typed(request, pk, user)

    return wrapped


def _covers_page_of(entry: DeskEntry, reach: Reach) -> bool:
    return entry.draft is not None and entering.covers(reach, entry.draft.page.specific)


def _no_longer_typed(request: HttpRequest, pk: int, user: User) -> HttpResponse:
    """On to what it became, if the account may see that; else to the desk, which says what happened."""
    sent = Submission.objects.visible_to(user).filter(desk_entry__id=pk).exists()
    if autosave.is_asked(request):
        return autosave.not_saved(_("Qualcun altro l’ha già registrata o eliminata."), goes_on=False)
    if sent:
        return redirect("sportello:registered", pk)
    messages.warning(
        request,
        _(
            "Quello che cercavi non è più allo sportello: è stato eliminato, è scaduto, o non è tra ciò che "
            "segui."
        ),
    )
    return redirect(INDEX)
