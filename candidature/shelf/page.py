"""Where a new call or event begins: from nothing, from the shelf or any other page, or from a file."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from candidature.pages.index import first_index
from candidature.pages.kinds import original_pages, participation_models
from candidature.pages.participation import ParticipationPage
from candidature.shelf.copying import draft_from
from candidature.shelf.forms import CopyForm
from candidature.shelf.heading import ShelfPage
from portal.models import User

# Of the pages that are no models; who looks for an older one writes its title.
SHOWN = 20


class NewCallView(ShelfPage, TemplateView):
    """Every way to begin, with the models of the shelf first."""

    template_name = "candidature/shelf/new.html"
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not page_permission_policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Nuovo avviso o evento")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sought = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        readable = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        pages = original_pages().filter(pk__in=readable.order_by().values("pk"))
        on_shelf = shelved()
        others = pages.exclude(pk__in=on_shelf).order_by("-latest_revision_created_at", "-pk")
        if sought:
            others = others.filter(title__icontains=sought)
        return {
            **super().get_context_data(**kwargs),
            "from_nothing": self._from_nothing(),
            "models": list(pages.filter(pk__in=on_shelf).specific().order_by("title")),
            "others": list(others.specific(defer=True)[:SHOWN]),
            "sought": sought,
        }

    def _from_nothing(self) -> list[tuple[str, str]]:
        """Label and address of each kind of page that may be begun, below the first index of the site."""
        index = first_index()
        if index is None or not index.permissions_for_user(self.request.user).can_add_subpage():
            return []
        return [
            (
                capfirst(model._meta.verbose_name),
                reverse(
                    "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, index.pk]
                ),
            )
            for model in participation_models()
        ]


def shelved() -> list[int]:
    """The numbers of the pages that stand on the shelf, of every kind."""
    found: list[int] = []
    for model in participation_models():
        found += model.objects.filter(on_shelf=True).values_list("pk", flat=True)
    return found


class CopyView(ShelfPage, FormView[CopyForm]):
    """Makes a draft out of a call or an event, and leads to its editor."""

    template_name = "candidature/shelf/copy.html"
    form_class = CopyForm
    header_icon = "copy"

    @cached_property
    def model(self) -> ParticipationPage:
        page: ParticipationPage = get_object_or_404(original_pages().specific(), pk=self.kwargs["page_id"])
        if not page.permissions_for_user(self.request.user).can_copy_to(page.get_parent()):
            raise PermissionDenied
        return page

    def get_page_title(self) -> str:
        return _("Riusa «%(title)s»") % {"title": self.model.draft_title}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "model": self.model}

    def form_valid(self, form: CopyForm) -> HttpResponse:
        chosen = form.cleaned_data
        several: dict[str, Any] = {
            name: list(chosen[name]) for name in ("territories", "admitted_zones") if name in chosen
        }
        fresh = {**chosen, **several}
        made = draft_from(self.model, fresh, cast(User, self.request.user))
        messages.success(
            self.request,
            _("«%(title)s» è pronto: è una bozza, che nessuno vede finché non la pubblichi.")
            % {"title": made.draft_title},
        )
        return redirect("wagtailadmin_pages:edit", made.pk)

    def form_invalid(self, form: CopyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "media": context["form"].media,
            "model": self.model,
            "submit_button_label": _("Crea la bozza"),
        }


def instead_of_copying(_request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """Wagtail's own form would copy the dates with the rest, and ask for none."""
    if not isinstance(page.specific, ParticipationPage):
        return None
    return HttpResponseRedirect(reverse("shelf:copy", args=[page.pk]))
