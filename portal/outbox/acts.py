"""What staff press in the register of letters: on one, or on many that they chose."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.italian.days import with_article
from portal.outbox import acting, corrections, editing, previewing, telling
from portal.outbox.editing import LetterForm
from portal.outbox.models import OutboxMessage
from portal.outbox.sending import SENT_KEPT_FOR
from portal.privacy import consultations
from portal.roles import READ_OUTBOX, RESEND_OUTBOX

# At once, by boxes: a page of the register holds fifty.
MOST_CHOSEN = 500
CONFLICT = 409

Status = OutboxMessage.Status

LABELS: Mapping[str, str | Promise] = {
    acting.RELEASE: gettext_lazy("Fai partire"),
    acting.RETRY: gettext_lazy("Invia di nuovo"),
    acting.KEEP: gettext_lazy("Trattieni in bozza"),
    acting.ABORT: gettext_lazy("Non mandarla più"),
    acting.PUT_BACK: gettext_lazy("Rimettila tra quelle da mandare"),
}
# The same where many are meant.
LABELS_OF_MANY: Mapping[str, str | Promise] = {
    **LABELS,
    acting.ABORT: gettext_lazy("Non mandarle più"),
    acting.PUT_BACK: gettext_lazy("Rimettile tra quelle da mandare"),
}
# In the log of what the letter is about.
_TOLD = {
    acting.RELEASE: consultations.LETTER_RELEASED,
    acting.RETRY: consultations.LETTER_RETRIED,
    acting.KEEP: consultations.LETTER_KEPT,
    acting.ABORT: consultations.LETTER_ABORTED,
    acting.PUT_BACK: consultations.LETTER_PUT_BACK,
}
# What the page says with it that tells what it means to stop a letter (`StopView`).
CONFIRMED = "confirmed"


def offered(message: OutboxMessage) -> list[tuple[str, str | Promise]]:
    """What can be pressed on a letter now, with its words."""
    approves = message.status == Status.APPROVAL
    return [
        (what, _("Approva") if approves and what == acting.RELEASE else LABELS[what])
        for what in acting.possible(message)
    ]


def offered_of_many(messages: Iterable[OutboxMessage]) -> list[tuple[str, str | Promise]]:
    """What can be done with one or more of these letters, with its words."""
    some = {what for message in messages for what in acting.possible(message)}
    return [(what, words) for what, words in LABELS_OF_MANY.items() if what in some]


def _actor(request: HttpRequest, permission: str) -> User:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return cast(User, request.user)


def _tell(user: User, action: str, message: OutboxMessage) -> None:
    consultations.tell(user, action, reference=message.related_to, message=str(message.message_id))


def _act(user: User, what: str, ids: list[int], unread: acting.Unread) -> list[OutboxMessage]:
    """Does it, tells the log, and returns the letters as they stand now."""
    with transaction.atomic():
        done = acting.act(what, ids, unread)
        by_word: dict[str, list[OutboxMessage]] = {}
        for message in done:
            by_word.setdefault(_word_of(what, message), []).append(message)
        for word, letters in by_word.items():
            telling.tell(user, word, letters)
    return done


def _word_of(what: str, message: OutboxMessage) -> str:
    """What the log says of an act, by where the letter stands after it."""
    if what == acting.RELEASE and not acting.leaves_now(message):
        return consultations.LETTER_APPROVED
    if what == acting.RETRY and not acting.leaves_now(message):
        return consultations.LETTER_GIVEN_BACK
    return _TOLD[what]


def _is_to_be_confirmed(request: HttpRequest, what: str) -> bool:
    return what == acting.ABORT and CONFIRMED not in request.POST


def _numbers(chosen: Iterable[str]) -> list[int]:
    return [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 16]


@require_POST
def act_on_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A repeated letter carries the same Message-ID."""
    user = _actor(request, RESEND_OUTBOX)
    what = request.POST.get("what", "")
    message = get_object_or_404(OutboxMessage, pk=pk)
    if what not in LABELS:
        return HttpResponseBadRequest()
    if _is_to_be_confirmed(request, what):
        return redirect(_stop_url([message.pk]))
    done = _act(user, what, [message.pk], acting.read_as_marked(request.POST.get("seen", "")))
    if done:
        messages.success(request, _done(what, done[0]))
    elif what == acting.RELEASE and acting.still_to_approve([message.pk]):
        messages.warning(request, _("Intanto un collega l’ha corretta: rileggila, poi approvala."))
    else:
        messages.warning(request, _too_late())
    return redirect(_inspect_url(message))


