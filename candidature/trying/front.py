"""Where an editor tries the form of a page, and makes and ends the links that show its draft."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from candidature.pages.admin_heading import OfPage
from candidature.pages.participation import ParticipationPage
from candidature.trying import links, trials
from candidature.trying.links import Ended
from portal.models import User

# The cookie that carries the secret of a new link to the page that shows it, and for how many seconds.
MADE = "anteprima"
SHOWN_WITHIN = 60

_ENDED: dict[Ended, Promise] = {
    Ended.REVOKED: gettext_lazy("Chiuso a mano"),
    Ended.PUBLISHED: gettext_lazy("Finito: la pagina è stata pubblicata"),
    Ended.EXPIRED: gettext_lazy("Scaduto"),
}


class OfEditor(OfPage, View):
    """A view for who may edit the page that its address names."""

    @property
    def editor(self) -> User:
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is done.
        self.page  # noqa: B018
        return super().dispatch(request, *args, **kwargs)


class FrontView(OfEditor, TemplateView):
    """As whom the form can be tried, and the links there are."""

    template_name = "candidature/trying/front.html"
    header_icon = "view"

    def get_page_title(self) -> str:
        return _("Prova e mostra")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        if MADE in request.COOKIES:
            answer.delete_cookie(MADE, path=request.path, samesite="Strict")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = self.request.get_signed_cookie(MADE, "", salt=str(self.page.pk), max_age=SHOWN_WITHIN)
        draft = cast(ParticipationPage, self.page.get_latest_revision_as_object())
        listed = [(link, _ENDED.get(cast(Ended, links.ended(link)), "")) for link in links.of(self.page)]
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "ways": trials.ways_to_try(draft),
            "links": listed,
            "made": token and self.request.build_absolute_uri(reverse("candidature:preview", args=[token])),
        }


class BeginView(OfEditor):
    """Begins a trial as somebody."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        draft = cast(ParticipationPage, self.page.get_latest_revision_as_object())
        token = trials.begin(draft, request.POST.get("way", ""), by=self.editor)
        return redirect("candidature:trial_step", token, 0)


class MakeLinkView(OfEditor):
    """Makes a link, and has its secret shown once by the page of the form: nobody can read it again.

    The secret goes there in a cookie of this browser, so that it stands nowhere on the server, and so that
    whoever reloads the page makes no second link.
    """

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        token = links.make(self.page, self.editor)[1]
        front = reverse("trying:front", args=[self.page.pk])
        answer = redirect(front)
        answer.set_signed_cookie(
            MADE,
            token,
            salt=str(self.page.pk),
            max_age=SHOWN_WITHIN,
            path=front,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return answer


class RevokeLinkView(OfEditor):
    """Ends a link of the page now."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        links.revoke(get_object_or_404(links.of(self.page), pk=self.kwargs["link_id"]))
        messages.success(request, _("Il collegamento è chiuso: non mostra più nulla."))
        return redirect("trying:front", self.page.pk)
