"""«Ricerche senza risultati»: what is wanting on the site, for editors; nobody writes in it."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.registers.base import ConsultedPermissionHelper, Register
from search.unanswered.models import UnansweredSearch


class UnansweredRegister(Register):
    model = UnansweredSearch
    menu_label = _("Ricerche senza risultati")
    menu_icon = "search"
    menu_order = 700
    list_display = ("words", "days", "last_day")
    search_fields = ("words",)
    list_per_page = 50
    ordering = ("-days", "-last_day", "pk")
    permission_helper_class = ConsultedPermissionHelper

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnansweredSearch]:
        """Only what was looked for on enough days: of the rest not even the words are known."""
        rows: QuerySet[UnansweredSearch] = super().get_queryset(request).exclude(words="")
        return rows
