"""What the pages of the desk have in common in Wagtail's frame: who may open them, and their place in it."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from istruttoria.permissions import clerk
from portal.models import User


class ClerkView(WagtailAdminTemplateMixin, TemplateView):
    """A page for who types at the desk."""

    header_icon = "edit"

    @cached_property
    def clerk(self) -> User:
        return clerk(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Asked before anything is read.
        clerk(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        front = {"url": reverse("sportello:index"), "label": _("Allo sportello")}
        here = self.get_page_subtitle() or self.get_page_title()
        own = [{"url": "", "label": here}] if self.request.path != front["url"] else []
        return [*super().get_breadcrumbs_items(), front, *own]
