"""The addresses of the review below `/admin/candidature/`, and its place in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from istruttoria.decisions.page import DecisionView
from istruttoria.detail.erasure import ErasureView
from istruttoria.detail.files import FileView
from istruttoria.detail.links import NewLinkView
from istruttoria.detail.page import DetailView
from istruttoria.detail.reached import ReachedView
from istruttoria.messages.page import MessagesView
from istruttoria.permissions import may_review
from istruttoria.queue.page import QueueView


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user)


class ReviewViewSet(ViewSet):
    name = "candidature_review"
    url_prefix = "candidature"
    icon = "clipboard-list"
    menu_label = _("Candidature")
    menu_name = "candidature"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = QueueMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", QueueView.as_view(), name="index"),
            path("results/", QueueView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", DetailView.as_view(), name="detail"),
            path("<int:pk>/file/<uuid:public_id>/", FileView.as_view(), name="file"),
            path("<int:pk>/nuovo-collegamento/", NewLinkView.as_view(), name="new_link"),
            path("<int:pk>/cancellazione/", ErasureView.as_view(), name="erasure"),
            path("<int:pk>/raggiunta/", ReachedView.as_view(), name="reached"),
            path("<int:pk>/messaggi/", MessagesView.as_view(), name="messages"),
            path("<int:pk>/<slug:action>/", DecisionView.as_view(), name="decide"),
        ]
