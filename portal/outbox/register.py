"""The register of sent and waiting mail: staff see what could not leave, and send it again."""

from typing import Any, cast

from django.contrib.admin.filters import DateFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
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
from portal.outbox import acts, departures, editing, subjects, telling
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
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
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
        if field_name == "related_to" and (reference := self.instance.related_to):
            url = subjects.address(cast(User, self.request.user), reference)
            return format_html('<a href="{}">{}</a>', url, reference) if url else reference
        if field_name == "attachments":
            return ", ".join(one["kind"] for one in self.instance.attachments) or "–"
        value = getattr(self.instance, field_name)
        if field_name == "next_attempt_at" and not _has_a_moment(self.instance):
            return "–"
        if isinstance(value, int):
            return str(value)
        if field_name.endswith("_at") and value:
            return date_format(localtime(value), "j F Y, H:i")
        return super().get_field_display_value(field_name, field)

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return _("Testo") if field_name == "body" else capfirst(super().get_field_label(field_name, field))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_act = self.permission_helper.user_can_act(self.request.user)
        message = self.instance
        context: dict[str, Any] = super().get_context_data(
            actions=acts.offered(message) if may_act else [],
            act_url=reverse("outbox_act", args=[message.pk]),
            edit_url=reverse("outbox_edit", args=[message.pk])
            if may_act and editing.may_be_edited(message)
            else "",
            preview_url=reverse("outbox_preview", args=[message.pk]),
            former=editing.former(message),
            seen=editing.mark(message),
            **kwargs,
        )
        return context


class MessageIndexView(RegisterIndexView):
    """The register; looking for the letters of one address is told."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            query = request.GET.get(self.SEARCH_VAR, "")
            recipients = OutboxMessage.objects.values_list("recipient")
            consultations.tell_of_search(request.user, query, "outbox", recipients)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Before the rows are read: what is corrected meanwhile was not shown.
        shown_at = timezone.now().isoformat()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may_act = self.permission_helper.user_can_act(self.request.user)
        return {
            **context,
            "actions": acts.offered_of_many(context["object_list"]) if may_act else [],
            "act_on_many_url": reverse("outbox_act_on_many"),
            "shown_at": shown_at,
        }


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
    list_display = ("choice", "subject", "recipient", "state", "created", "sent", "error")
    list_display_add_buttons = "subject"
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
    index_template_name = "portal/outbox/index.html"
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    permission_helper_class = ConsultedPermissionHelper

    def choice(self, message: OutboxMessage) -> SafeString:
        """The box by which a letter is chosen among others (`portal.outbox.acts`)."""
        words = _("Scegli «%(subject)s» a %(recipient)s") % {
            "subject": message.subject,
            "recipient": message.recipient,
        }
        box = '<input type="checkbox" name="letter" value="{}" form="lettere" aria-label="{}">'
        return format_html(box, str(message.pk), words)

    choice.short_description = gettext_lazy("Scelta")  # type: ignore[attr-defined]

    def state(self, message: OutboxMessage) -> str:
        return message.get_status_display()

    state.short_description = gettext_lazy("Stato")  # type: ignore[attr-defined]
    state.admin_order_field = "status"  # type: ignore[attr-defined]

    def created(self, message: OutboxMessage) -> SafeString:
        return _cell(_("Scritta"), _moment(message.created_at))

    created.short_description = gettext_lazy("Scritta")  # type: ignore[attr-defined]
    created.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def sent(self, message: OutboxMessage) -> SafeString:
        return _cell(_("Inviata"), _moment(message.sent_at))

    sent.short_description = gettext_lazy("Inviata")  # type: ignore[attr-defined]
    sent.admin_order_field = "sent_at"  # type: ignore[attr-defined]

    def error(self, message: OutboxMessage) -> SafeString:
        return _cell(_("Ultimo errore"), message.last_error or "–")

    error.short_description = gettext_lazy("Ultimo errore")  # type: ignore[attr-defined]
    error.admin_order_field = "last_error"  # type: ignore[attr-defined]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            path("portal/outboxmessage/act/<int:pk>/", acts.act_on_one, name="outbox_act"),
            path("portal/outboxmessage/act/", acts.act_on_many, name="outbox_act_on_many"),
            path("portal/outboxmessage/stop/", acts.StopView.as_view(), name="outbox_stop"),
            path("portal/outboxmessage/correct/<int:pk>/", acts.EditView.as_view(), name="outbox_edit"),
            path("portal/outboxmessage/preview/<int:pk>/", acts.preview, name="outbox_preview"),
            path("portal/outboxmessage/release/", release_held, name="outbox_release_held"),
        )


def _has_a_moment(message: OutboxMessage) -> bool:
    """Whether it is tried by itself; one that is to be approved only if it was given a later hour."""
    if message.status == OutboxMessage.Status.APPROVAL:
        return not message.waits_for_release and message.next_attempt_at > timezone.now()
    return message.status == OutboxMessage.Status.PENDING


def _cell(name: str, value: str) -> SafeString:
    """What stands in a column; on a phone, where no column has a head, with its name, or not at all."""
    if value == "–":
        return format_html('<span class="outbox-empty">{}</span>', value)
    return format_html('<span class="outbox-named">{}</span> {}', name, value)


def _moment(value: Any) -> str:
    return date_format(localtime(value), "j M Y, H:i").lower() if value else "–"


@require_POST
def release_held(request: HttpRequest) -> HttpResponse:
    """Says of all the letters held after a restored backup that they leave, or that they had left."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(RESEND_OUTBOX):
        raise PermissionDenied
    as_sent = request.POST.get("what") == "sent"
    if not as_sent and request.POST.get("what") != "send":
        return HttpResponseBadRequest()
    with transaction.atomic():
        released = departures.release(as_sent=as_sent)
        telling.tell_of_release(user, released, as_sent=as_sent)
    decided, given_back = len(released.decided), len(released.given_back)
    if as_sent:
        text = ngettext(
            "%(n)d lettera segnata come già partita.", "%(n)d lettere segnate come già partite.", decided
        )
    else:
        text = ngettext("%(n)d lettera è in partenza.", "%(n)d lettere sono in partenza.", decided)
    if decided:
        messages.success(request, text % {"n": decided})
    if given_back:
        text = ngettext(
            "%(n)d lettera, da approvare o in bozza, aspetta di nuovo come prima.",
            "%(n)d lettere, da approvare o in bozza, aspettano di nuovo come prima.",
            given_back,
        )
        messages.success(request, text % {"n": given_back})
    if not decided and not given_back:
        messages.info(request, _("Non c’era più nessuna lettera trattenuta."))
    return redirect("wagtailadmin_home")
