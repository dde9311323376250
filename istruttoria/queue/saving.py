"""Filters under a name: saved from the list, found beside its tabs, kept on a page of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from istruttoria.permissions import ReviewerRequiredMixin
from istruttoria.queue.filters import SubmissionFilterSet
from istruttoria.saved import keeping
from istruttoria.saved.models import LONGEST_NAME, LONGEST_QUERY, SavedFilter
from portal.forms.text import PlainTextForm
from portal.models import User

# A filter by days has two parameters.
_NAMES = {*SubmissionFilterSet.base_filters, "submitted_at_from", "submitted_at_to", "ordering"}


def kept_query(parameters: Mapping[str, Any]) -> str:
    """What is saved of the parameters of a list: filters and order, written in one way; no searched words."""
    kept = QueryDict(mutable=True)
    for name in sorted(_NAMES & set(parameters)):
        values = [value for value in cast(QueryDict, parameters).getlist(name) if value]
        if values:
            kept.setlist(name, sorted(set(values)))
    return kept.urlencode()


@dataclass(frozen=True)
class SavedTab:
    """A saved filter as it stands beside the tabs of the list."""

    name: str
    url: str
    whose: str
    is_current: bool


def saved_tabs(user: User, filters: SubmissionFilterSet) -> list[SavedTab]:
    """The account's own and what colleagues share, but for what names a page or a label out of reach."""
    present = kept_query(cast(QueryDict, filters.data))
    tabs = []
    for one in filters.offered.known_filters:
        is_own = one.owner == user.pk
        if not is_own and not _is_known(QueryDict(one.query), filters):
            continue
        address = f"{reverse('candidature_review:index')}?{one.query}"
        tabs.append(
            SavedTab(
                one.name,
                address,
                "" if is_own else one.whose.strip() or _("un collega"),
                one.query == present,
            )
        )
    return tabs


def _is_known(query: QueryDict, filters: SubmissionFilterSet) -> bool:
    for name in ("page", "label"):
        known = {value for value, _words in filters.filters[name].extra["choices"]}
        if not known.issuperset(query.getlist(name)):
            return False
    return True


class SaveForm(PlainTextForm):
    """The name under which a filter is kept."""

    name = forms.CharField(label=gettext_lazy("Nome"), max_length=LONGEST_NAME)
    is_shared = forms.BooleanField(label=gettext_lazy("Condividi con chi istruisce"), required=False)
    is_default = forms.BooleanField(label=gettext_lazy("Apri la coda con questo filtro"), required=False)
    query = forms.CharField(required=False, max_length=8 * LONGEST_QUERY, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class SavedFiltersView(ReviewerRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The filters of an account and those that colleagues share; a POST saves one."""

    template_name = "istruttoria/saved/filters.html"
    page_title = gettext_lazy("Filtri salvati")
    header_icon = "list-ul"

    @cached_property
    def user(self) -> User:
        return cast(User, self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SaveForm(request.POST)
        query = kept_query(QueryDict(request.POST.get("query", "")))
        back = f"{reverse('candidature_review:index')}?{query}"
        if not form.is_valid():
            messages.error(
                request, _("Il filtro non è stato salvato: scrivi un nome, di 60 caratteri al più.")
            )
            return redirect(back)
        name = form.cleaned_data["name"]
        try:
            saved = keeping.save(self.user, name, query, is_shared=form.cleaned_data["is_shared"])
        except keeping.NothingToSaveError:
            messages.error(request, _("Niente da salvare: scegli prima almeno un filtro."))
            return redirect("candidature_review:index")
        except keeping.TooManySavedError:
            messages.error(
                request,
                _("Hai già %(most)d filtri salvati: eliminane uno.") % {"most": keeping.MOST_SAVED},
            )
            return redirect("candidature_review:filters")
        try:
            if form.cleaned_data["is_default"]:
                keeping.make_default(self.user, saved)
        except keeping.GoneError:
            messages.warning(request, _gone(saved))
        else:
            messages.success(request, _("Filtro «%(name)s» salvato.") % {"name": name})
        return redirect(back)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("candidature_review:index"), "label": _("Candidature")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": _("Filtri salvati")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        saved = list(keeping.reachable_by(self.user))
        filters = SubmissionFilterSet(QueryDict(), request=self.request)
        shared = [one for one in saved if one.owner_id != self.user.pk]
        return {
            **super().get_context_data(**kwargs),
            "own": [one for one in saved if one.owner_id == self.user.pk],
            "shared": [one for one in shared if _is_known(QueryDict(one.query), filters)],
            "longest_name": LONGEST_NAME,
        }


class SavedFilterView(ReviewerRequiredMixin, View):
    """What is done with one saved filter: `do` is the button that was pressed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        saved = keeping.reachable_by(user).filter(pk=kwargs["saved"]).first()
        if saved is None:
            raise Http404
        try:
            self._press(request, user, saved)
        except keeping.GoneError:
            messages.warning(request, _gone(saved))
        return redirect("candidature_review:filters")

    def _press(self, request: HttpRequest, user: User, saved: SavedFilter) -> None:
        pressed = request.POST.get("do")
        if pressed == "default":
            keeping.make_default(user, saved)
            messages.success(request, _("La coda si apre con «%(name)s».") % {"name": saved.name})
        elif pressed == "no_default":
            keeping.make_default(user, None)
            messages.success(request, _("La coda si apre di nuovo con ciò che aspetta te."))
        elif saved.owner_id != user.pk:
            raise Http404
        elif pressed == "delete":
            name = saved.name
            keeping.delete(saved)
            messages.success(request, _("Filtro «%(name)s» eliminato.") % {"name": name})
        else:
            self._rename(request, saved)

    def _rename(self, request: HttpRequest, saved: SavedFilter) -> None:
        form = SaveForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Il filtro non è cambiato: scrivi un nome, di 60 caratteri al più."))
            return
        name = form.cleaned_data["name"]
        try:
            keeping.rename(saved, name, is_shared=form.cleaned_data["is_shared"])
        except keeping.NameTakenError:
            messages.error(request, _("Hai già un filtro «%(name)s».") % {"name": name})
        else:
            messages.success(request, _("Filtro «%(name)s» salvato.") % {"name": name})


def _gone(saved: SavedFilter) -> str:
    return _("Il filtro «%(name)s» non c’è più: intanto è stato eliminato, o non è più condiviso.") % {
        "name": saved.name
    }
