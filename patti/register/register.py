"""«Firme dei patti»: who signed, whose name waits for a look, and whose is shown."""

from typing import Any, ClassVar

from django.contrib.admin.filters import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import truncatechars
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView

from patti.register.looking import mark
from patti.signatures import keeping
from patti.signatures.models import Look, Signature
from patti.texts.pages import PattoPage
from portal.accounts.models import User
from portal.privacy import consultations
from portal.registers.base import ConsultedPermissionHelper, Register, RegisterIndexView

# So many rows are marked in one press at most: as many as a page of the register holds.
ROWS_ON_A_PAGE = 50
# The code of this list, for the log.
PLACE = "signatures"
# Of the title of a patto, in the list.
LONGEST_IN_A_ROW = 40
# The filter offers so many patti, the latest first; the search finds those of any other.
MOST_PATTI = 50
_LARGEST_NUMBER = 2**63 - 1
_OFFERED = "_offered_patti"


class PattoFilter(SimpleListFilter):
    """By the patto that was signed."""

    title = gettext_lazy("patto")
    parameter_name = "patto"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        # Asked twice for each page of the register.
        if not hasattr(request, _OFFERED):
            patti = PattoPage.objects.order_by("-opens_at", "-pk").values_list("pk", "title")[:MOST_PATTI]
            setattr(request, _OFFERED, [(str(pk), title) for pk, title in patti])
        offered: list[tuple[str, str]] = getattr(request, _OFFERED)
        return offered

    def queryset(self, request: HttpRequest, queryset: QuerySet[Signature]) -> QuerySet[Signature]:
        value = self.value() or ""
        is_number = value.isascii() and value.isdecimal() and len(value) < 19
        return queryset.filter(page=int(value)) if is_number else queryset


class SignatureIndexView(RegisterIndexView):
    """The register, with buttons that mark what is chosen. Exports, and looking for an address, are told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and isinstance(request.user, User):
            consultations.tell_of_search(request.user, request.GET.get(self.SEARCH_VAR, ""), PLACE)
            if self.EXPORT_VAR in request.GET:
                consultations.tell(request.user, consultations.EXPORTED, place=PLACE)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: SignatureRegister = self.model_admin
        return super().get_context_data(**register.marking(self.request.user), **kwargs)


class SignatureInspectView(InspectView):
    """One signature, whole. Reading the address of who signed is told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and isinstance(request.user, User):
            consultations.tell(request.user, consultations.SIGNATURE_READ, signature=str(self.instance.pk))
        return response

    def get_page_title(self) -> str:
        return _("Firma di un patto")

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return capfirst(super().get_field_label(field_name, field))

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = getattr(self.instance, field_name)
        if field_name.endswith("_at") and value:
            return _in_words(value)
        if isinstance(value, bool):
            return _("sì") if value else _("no")
        return super().get_field_display_value(field_name, field) if value else "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: SignatureRegister = self.model_admin
        user = self.request.user
        may_erase = register.permission_helper.user_has_specific_permission(user, "delete_signature")
        erase_url = reverse(register.erase_name, args=[self.instance.pk]) if may_erase else ""
        ends = keeping.ends(self.instance)
        return super().get_context_data(**register.marking(user), ends=ends, erase_url=erase_url, **kwargs)


