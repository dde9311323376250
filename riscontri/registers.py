"""What the two registers have in common: rows are chosen and marked as read or as put right."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.accounts.models import User
from portal.registers.base import ConsultedPermissionHelper, Register, RegisterIndexView
from riscontri.handling import Handled, State, mark

# So many rows are marked in one press at most: as many as a page of the register holds.
ROWS_ON_A_PAGE = 50


class HandledIndexView(RegisterIndexView):
    """The register with the buttons that mark what is chosen."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: HandledRegister = self.model_admin
        return super().get_context_data(**register.marking(self.request), **kwargs)


class HandledRegister(Register):
    """A register of rows that are `Handled`."""

    model: ClassVar[type[Handled]]
    index_template_name = "riscontri/admin/register.html"
    index_view_class = HandledIndexView
    permission_helper_class = ConsultedPermissionHelper
    list_per_page = ROWS_ON_A_PAGE

    @property
    def mark_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_mark"

    def marking(self, request: HttpRequest) -> dict[str, Any]:
        """What the templates need for the buttons; no states where the account may not act."""
        may_act = self.permission_helper.user_can_act(request.user)
        mark_url = _of_list(reverse(self.mark_name), request)
        return {"states": State.choices if may_act else [], "mark_url": mark_url}

    def choice(self, row: Handled) -> SafeString:
        """The box by which a row is chosen among others."""
        words = _("Scegli la riga del %(moment)s") % {"moment": self.moment_of(row)}
        box = '<input type="checkbox" name="row" value="{}" form="righe" aria-label="{}">'
        return format_html(box, str(row.pk), words)

    choice.short_description = gettext_lazy("Scelta")  # type: ignore[attr-defined]

    def moment_of(self, row: Any) -> str:
        """When it came, in words."""
        raise NotImplementedError

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        address = f"{self.opts.app_label}/{self.opts.model_name}/mark/"
        return (
            *super().get_admin_urls_for_registration(),
            path(address, require_POST(self.mark_view), name=self.mark_name),
        )

    def mark_view(self, request: HttpRequest) -> HttpResponse:
        """Gives the chosen rows the state of the button that was pressed, and leads back to the same list."""
        if not isinstance(request.user, User) or not self.permission_helper.user_can_act(request.user):
            raise PermissionDenied
        numbers = {
            int(value) for value in request.POST.getlist("row") if value.isascii() and value.isdecimal()
        }
        state = request.POST.get("state", "")
        # Numbers of twenty digits are no rows, and more than a database counts to.
        numbers = {number for number in numbers if number < 2**63}
        if state not in State.values or not numbers:
            messages.warning(request, _("Scegli prima almeno una riga."))
        else:
            changed = mark(self.model, sorted(numbers)[:ROWS_ON_A_PAGE], State(state), request.user)
            messages.success(
                request,
                ngettext("%(n)d riga segnata.", "%(n)d righe segnate.", changed) % {"n": changed},
            )
        return redirect(_of_list(self.url_helper.index_url, request))


def _of_list(address: str, request: HttpRequest) -> str:
    """An address with the filters, the words and the page of the list in the address of a request."""
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


def in_words(moment: Any) -> str:
    """A moment as the columns of the registers show it."""
    return date_format(localtime(moment), "j M Y, H:i").lower()
