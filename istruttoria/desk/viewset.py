"""The addresses of the desk below `/admin/sportello/`, and its place in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from candidature.access.entering import may_enter
from istruttoria.by_hand.listing import LettersView
from istruttoria.desk.arrival import BeginView, ChangeArrivalView, GiveUpView
from istruttoria.desk.empty_form import EmptyFormView
from istruttoria.desk.front import DeskView
from istruttoria.desk.others import others
from istruttoria.desk.registered import RegisteredView
from istruttoria.desk.steps import step, upload
from istruttoria.desk.summary import summary


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


class DeskViewSet(ViewSet):
    name = "sportello"
    icon = "edit"
    menu_label = _("Allo sportello")
    menu_name = "sportello"
    menu_order = 115
    add_to_admin_menu = True
    menu_item_class = DeskMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", DeskView.as_view(), name="index"),
            path("nuova/<int:page_id>/", BeginView.as_view(), name="begin"),
            path("nuova/<int:page_id>/modulo.pdf", EmptyFormView.as_view(), name="empty_form"),
            path("<int:pk>/arrivo/", ChangeArrivalView.as_view(), name="arrival"),
            path("<int:pk>/passo/<int:number>/", step, name="step"),
            path("<int:pk>/file/", upload, name="upload"),
            path("<int:pk>/chi-conferma/", others, name="others"),
            path("<int:pk>/riepilogo/", summary, name="summary"),
            path("<int:pk>/elimina/", GiveUpView.as_view(), name="give_up"),
            path("<int:pk>/registrata/", RegisteredView.as_view(), name="registered"),
            path("da-consegnare/", LettersView.as_view(), name="letters"),
        ]