@require_POST
def act_on_many(request: HttpRequest) -> HttpResponse:
    user = _actor(request, RESEND_OUTBOX)
    what = request.POST.get("what", "")
    chosen = request.POST.getlist("letter")[:MOST_CHOSEN]
    ids = _numbers(chosen)
    if what not in LABELS:
        return HttpResponseBadRequest()
    if not ids:
        messages.warning(request, _("Prima scegli almeno una lettera."))
        return redirect(reverse("portal_outboxmessage_modeladmin_index"))
    if _is_to_be_confirmed(request, what):
        return redirect(_stop_url(ids))
    shown_at = editing.moment_of(request.POST.get("shown_at", ""))
    letters = _act(user, what, ids, acting.read_at(shown_at))
    done = len(letters)
    unread = acting.still_to_approve(ids) if what == acting.RELEASE else 0
    text = ngettext("«%(what)s»: fatto per %(n)d lettera.", "«%(what)s»: fatto per %(n)d lettere.", done)
    words = text % {"what": LABELS_OF_MANY[what], "n": done}
    still = (
        sum(not acting.leaves_now(one) for one in letters) if what in (acting.RELEASE, acting.RETRY) else 0
    )
    if still:
        waits = ngettext(
            "%(n)d non parte ancora: il suo stato dice che cosa aspetta.",
            "%(n)d non partono ancora: il loro stato dice che cosa aspettano.",
            still,
        )
        words = f"{words} {waits % {'n': still}}"
    if unread:
        words = f"{words} {left_unread(unread)}"
    if done + unread < len(ids):
        left = ngettext(
            "%(n)d è rimasta com’era: da dove si trova non si può.",
            "%(n)d sono rimaste com’erano: da dove si trovano non si può.",
            len(ids) - done - unread,
        )
        words = f"{words} {left % {'n': len(ids) - done - unread}}"
    if done < len(ids):
        messages.warning(request, words)
    else:
        messages.success(request, words)
    return redirect(reverse("portal_outboxmessage_modeladmin_index"))


def left_unread(how_many: int) -> str:
    """What is told of letters to be approved that were corrected since they were shown."""
    text = ngettext(
        "%(n)d aspetta ancora: è stata corretta dopo che hai aperto la pagina. Rileggila e approvala.",
        "%(n)d aspettano ancora: sono state corrette dopo che hai aperto la pagina. Rileggile e approvale.",
        how_many,
    )
    return text % {"n": how_many}


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as its reader sees it, without the secret link."""
    user = _actor(request, READ_OUTBOX)
    message = get_object_or_404(OutboxMessage, pk=pk)
    _tell(user, consultations.LETTER_READ, message)
    return previewing.response(message)


class StopView(WagtailAdminTemplateMixin, TemplateView):
    """Says what it means that letters never leave, before that is done. The address names them."""

    template_name = "portal/outbox/stop.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _actor(request, RESEND_OUTBOX)
        chosen = OutboxMessage.objects.filter(pk__in=_numbers(request.GET.getlist("letter")[:MOST_CHOSEN]))
        letters = [one for one in chosen if acting.may_be_aborted(one)]
        if not letters:
            messages.warning(request, _too_late())
            return redirect(reverse("portal_outboxmessage_modeladmin_index"))
        return self.render_to_response(self.get_context_data(letters=letters))

    def get_page_title(self) -> str:
        return _("Posta in uscita")

    def get_page_subtitle(self) -> str:
        return str(LABELS[acting.ABORT])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("portal_outboxmessage_modeladmin_index"), "label": _("Posta in uscita")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters: list[OutboxMessage] = kwargs["letters"]
        one = len(letters) == 1
        label = (LABELS if one else LABELS_OF_MANY)[acting.ABORT]
        return {
            **super().get_context_data(**kwargs),
            "label": label,
            "what": acting.ABORT,
            "days": SENT_KEPT_FOR.days,
            "act_url": reverse("outbox_act", args=[letters[0].pk]) if one else reverse("outbox_act_on_many"),
            "back_url": _inspect_url(letters[0]) if one else reverse("portal_outboxmessage_modeladmin_index"),
        }


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
        except corrections.RefusedError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=400)
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
            "warnings": corrections.warnings(self.message),
            "inspect_url": _inspect_url(self.message),
            "preview_url": reverse("outbox_preview", args=[self.message.pk]),
        }


def _stop_url(ids: list[int]) -> str:
    return f"{reverse('outbox_stop')}?{urlencode([('letter', pk) for pk in ids])}"


def _inspect_url(message: OutboxMessage) -> str:
    return reverse("portal_outboxmessage_modeladmin_inspect", args=[message.pk])


def _too_late() -> str:
    return _("Non si può più: intanto la lettera è partita, o qualcuno l’ha cambiata.")


def _done(what: str, message: OutboxMessage) -> str:
    """What became of a letter, by where it stands now."""
    if what in (acting.RELEASE, acting.RETRY):
        if not acting.leaves_now(message):
            return _waits(what, message)
        if not message.recipient:
            return _("La lettera è di nuovo tra quelle da consegnare a mano.")
        return _("La lettera è di nuovo in partenza: parte entro pochi secondi.")
    if what == acting.KEEP:
        return _("La lettera resta in bozza: parte quando la fai partire.")
    if what == acting.PUT_BACK:
        return _put_back(message)
    return _("La lettera non parte più. Se serve, da qui si rimette tra quelle da mandare.")


def _put_back(message: OutboxMessage) -> str:
    if message.status == Status.APPROVAL:
        return _("La lettera è di nuovo tra quelle da mandare: aspetta che qualcuno la approvi.")
    if message.status == Status.BY_HAND:
        return _("La lettera è di nuovo tra quelle da consegnare a mano.")
    return _("La lettera è di nuovo tra quelle da mandare: resta in bozza, e parte quando la fai partire.")


def _waits(what: str, message: OutboxMessage) -> str:
    if what == acting.RETRY:
        return _("La lettera aspetta di nuovo come prima del ripristino: è «%(state)s».") % {
            "state": message.get_status_display()
        }
    if message.status == Status.DRAFT:
        return _("La lettera è approvata. Resta in bozza: parte quando la fa partire chi l’ha scritta.")
    moment = with_article(localtime(message.next_attempt_at), "il j F Y, H:i")
    return _("La lettera è approvata: parte da sola %(moment)s.") % {"moment": moment}
