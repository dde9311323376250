"""What a copy says differently from the page it was made of, as Wagtail shows the changes of a revision."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from candidature.pages.kinds import original_pages
from candidature.pages.participation import ParticipationPage
from candidature.shelf.heading import ShelfPage


def differences(copy: ParticipationPage, model: ParticipationPage, request: HttpRequest) -> list[Any]:
    """Wagtail's comparison of each field that differs, as both stand in the editor now.

    What a copy never takes over (its dates, its zones) is left out: it differs by intention.
    """
    panel = (
        type(copy)
        .edit_handler.bind_to_model(type(copy))
        .get_bound_panel(instance=copy, request=request, form=None)
    )
    left_behind = {*copy.exclude_fields_in_copy, *copy.default_exclude_fields_in_copy, "slug"}
    compared = [made(model, copy) for made in panel.get_comparison()]
    return [one for one in compared if one.has_changed() and _field_name(one) not in left_behind]


def _field_name(comparison: Any) -> str:
    return str(comparison.field.name) if comparison.is_field else ""


class DifferencesView(ShelfPage, TemplateView):
    """The differences of one copy, for whoever may edit it."""

    template_name = "candidature/shelf/differences.html"
    header_icon = "copy"

    @cached_property
    def copy(self) -> ParticipationPage:
        page: ParticipationPage = get_object_or_404(original_pages().specific(), pk=self.kwargs["page_id"])
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        if page.copied_from_id is None:
            raise Http404
        return page

    @cached_property
    def model(self) -> ParticipationPage:
        model: ParticipationPage = Page.objects.get(pk=self.copy.copied_from_id).specific
        return model

    def get_page_title(self) -> str:
        return _("Che cosa cambia rispetto al modello")

    def get_page_subtitle(self) -> str:
        return str(self.copy.draft_title)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.copy.pk])
        return [HeaderButton(_("Modifica"), url=edit, icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        present = [page.get_latest_revision_as_object() for page in (self.copy, self.model)]
        return {
            **super().get_context_data(**kwargs),
            "model": present[1],
            "comparison": differences(present[0], present[1], self.request),
        }
