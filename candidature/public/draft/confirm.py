"""After "Invia", while the address is to be proved: a button for who came by the letter, else a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.intake import confirming, others
from candidature.intake.drafts import DraftGoneError
from candidature.letters import draft_letters
from candidature.pages.participation import ParticipationPage
from candidature.public.code_form import (
    JUST_LEFT,
    LETTER_JUST_LEFT,
    NO_CODE,
    NO_LETTER,
    WRONG_CODE,
    CodeForm,
)
from candidature.public.draft import moving, pressing, route
from candidature.public.draft.links import with_draft
from candidature.public.draft.resuming import letter_state
from candidature.public.draft.summary import NOTICE_ERRORS
from candidature.public.draft.window import accepts, may_confirm, too_late
from candidature.public.filling import press
from candidature.public.secret_pages import UNAVAILABLE, secret_page, show
from candidature.submissions import content
from candidature.submissions.drafts import Draft, SendingRequest
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.privacy.tokens import new_token
from portal.web import outage
from portal.web.visitors import client_of

# What the page says of the address.
_NO_ADDRESS = "indirizzo"
# Why a press did nothing new, by what came of it.
_REFUSALS = {
    JUST_LEFT: LETTER_JUST_LEFT,
    pressing.FORM_CHANGED: gettext_lazy(
        "Dopo il termine chi cura la pagina ha cambiato il modulo, e ciò che avevi scritto non basta più. Il "
        "momento in cui hai premuto «Invia» resta annotato: scrivi all’ufficio."
    ),
    pressing.ALL_CAME: gettext_lazy(
        "Intanto sono arrivate tutte le candidature che si potevano ricevere, e il termine è passato: non si "
        "può più inviare."
    ),
}


class AddressForm(PublicForm):
    email = MailboxField(
        label=gettext_lazy("Indirizzo giusto"),
        max_length=254,
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo giusto."), "invalid": INVALID_EMAIL},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else plain_text_data(data), **kwargs)
        # A browser would cut a pasted text without a word.
        self.fields["email"].widget.attrs.pop("maxlength", None)


@secret_page
@with_draft
def confirm(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Proves the address and sends; or mails the letter again, or to another address."""
    pressed = SendingRequest.objects.select_related("form_version").defer("form_version__schema")
    asked = pressed.filter(draft=draft).first()
    if asked is None:
        if not Draft.objects.filter(pk=draft.pk).exists():
            # Another press sent it since it was found.
            raise DraftGoneError
        return redirect("candidature:summary", token)
    if not may_confirm(request, draft, page):
        if request.method == "POST":
            return redirect(route.confirm(token))
        return too_late(request, draft, page, page.form_of(draft))
    is_open_now = request.method != "POST" and accepts(request, page)
    if is_open_now and asked.form_version.digest != page.form_digest:
        # Not pressed on the form as it is: the summary says what changed, and is sent from again.
        return redirect(route.summary(token, pressing.OTHER_FORM))
    if is_open_now and asked.content != content.of_draft(draft):
        return redirect(route.summary(token, pressing.OTHER_ANSWERS))
    shown = ConfirmPage(request, token, draft, page, asked)
    if request.method != "POST":
        return shown.show()
    try:
        with outage.noticed():
            return shown.pressed()
    except outage.OutageError:
        return shown.refused(UNAVAILABLE, str(outage.SENTENCE))


