"""The territory in the Wagtail admin: registers of municipalities and zones, and organisations."""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from portal.editorial import kept_originals
from portal.registers.base import Register
from territori.organisations.models import Organisation
from territori.pages.kept_originals import originals
from territori.zones.models import Municipality, Zone

kept_originals.register(originals)


class ZoneFilter(RelatedFieldListFilter):
    """By zone. Django's own filter asks its admin site, which the portal does not have, for an order."""

    def field_admin_ordering(self, field: Any, request: HttpRequest, model_admin: Any) -> tuple[str, ...]:
        return ()


class MunicipalityRegister(Register):
    model = Municipality
    menu_icon = "site"
    list_display = ("name", "province", "zone", "cadastral_code")
    list_filter = ("province", ("zone", ZoneFilter))
    search_fields = ("name", "cadastral_code", "zone__name")
    list_select_related = ["zone"]
    register_export = ("name", "province", "cadastral_code", "zone")
    export_filename = "comuni"


class ZoneRegister(Register):
    model = Zone
    menu_icon = "globe"
    list_display = ("name", "map_label", "map_row", "map_column")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@modeladmin_register
class TerritoryRegisters(ModelAdminGroup):
    menu_label = _("Territori")
    menu_icon = "globe"
    menu_order = 220
    items = (MunicipalityRegister, ZoneRegister)


@register_snippet
class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Soggetti coinvolti")
    add_to_admin_menu = True
    menu_order = 230
    list_display = ["name", "website"]
    search_fields = ["name"]
    # The list is searched in the database: this model is in no search index.
    search_backend_name = None
