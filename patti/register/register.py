"""«Firme dei patti»: who signed, whose name waits for a look, and whose is shown."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin.filters import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from patti.register.looking import mark
from patti.signatures import keeping
from patti.signatures.models import Look, Signature
from patti.texts.pages import PattoPage
from portal.accounts.models import User
from portal.privacy import consultations
from portal.registers.base import RowView, in_words
from portal.registers.marking import MarkedIndexView, MarkedRegister

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


class SignatureIndexView(MarkedIndexView):
    """The register, with buttons that mark what is chosen. Exports, and looking for an address, are told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and isinstance(request.user, User):
            query = request.GET.get(self.SEARCH_VAR, "")
            addresses = Signature.objects.values_list("email")
            consultations.tell_of_search(request.user, query, PLACE, addresses)
            if self.EXPORT_VAR in request.GET:
                consultations.tell(request.user, consultations.EXPORTED, place=PLACE)
        return response


class SignatureInspectView(RowView):
    """One signature, whole. Reading the address of who signed is told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and isinstance(request.user, User):
            consultations.tell(request.user, consultations.SIGNATURE_READ, signature=str(self.instance.pk))
        return response

    def get_page_title(self) -> str:
        return _("Firma di un patto")

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = getattr(self.instance, field_name)
        if field_name.endswith("_at") and value:
            return in_words(value)
        if isinstance(value, bool):
            return _("sì") if value else _("no")
        return super().get_field_display_value(field_name, field) if value else "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: SignatureRegister = self.model_admin
        user = self.request.user
        may_erase = register.permission_helper.user_has_specific_permission(user, "delete_signature")
        erase_url = reverse(register.erase_name, args=[self.instance.pk]) if may_erase else ""
        ends = keeping.ends(self.instance)
        context: dict[str, Any] = super().get_context_data(
            **register.marking(self.request), ends=ends, erase_url=erase_url, **kwargs
        )
        return context


class SignatureRegister(MarkedRegister):
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
    index_view_class = SignatureIndexView
    inspect_view_class = SignatureInspectView
    inspect_view_enabled = True
    inspect_template_name = "patti/admin/signature.html"
    inspect_view_fields = (
        "page", "version", "kind", "body", "first_name", "last_name", "role", "municipality", "email",
        "shows_name", "look", "looked_by", "looked_at", "signed_at", "notice",
    )  # fmt: skip
    # Without the addresses: whoever needs one opens its signature, and that is told.
    register_export: ClassVar[tuple[str, ...]] = (
        "page", "version", "kind", "body", "last_name", "first_name", "role", "municipality", "shows_name",
        "look", "signed_at",
    )  # fmt: skip
    export_filename = "firme-dei-patti"
    erase_name = "patti_signature_erase"
    bar_words = gettext_lazy("Le firme scelte:")
    nothing_chosen = gettext_lazy("Scegli prima almeno una firma.")

    def states(self) -> list[tuple[str, Any]]:
        return [
            (Look.APPROVED.value, _("Approva")),
            (Look.HIDDEN.value, _("Nascondi")),
            (Look.NEW.value, _("Rimetti tra quelle da guardare")),
        ]

    def mark(self, numbers: Iterable[int], state: str, user: User) -> int:
        return mark(numbers, Look(state), user)

    def marked(self, changed: int) -> str:
        return ngettext("%(n)d firma cambiata.", "%(n)d firme cambiate.", changed) % {"n": changed}

    def choice_words(self, row: Any) -> str:
        return _("Scegli la firma di %(name)s") % {"name": self.name(row)}

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
        return in_words(row.signed_at)

    signed.short_description = gettext_lazy("Data")  # type: ignore[attr-defined]
    signed.admin_order_field = "signed_at"  # type: ignore[attr-defined]

    def wants(self, row: Signature) -> str:
        return _("sì") if row.shows_name else _("no")

    wants.short_description = gettext_lazy("Da mostrare")  # type: ignore[attr-defined]
    wants.admin_order_field = "shows_name"  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            path("patti/signature/erase/<int:pk>/", self.erase_view, name=self.erase_name),
        )

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks whether one signature shall be erased; a POST erases all that is known of it: it is counted
        no more."""
        if not self.permission_helper.user_has_specific_permission(request.user, "delete_signature"):
            raise PermissionDenied
        signature = get_object_or_404(Signature.objects.select_related("page"), pk=min(pk, _LARGEST_NUMBER))
        if request.method != "POST":
            context = {
                "signature": signature,
                "name": self.name(signature),
                "back_url": self.url_helper.get_action_url("inspect", pk),
            }
            return render(request, "patti/admin/erase.html", context)
        keeping.forget(signature)
        if isinstance(request.user, User):
            consultations.tell(request.user, consultations.SIGNATURE_ERASED, signature=str(pk))
        messages.success(request, _("Firma cancellata: non conta più."))
        return redirect(self.url_helper.index_url)
