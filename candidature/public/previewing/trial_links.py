"""From the secret in an address to the trial and the newest draft of its page, for who may try it."""

from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from candidature.pages.participation import ParticipationPage
from candidature.public.previewing import banner
from candidature.public.secret_pages import View, explain
from candidature.trying import links, trials
from candidature.trying.models import Trial


def with_trial(view: View) -> View:
    """Finds the trial of an address and its page as it was last saved; without one it says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        trial = trials.find(token)
        if trial is None or not _may_try(request, trial):
            return _over(request)
        page = cast(ParticipationPage, trial.page.get_latest_revision_as_object())
        # It is looked at only: nobody changes it during this request.
        page.keep_what_is_found()
        banner.of_trial(request, token)
        try:
            return view(request, token, trial, page, *args, **kwargs)
        except trials.TrialGoneError:
            return _over(request)

    return wrapped


def _may_try(request: HttpRequest, trial: Trial) -> bool:
    """Whoever has a link that is still good; else only who began it, while they may edit the page."""
    if trial.link is not None:
        return links.ended(trial.link) is None
    is_own = request.user.is_authenticated and request.user.pk == trial.made_by_id
    return bool(is_own and trial.page.permissions_for_user(request.user).can_edit())


def _over(request: HttpRequest) -> HttpResponse:
    if hasattr(request, "banner"):
        del request.banner
    return explain(
        request,
        status=410,
        title=_("Questa prova è finita"),
        text=_(
            "Una prova dura qualche ora, e può aprirla solo chi l’ha cominciata. Non è stato inviato nulla e "
            "non è rimasto nulla: se serve, cominciane un’altra da dove avevi aperto questa."
        ),
        is_lost=False,
    )