@dataclass(frozen=True)
class ConfirmPage:
    """The page on which the address of a draft is proved, and what is pressed on it."""

    request: HttpRequest
    token: str
    draft: Draft
    page: ParticipationPage
    asked: SendingRequest

    def show(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """Shows the page, after a refusal with what was just typed.

        Args:
            refusal: why nothing was done just now, though everything typed is in order.
        """
        outcome, posted = press.outcome(self.request), self.request.POST
        typed = posted.get("email", self.asked.typed_email)
        address = AddressForm({"email": typed} if outcome == _NO_ADDRESS else None, initial={"email": typed})
        letter = draft_letters.latest(self.draft, draft_letters.CODE)
        if outcome == NO_LETTER:
            refusal = refusal or _no_letter(self.page.press_counts and not self._awaits_others)
        context = {
            "page": self.page,
            "token": self.token,
            "draft": self.draft,
            "asked": self.asked,
            "is_open": self.page.accepts(self.request.received_at),  # type: ignore[attr-defined]
            "is_proved": confirming.is_proved(self.draft, self.token),
            "code_form": CodeForm.saying(outcome, posted.get("code", "")),
            "address_form": address,
            "letter": letter,
            "letter_state": letter_state(letter),
            "notice": self.page.notice() if self._notice_changed else None,
            "notice_error": NOTICE_ERRORS.get(outcome, "") if self._notice_changed else "",
            "refusal": refusal or _REFUSALS.get(outcome, ""),
            "form_changed": outcome == pressing.FORM_CHANGED,
            "awaits_others": self._awaits_others,
            "form_key": route.form_key(self.request) if self.request.method == "POST" else new_token(),
            "address_key": new_token(),
        }
        return show(self.request, "confirm", self.page, context, status=status)

    def refused(self, status: int, why: str) -> HttpResponse:
        """Shows the page with the reason for which nothing was sent just now."""
        return self.show(status=status, refusal=why)

    def pressed(self) -> HttpResponse:
        """Does what the button says."""
        action = self.request.POST.get("action")
        if action == "again":
            return pressing.ask(self.draft, self.token, client=client_of(self.request))
        if action == "address":
            return self._correct_address()
        if not confirming.is_proved(self.draft, self.token):
            typed = self.request.POST.get("code", "").strip()
            if not typed:
                return redirect(route.confirm(self.token, NO_CODE))
            if not confirming.prove_by_code(self.draft, typed):
                return redirect(route.confirm(self.token, WRONG_CODE))
        notice_id = self.asked.notice_id
        if self._notice_changed:
            if self.request.POST.get("notice_read") != "on":
                return redirect(route.confirm(self.token, pressing.NOT_READ))
            if self.request.POST.get("notice") != str(self.page.privacy_notice_id):
                return redirect(route.confirm(self.token, pressing.CHANGED))
            notice_id = self.page.privacy_notice_id or 0
            confirming.read_notice(self.draft, notice_id)
        return pressing.send(
            self.request,
            self.token,
            self.draft,
            self.page,
            notice_id=notice_id,
            shown=self.asked.form_version.digest,
            seen=self.asked.content,
            refused=self.refused,
        )

    @cached_property
    def _awaits_others(self) -> bool:
        """Whether the proof has others written to, and sends nothing yet."""
        return others.awaits(self.draft, self.page, self.request.received_at)  # type: ignore[attr-defined]

    @property
    def _notice_changed(self) -> bool:
        """Whether the notice is another than that read at "Invia": it is read here."""
        answer: bool = self.asked.notice_id != self.page.privacy_notice_id
        return answer

    def _correct_address(self) -> HttpResponse:
        form = AddressForm(self.request.POST)
        if not form.is_valid():
            confirming.keep_typed_address(self.draft, str(form.data.get("email", "")))
            return redirect(route.confirm(self.token, _NO_ADDRESS))
        key = route.form_key(self.request)
        moved_to = confirming.correct_address(self.draft, form.cleaned_data["email"], form_key=key)
        self.draft.refresh_from_db()
        answer = pressing.ask(self.draft, moved_to or self.token, client=client_of(self.request))
        return moving.lead_on(answer, self.token, moved_to) if moved_to else answer


def _no_letter(press_counts: bool) -> str:
    """That no letter may be written now, and from when on: bounds are counted by the hour of the clock."""
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if press_counts:
        sentence = _(
            "La lettera non è partita: in quest’ora ne abbiamo già mandate molte, a questo indirizzo o da "
            "questa rete. Il momento in cui hai premuto «Invia» è salvo: dopo le %(hour)s chiedi un’altra "
            "lettera."
        )
    else:
        sentence = _(
            "La lettera non è partita: in quest’ora ne abbiamo già mandate molte, a questo indirizzo o da "
            "questa rete. Dopo le %(hour)s chiedi un’altra lettera."
        )
    return sentence % {"hour": date_format(hour, "H:i")}
