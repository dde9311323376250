"""What a link shows to whoever has it: the newest draft of a page, its form, and the way to try it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidature.pages.participation import ParticipationPage
from candidature.public.previewing import banner
from candidature.public.secret_pages import explain, secret_page, unknown_link
from candidature.trying import links, trials
from candidature.trying.links import Ended
from candidature.trying.models import PreviewLink

_WHY: dict[Ended, tuple[str | Promise, str | Promise]] = {
    Ended.EXPIRED: (
        _("Questa anteprima è scaduta"),
        _("Il collegamento valeva solo per qualche giorno. Chiedine uno nuovo a chi te lo ha mandato."),
    ),
    Ended.REVOKED: (
        _("Questa anteprima è stata chiusa"),
        _("Chi cura la pagina ha chiuso il collegamento. Se ti serve ancora, chiedine uno nuovo."),
    ),
    Ended.PUBLISHED: (
        _("Questa pagina è stata pubblicata"),
        _("L’anteprima serviva finché era una bozza: ora la pagina si legge sul sito."),
    ),
}


@secret_page
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it was last saved, or its form."""
    link = links.find(token)
    if link is None:
        return unknown_link(request)
    if (why := links.ended(link)) is not None:
        return _ended(request, link, why)
    if request.method == "POST":
        return redirect("candidature:preview", token)
    page = cast(ParticipationPage, link.page.get_latest_revision_as_object())
    request.is_preview = True  # type: ignore[attr-defined]
    request.trial_address = reverse("candidature:preview_trial", args=[token])  # type: ignore[attr-defined]
    return page.serve_preview(request, banner.of_link(request, token, link.expires_at))


@secret_page
@require_POST
def begin_trial(request: HttpRequest, token: str) -> HttpResponse:
    """Begins to try the form of the page."""
    link = links.find(token)
    if link is None:
        return unknown_link(request)
    if (why := links.ended(link)) is not None:
        return _ended(request, link, why)
    page = cast(ParticipationPage, link.page.get_latest_revision_as_object())
    return redirect("candidature:trial_step", trials.begin(page, link=link), 0)


def _ended(request: HttpRequest, link: PreviewLink, why: Ended) -> HttpResponse:
    title, text = _WHY[why]
    page_link = link.page if why is Ended.PUBLISHED else None
    return explain(request, status=410, title=str(title), text=str(text), page_link=page_link, is_lost=False)
