"""What is begun most often, in one press from the home, and the manual."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from candidature.pages.kinds import participation_models
from istruttoria.home.styles import STYLES
from news.models import NewsPage
from portal.models import User


@dataclass(frozen=True)
class Button:
    """Something to begin."""

    label: str
    url: str


class BeginPanel(Component):
    """A button for each thing that this account may begin; for whoever begins nothing the manual alone."""

    name = "begin"
    template_name = "istruttoria/panels/begin.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"buttons": list(_buttons(parent_context["request"].user))}

    @property
    def media(self) -> Media:
        return STYLES


def _buttons(user: User) -> Iterator[Button]:
    models: list[tuple[type[Page], str]] = [(model, str(model.new_label)) for model in participation_models()]
    models.append((NewsPage, _("Nuova notizia")))
    for model, label in models:
        parent = _parent(model, user)
        if parent is not None:
            address = [model._meta.app_label, model._meta.model_name, parent.pk]
            yield Button(label, reverse("wagtailadmin_pages:add", args=address))


def _parent(model: type[Page], user: User) -> Page | None:
    """Where such a page is made: the first place that takes it and in which the account may make it."""
    for parent_model in model.allowed_parent_page_models():
        for parent in parent_model.objects.order_by("path")[:1]:
            may = parent.permissions_for_user(user)
            if may.can_add_subpage() and model.can_create_at(parent):
                return parent
    return None