class SignatureRegister(Register):
    model = Signature
    menu_label = gettext_lazy("Firme dei patti")
    menu_icon = "edit"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ("choice", "name", "kind", "patto", "in_version", "signed", "wants", "look")
    list_display_add_buttons = "name"
    list_filter = ("look", "kind", "shows_name", PattoFilter)
    search_fields = ("body", "first_name", "last_name", "email", "page__title")
    ordering = ("-signed_at", "-pk")
    list_select_related = ("page", "version")
    list_per_page = ROWS_ON_A_PAGE
    index_view_class = SignatureIndexView
    index_template_name = "patti/admin/register.html"
    permission_helper_class = ConsultedPermissionHelper
    inspect_view_class = SignatureInspectView
    inspect_view_enabled = True
    inspect_template_name = "patti/admin/signature.html"
    inspect_view_fields = (
        "page", "version", "kind", "body", "first_name", "last_name", "role", "municipality", "email",
        "shows_name", "look", "looked_at", "signed_at", "notice",
    )  # fmt: skip
    # Without the addresses: whoever needs one opens its signature, and that is told.
    register_export: ClassVar[tuple[str, ...]] = (
        "page", "version", "kind", "body", "last_name", "first_name", "role", "municipality", "shows_name",
        "look", "signed_at",
    )  # fmt: skip
    export_filename = "firme-dei-patti"
    mark_name, erase_name = "patti_signature_mark", "patti_signature_erase"

    def marking(self, user: Any) -> dict[str, Any]:
        """What the templates need for the buttons; no states where the account may not act."""
        may_act = self.permission_helper.user_can_act(user)
        verbs = {
            Look.APPROVED: _("Approva"),
            Look.HIDDEN: _("Nascondi"),
            Look.NEW: _("Rimetti tra quelle da guardare"),
        }
        states = [(look.value, words) for look, words in verbs.items()]
        return {"states": states if may_act else [], "mark_url": reverse(self.mark_name)}

    def choice(self, row: Signature) -> SafeString:
        """The box by which a row is chosen among others."""
        box = '<input type="checkbox" name="row" value="{}" form="righe" aria-label="{}">'
        return format_html(box, str(row.pk), _("Scegli la firma di %(name)s") % {"name": self.name(row)})

    choice.short_description = gettext_lazy("Scelta")  # type: ignore[attr-defined]

    def name(self, row: Signature) -> str:
        return row.signed_name or _("(dati cancellati)")

    name.short_description = gettext_lazy("Nome")  # type: ignore[attr-defined]
    name.admin_order_field = "key"  # type: ignore[attr-defined]

    def patto(self, row: Signature) -> str:
        return truncatechars(row.page.title, LONGEST_IN_A_ROW)

    patto.short_description = gettext_lazy("Patto")  # type: ignore[attr-defined]
    patto.admin_order_field = "page__title"  # type: ignore[attr-defined]

    def in_version(self, row: Signature) -> str:
        return str(row.version.number)

    in_version.short_description = gettext_lazy("Versione")  # type: ignore[attr-defined]
    in_version.admin_order_field = "version__number"  # type: ignore[attr-defined]

    def signed(self, row: Signature) -> str:
        return _in_words(row.signed_at)

    signed.short_description = gettext_lazy("Data")  # type: ignore[attr-defined]
    signed.admin_order_field = "signed_at"  # type: ignore[attr-defined]

    def wants(self, row: Signature) -> str:
        return _("sì") if row.shows_name else _("no")

    wants.short_description = gettext_lazy("Da mostrare")  # type: ignore[attr-defined]
    wants.admin_order_field = "shows_name"  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            path("patti/signature/mark/", require_POST(self.mark_view), name=self.mark_name),
            path("patti/signature/erase/<int:number>/", require_POST(self.erase_view), name=self.erase_name),
        )

    def mark_view(self, request: HttpRequest) -> HttpResponse:
        """Gives the chosen rows the state of the button that was pressed."""
        if not isinstance(request.user, User) or not self.permission_helper.user_can_act(request.user):
            raise PermissionDenied
        # Numbers of twenty digits are no rows, and more than a database counts to.
        typed = [value for value in request.POST.getlist("row") if value.isascii() and value.isdecimal()]
        numbers = {int(value) for value in typed if len(value) < 19}
        look = request.POST.get("state", "")
        if look not in Look.values or not numbers:
            messages.warning(request, _("Scegli prima almeno una firma."))
        else:
            changed = mark(sorted(numbers)[:ROWS_ON_A_PAGE], Look(look))
            sentence = ngettext("%(n)d firma cambiata.", "%(n)d firme cambiate.", changed) % {"n": changed}
            messages.success(request, sentence)
        return redirect(self.url_helper.index_url)

    def erase_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Erases one signature with all that is known of it: it is counted no more."""
        if not self.permission_helper.user_has_specific_permission(request.user, "delete_signature"):
            raise PermissionDenied
        signature = get_object_or_404(Signature, pk=min(number, _LARGEST_NUMBER))
        keeping.forget(signature)
        if isinstance(request.user, User):
            consultations.tell(request.user, consultations.SIGNATURE_ERASED, signature=str(number))
        messages.success(request, _("Firma cancellata: non conta più."))
        return redirect(self.url_helper.index_url)


def _in_words(moment: Any) -> str:
    """A moment as the columns of the register show it."""
    return date_format(localtime(moment), "j M Y, H:i").lower()
