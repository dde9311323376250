"""«Chi segue che cosa», in figures: the only thing of following that colleagues see."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import page_permission_policy

from portal.privacy.suppression import FEWEST_TOLD
from seguire.figures import counts


def _may_look(user: Any) -> bool:
    """Whoever writes or publishes pages wants to know how many hear of it."""
    answer: bool = page_permission_policy.user_has_permission(user, "change")
    return answer


class FiguresView(WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Aggiornamenti per e-mail")
    header_icon = "mail"
    template_name = "seguire/figures.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not _may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            totals=counts.by_frequency(), lines=counts.by_subject(), fewest=FEWEST_TOLD, **kwargs
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return _may_look(request.user)


class FollowingViewSet(ViewSet):
    name = "following"
    url_prefix = "aggiornamenti"
    icon = "mail"
    menu_label = gettext_lazy("Aggiornamenti per e-mail")
    menu_name = "aggiornamenti"
    menu_order = 650
    add_to_settings_menu = True
    menu_item_class = FiguresMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", FiguresView.as_view(), name="index")]
