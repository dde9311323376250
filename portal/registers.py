"""What the flat registers of the staff (wagtail-modeladmin) have in common."""

from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_plain_cell(value: Any) -> Any:
    """The value as a spreadsheet shows it and never runs it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


class RegisterIndexView(IndexView):
    """A list that answers unknown filters with a sentence instead of an error."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # PostgreSQL refuses NUL in any text, be it searched or filtered by.
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            return self._without_filters(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return self._without_filters(request)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            name: as_plain_cell(value if isinstance(value, int | float) else str(value))
            for name, value in super().to_row_dict(item).items()
        }

    def _without_filters(self, request: HttpRequest) -> HttpResponseBase:
        messages.warning(
            request, _("L’indirizzo conteneva un filtro che non esiste: ecco tutto il registro.")
        )
        return redirect(self.index_url)


class Register(ModelAdmin):
    """A register with a safe list. `register_export`: the columns exported by those who may change rows."""

    index_view_class = RegisterIndexView
    # Wagtail's history of a row asks for no permission, and its title says what the row is.
    history_view_enabled = False
    register_export: ClassVar[tuple[str, ...]] = ()

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        helper = self.permission_helper
        may_export = helper.user_has_specific_permission(request.user, helper.get_perm_codename("change"))
        return self.register_export if may_export else ()


class ConsultedPermissionHelper(PermissionHelper):
    """For rows that nobody makes, changes or deletes by hand: `view` reads them, `change` acts on them."""

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_act(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("change"))
