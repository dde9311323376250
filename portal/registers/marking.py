"""Registers whose rows somebody looks at: rows are chosen, and marked with what was found."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.accounts.models import User
from portal.registers.base import ConsultedPermissionHelper, Register, RegisterIndexView

# So many rows are marked in one press at most: as many as a page of the register holds.
ROWS_ON_A_PAGE = 50


class MarkedIndexView(RegisterIndexView):
    """The register with the buttons that mark what is chosen."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register: MarkedRegister = self.model_admin
        context: dict[str, Any] = super().get_context_data(**register.marking(self.request), **kwargs)
        return context


class MarkedRegister(Register):
    """A register of rows that have a state.

    Attributes:
        bar_words: what stands before the buttons, below the list.
        nothing_chosen: what is said of a press by which no row was chosen.
    """

    index_template_name = "portal/registers/marked.html"
    index_view_class = MarkedIndexView
    permission_helper_class = ConsultedPermissionHelper
    list_per_page = ROWS_ON_A_PAGE
    bar_words: ClassVar[str | Promise]
    nothing_chosen: ClassVar[str | Promise]

    def states(self) -> list[tuple[str, Any]]:
        """The states that there are, each with the words of its button."""
        raise NotImplementedError

    def mark(self, numbers: Iterable[int], state: str, user: User) -> int:
        """Gives rows one of the states and keeps who did; returns how many had another."""
        raise NotImplementedError

    def marked(self, changed: int) -> str:
        """The sentence that so many rows were changed."""
        raise NotImplementedError

    def choice_words(self, row: Any) -> str:
        """What the box says by which this row is chosen."""
        raise NotImplementedError

    @property
    def mark_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_mark"

    def marking(self, request: HttpRequest) -> dict[str, Any]:
        """What the templates need for the buttons; no states where the account may not act."""
        may_act = self.permission_helper.user_can_act(request.user)
        return {
            "states": self.states() if may_act else [],
            "mark_url": _of_list(reverse(self.mark_name), request),
            "bar_words": self.bar_words,
        }

    def choice(self, row: Any) -> SafeString:
        """The box by which a row is chosen among others."""
        box = '<input type="checkbox" name="row" value="{}" form="righe" aria-label="{}">'
        return format_html(box, str(row.pk), self.choice_words(row))

    choice.short_description = gettext_lazy("Scelta")  # type: ignore[attr-defined]

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
        # Numbers of twenty digits are no rows, and more than a database counts to.
        typed = [value for value in request.POST.getlist("row") if value.isascii() and value.isdecimal()]
        numbers = {int(value) for value in typed if len(value) < 19}
        state = request.POST.get("state", "")
        if state not in dict(self.states()) or not numbers:
            messages.warning(request, self.nothing_chosen)
        else:
            changed = self.mark(sorted(numbers)[:ROWS_ON_A_PAGE], state, request.user)
            messages.success(request, self.marked(changed))
        return redirect(_of_list(self.url_helper.index_url, request))


def _of_list(address: str, request: HttpRequest) -> str:
    """An address with the filters, the words and the page of the list in the address of a request."""
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address
