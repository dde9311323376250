"""The register of sent and waiting mail: staff see what could not leave, and send it again."""

from typing import Any

from django.contrib.admin.filters import DateFieldListFilter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
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

from portal.accounts.models import User
from portal.outbox import departures
from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage
from portal.privacy import consultations
from portal.registers.base import ConsultedPermissionHelper, Register, RegisterIndexView
from portal.roles import RESEND_OUTBOX

# What stands in the register where the letter carries the recipient's secret link.
LINK_WORDS = gettext_lazy("[collegamento personale, creato al momento dell’invio]")


class MessageInspectView(InspectView):
    """One letter as it was written. The secret link is not there: it is made when the letter leaves.

    Reading it is told, for it holds what the office wrote to a person.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and isinstance(request.user, User):
            consultations.tell(
                request.user,
                consultations.LETTER_READ,
                reference=self.instance.related_to,
                message=str(self.instance.message_id),
            )
        return response

    def get_meta_title(self) -> str:
        return str(self.instance.subject)

    def get_page_title(self) -> str:
        return _("Posta in uscita")

    def get_page_subtitle(self) -> str:
        return str(self.instance.subject)

    def get_body_display_value(self) -> SafeString:
        text = self.instance.body.replace(outbox.LINK_PLACEHOLDER, str(LINK_WORDS))
        return format_html('<div class="register-letter">{}</div>', text)

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if field_name == "body":
            return self.get_body_display_value()
        if field_name == "attachments":
            return ", ".join(one["kind"] for one in self.instance.attachments) or "–"
        value = getattr(self.instance, field_name)
        if isinstance(value, int):
            return str(value)
        if field_name.endswith("_at") and value:
            return date_format(localtime(value), "j F Y, H:i")
        return super().get_field_display_value(field_name, field)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return capfirst(super().get_field_label(field_name, field))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            resend_url=resend_url(self.instance) if self.permission_helper.user_can_act(user) else "",
            **kwargs,
        )


class MessageIndexView(RegisterIndexView):
    """The register; looking for the letters of one address is told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            consultations.tell_of_search(request.user, request.GET.get(self.SEARCH_VAR, ""), "outbox")
        return response


class WrittenFilter(DateFieldListFilter):
    """By the day a letter was written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("data di scrittura")


class OutboxRegister(Register):
    """«Posta in uscita»: nothing here is written by hand."""

    model = OutboxMessage
    menu_label = gettext_lazy("Posta in uscita")
    menu_icon = "mail"
    menu_order = 600
    list_display = ("subject", "recipient", "state", "attempts", "created", "sent", "last_error")
    list_filter = ("status", ("created_at", WrittenFilter))
    search_fields = ("recipient", "subject", "related_to")
    list_per_page = 50
    ordering = ("-created_at", "-pk")
    inspect_view_enabled = True
    inspect_view_fields = (
        "subject",
        "recipient",
        "reply_to",
        "related_to",
        "status",
        "attempts",
        "created_at",
        "next_attempt_at",
        "sent_at",
        "stopped_at",
        "last_error",
        "attachments",
        "body",
    )
    inspect_template_name = "portal/outbox/inspect.html"
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    permission_helper_class = ConsultedPermissionHelper

    def state(self, message: OutboxMessage) -> str:
        return message.get_status_display()

    state.short_description = gettext_lazy("Stato")  # type: ignore[attr-defined]
    state.admin_order_field = "status"  # type: ignore[attr-defined]

    def created(self, message: OutboxMessage) -> str:
        return _moment(message.created_at)

    created.short_description = gettext_lazy("Scritto")  # type: ignore[attr-defined]
    created.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def sent(self, message: OutboxMessage) -> str:
        return _moment(message.sent_at)

    sent.short_description = gettext_lazy("Inviato")  # type: ignore[attr-defined]
    sent.admin_order_field = "sent_at"  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            path("portal/outboxmessage/resend/<int:pk>/", resend, name="outbox_resend"),
            path("portal/outboxmessage/release/", release_held, name="outbox_release_held"),
        )


def _moment(value: Any) -> str:
    return date_format(localtime(value), "j M Y, H:i").lower() if value else "–"


def resend_url(message: OutboxMessage) -> str:
    return reverse("outbox_resend", args=[message.pk])


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a letter back in line. The repeated letter carries the same Message-ID."""
    if not request.user.has_perm(RESEND_OUTBOX):
        raise PermissionDenied
    message = get_object_or_404(OutboxMessage, pk=pk)
    outbox.resend(message)
    messages.success(request, _("La lettera è di nuovo in partenza: parte entro pochi secondi."))
    return redirect("portal_outboxmessage_modeladmin_inspect", instance_pk=message.pk)


@require_POST
def release_held(request: HttpRequest) -> HttpResponse:
    """Says of all the letters held after a restored backup that they leave, or that they had left."""
    if not request.user.has_perm(RESEND_OUTBOX):
        raise PermissionDenied
    as_sent = request.POST.get("what") == "sent"
    if not as_sent and request.POST.get("what") != "send":
        return HttpResponseBadRequest()
    released = departures.release(as_sent=as_sent)
    if as_sent:
        text = ngettext(
            "%(n)d lettera segnata come già partita.", "%(n)d lettere segnate come già partite.", released
        )
    else:
        text = ngettext("%(n)d lettera è in partenza.", "%(n)d lettere sono in partenza.", released)
    messages.success(request, text % {"n": released})
    return redirect("wagtailadmin_home")
