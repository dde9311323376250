"""What the flat registers of the staff (wagtail-modeladmin) have in common."""

from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, IndexView, InspectView

from portal.italian.days import in_small_letters

# Each word of a search is a condition more, and SQLite takes a thousand in one statement.
LONGEST_SEARCH = 200


class RegisterPaginator(WagtailPaginator):
    """Says how many rows there are, whatever they are: «3 posta in uscita» is no Italian."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(n)d riga", "%(n)d righe", self.count) % {"n": self.count}


class RegisterIndexView(IndexView):
    """A list that takes the filters it shows and no other.

    Wagtail's would pass any parameter to the database as a lookup, also one that follows relations to
    somebody's password. What is not a filter of the register is answered with a sentence and never asked.
    """

    paginator_class = RegisterPaginator

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self._is_readable(request):
            return self._without_filters(request)
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return response
        except IncorrectLookupParameters:
            return self._without_filters(request)

    def get_filters(self, request: HttpRequest) -> tuple[Any, bool, dict[str, Any], bool]:
        filters, has_filters, others, use_distinct = super().get_filters(request)
        if others:
            raise IncorrectLookupParameters
        return filters, has_filters, others, use_distinct

    def _is_readable(self, request: HttpRequest) -> bool:
        # PostgreSQL refuses NUL in any text, be it searched or filtered by.
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            return False
        if len(request.GET.get(self.SEARCH_VAR, "")) > LONGEST_SEARCH:
            return False
        return self.EXPORT_VAR not in request.GET or (
            request.GET[self.EXPORT_VAR] in self.FORMATS and bool(self.model_admin.get_list_export(request))
        )

    def _without_filters(self, request: HttpRequest) -> HttpResponseBase:
        messages.warning(
            request, _("L’indirizzo conteneva un filtro che non esiste: ecco tutto il registro.")
        )
        return redirect(self.index_url)


class RowInUseError(Exception):
    """Other rows need this one."""


class RegisterDeleteView(DeleteView):
    """Says that a row in use is not deleted.

    Wagtail's own answer fails on relations without a way back, and would list everything in the way.
    """

    def delete_instance(self) -> None:
        try:
            super().delete_instance()
        except ProtectedError as error:
            raise RowInUseError from error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        except RowInUseError:
            messages.error(
                request, _("«%(row)s» è in uso, perciò non si elimina.") % {"row": str(self.instance)}
            )
            return redirect(self.index_url)


class RowView(InspectView):
    """One row of a register, whole, under its own name."""

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        text: str = capfirst(super().get_field_label(field_name, field))
        return text


class RowsByNumber(AdminURLHelper):
    """Addresses of rows hold their number; whatever else stands in its place is no address."""

    def get_action_url_pattern(self, action: str) -> str:
        return str(super().get_action_url_pattern(action)).replace(r"[-\w]+", "[0-9]+")


class KnownPermissionHelper(PermissionHelper):
    """Which permissions a model has stands in the code.

    Wagtail's own helper asks the database, in the first page of a process whose menu names the register.
    """

    @property
    def all_permission_codenames(self) -> list[str]:
        own = [codename for codename, _name in self.opts.permissions]
        return [*map(self.get_perm_codename, self.opts.default_permissions), *own]


class Register(ModelAdmin):
    """A register with a safe list. `register_export`: the columns exported by those who may change rows."""

    index_view_class = RegisterIndexView
    delete_view_class = RegisterDeleteView
    url_helper_class = RowsByNumber
    permission_helper_class = KnownPermissionHelper
    # Wagtail's history of a row asks for no permission, and its title says what the row is.
    history_view_enabled = False
    empty_value_display = "–"
    register_export: ClassVar[tuple[str, ...]] = ()

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        helper = self.permission_helper
        may_export = helper.user_has_specific_permission(request.user, helper.get_perm_codename("change"))
        return self.register_export if may_export else ()


class ConsultedPermissionHelper(KnownPermissionHelper):
    """For rows that nobody makes, changes or deletes by hand: `view` reads them, `change` acts on them."""

    def user_can_list(self, user: Any) -> bool:
        answer: bool = self.user_has_specific_permission(user, self.get_perm_codename("view"))
        return answer

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_act(self, user: Any) -> bool:
        answer: bool = self.user_has_specific_permission(user, self.get_perm_codename("change"))
        return answer


def in_words(moment: Any) -> str:
    """A moment as the columns of the registers show it."""
    return in_small_letters(date_format(localtime(moment), "j M Y, H:i"))
