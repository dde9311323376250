"""What staff press in the register of letters: on one, or on many that they chose."""

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.outbox import acting, editing, previewing
from portal.outbox.editing import LetterForm
from portal.outbox.models import OutboxMessage
from portal.privacy import consultations
from portal.roles import READ_OUTBOX, RESEND_OUTBOX

# At once, by boxes: a page of the register holds fifty.
MOST_CHOSEN = 500
CONFLICT = 409

LABELS: Mapping[str, str | Promise] = {
    acting.RELEASE: gettext_lazy("Fai partire"),
    acting.RETRY: gettext_lazy("Invia di nuovo"),
    acting.KEEP: gettext_lazy("Trattieni in bozza"),
    acting.ABORT: gettext_lazy("Annulla"),
}
# In the log of what the letter is about.
_TOLD = {
    acting.RELEASE: consultations.LETTER_RELEASED,
    acting.RETRY: consultations.LETTER_RETRIED,
    acting.KEEP: consultations.LETTER_KEPT,
    acting.ABORT: consultations.LETTER_ABORTED,
}


def offered(message: OutboxMessage) -> list[tuple[str, str | Promise]]:
    """What can be pressed on a letter now, with its words."""
    return [(what, LABELS[what]) for what in acting.possible(message)]


def _actor(request: HttpRequest, permission: str) -> User:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return cast(User, request.user)


def _tell(user: User, action: str, message: OutboxMessage) -> None:
    consultations.tell(user, action, reference=message.related_to, message=str(message.message_id))


def _act(user: User, what: str, ids: list[int]) -> int:
    done = acting.act(what, ids)
    for message in done:
        _tell(user, _TOLD[what], message)
    return len(done)


@require_POST
def act_on_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A repeated letter carries the same Message-ID."""
    user = _actor(request, RESEND_OUTBOX)
    what = request.POST.get("what", "")
    message = get_object_or_404(OutboxMessage, pk=pk)
    if what not in LABELS:
        return HttpResponseBadRequest()
    if _act(user, what, [message.pk]):
        messages.success(request, _done(what, by_hand=not message.recipient))
    else:
        messages.warning(request, _too_late())
    return redirect(_inspect_url(message))


@require_POST
def act_on_many(request: HttpRequest) -> HttpResponse:
    user = _actor(request, RESEND_OUTBOX)
    what = request.POST.get("what", "")
    chosen = request.POST.getlist("letter")[:MOST_CHOSEN]
    ids = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 16]
    if what not in LABELS:
        return HttpResponseBadRequest()
    if not ids:
        messages.warning(request, _("Prima scegli almeno una lettera."))
        return redirect(reverse("portal_outboxmessage_modeladmin_index"))
    done = _act(user, what, ids)
    text = ngettext("«%(what)s»: fatto per %(n)d lettera.", "«%(what)s»: fatto per %(n)d lettere.", done)
    words = text % {"what": LABELS[what], "n": done}
    if done < len(ids):
        left = ngettext(
            "%(n)d è rimasta com’era: da dove si trova non si può.",
            "%(n)d sono rimaste com’erano: da dove si trovano non si può.",
            len(ids) - done,
        )
        messages.warning(request, f"{words} {left % {'n': len(ids) - done}}")
    else:
        messages.success(request, words)
    return redirect(reverse("portal_outboxmessage_modeladmin_index"))


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as its reader sees it, without the secret link."""
    user = _actor(request, READ_OUTBOX)
    message = get_object_or_404(OutboxMessage, pk=pk)
    _tell(user, consultations.LETTER_READ, message)
    return previewing.response(message)


class EditView(WagtailAdminTemplateMixin, TemplateView):
    """Changes a letter that has not left."""

    template_name = "portal/outbox/edit.html"
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _actor(request, RESEND_OUTBOX)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def message(self) -> OutboxMessage:
        message = OutboxMessage.objects.filter(pk=self.kwargs["pk"]).first()
        if message is None:
            raise Http404
        return message

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not editing.may_be_edited(self.message):
            return self._gone()
        _tell(cast(User, request.user), consultations.LETTER_READ, self.message)
        return self.render_to_response(self.get_context_data(form=LetterForm(self.message)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LetterForm(self.message, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        user = cast(User, request.user)
        try:
            editing.edit(form, user)
        except editing.GoneError:
            return self._gone()
        except editing.ChangedError:
            del self.__dict__["message"]
            data = request.POST.copy()
            data["seen"] = editing.mark(self.message)
            again = LetterForm(self.message, data)
            again.is_valid()
            again.add_error(None, _("Intanto un collega l’ha cambiata: guarda com’è adesso, poi salva."))
            return self.render_to_response(self.get_context_data(form=again), status=CONFLICT)
        _tell(user, consultations.LETTER_CHANGED, self.message)
        messages.success(request, _("La lettera è cambiata. Il testo di prima resta qui sotto."))
        return redirect(_inspect_url(self.message))

    def _gone(self) -> HttpResponse:
        messages.warning(self.request, _too_late())
        return redirect(_inspect_url(self.message))

    def get_page_title(self) -> str:
        return _("Posta in uscita")

    def get_page_subtitle(self) -> str:
        return _("Correggi la lettera")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("portal_outboxmessage_modeladmin_index"), "label": _("Posta in uscita")},
            {"url": _inspect_url(self.message), "label": self.message.subject},
            {"url": "", "label": _("Correggi")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "letter": self.message,
            "inspect_url": _inspect_url(self.message),
            "preview_url": reverse("outbox_preview", args=[self.message.pk]),
        }


def _inspect_url(message: OutboxMessage) -> str:
    return reverse("portal_outboxmessage_modeladmin_inspect", args=[message.pk])


def _too_late() -> str:
    return _("Non si può più: intanto la lettera è partita, o qualcuno l’ha cambiata.")


def _done(what: str, *, by_hand: bool) -> str:
    if what in (acting.RELEASE, acting.RETRY):
        if by_hand:
            return _("La lettera è di nuovo tra quelle da consegnare a mano.")
        return _("La lettera è di nuovo in partenza: parte entro pochi secondi.")
    if what == acting.KEEP:
        return _("La lettera resta in bozza: parte quando la fai partire.")
    return _("La lettera è annullata: non parte più.")
