"""After "Invia", while the address is to be proved: a button for who came by the letter, else a code."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from candidature.intake import confirming, quotas
from candidature.letters import draft_letters
from candidature.links.tokens import new_token
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import INVALID_EMAIL
from candidature.public.draft import moving, pressing, route
from candidature.public.draft.links import with_draft
from candidature.public.draft.resuming import letter_state
from candidature.public.draft.window import may_confirm, too_late
from candidature.public.secret_pages import UNAVAILABLE, retry_later, secret_page, show
from candidature.submissions.models import Draft, SendingRequest
from moduli import freeze
from moduli.text import plain_text_data
from portal.forms.public import PublicForm
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of

# What the page says of the code that was typed, of the address, of the letter that was asked for.
_NO_CODE, _WRONG, _NO_ADDRESS, _NO_LETTER = "manca", "codice", "indirizzo", "lettera"
_CODE_ERRORS = {
    _NO_CODE: gettext_lazy("Scrivi il codice di sei cifre che trovi nella lettera."),
    _WRONG: gettext_lazy(
        "Questo codice non è quello dell’ultima lettera: controlla le sei cifre. Dopo cinque errori un "
        "codice non vale più, e bisogna farsene mandare un altro."
    ),
}


class CodeForm(PublicForm):
    code = forms.CharField(
        label=gettext_lazy("Codice di sei cifre"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class AddressForm(PublicForm):
    email = forms.EmailField(
        label=gettext_lazy("Indirizzo giusto"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo giusto."), "invalid": INVALID_EMAIL},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else plain_text_data(data), **kwargs)


@secret_page
@with_draft
def confirm(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Proves the address and sends; or mails the letter again, or to another address."""
    asked = SendingRequest.objects.filter(draft=draft).first()
    if asked is None:
        return redirect("candidature:summary", token)
    if not may_confirm(request, draft, page):
        return too_late(request, draft, page, freeze(page.steps))
    shown = _ConfirmPage(request, token, draft, page, asked)
    if request.method != "POST":
        return shown.show()
    try:
        with outage.noticed():
            return shown.pressed()
    except limits.LimitReachedError as reached:
        return retry_later(shown.refused(429, quotas.sentence(reached, page.contact_email)), reached)
    except outage.OutageError:
        return shown.refused(UNAVAILABLE, str(outage.SENTENCE))


class _ConfirmPage:
    def __init__(
        self, request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, asked: SendingRequest
    ) -> None:
        self.request, self.token, self.draft, self.page, self.asked = request, token, draft, page, asked
        self.client = client_of(request)

    def show(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        """Shows the page.

        Args:
            refusal: why nothing was done just now, though everything typed is in order.
        """
        outcome = route.outcome(self.request)
        typed = self.asked.typed_email
        code, address = CodeForm({}), AddressForm({"email": typed}) if typed else AddressForm()
        if outcome in _CODE_ERRORS:
            code.add_error("code", str(_CODE_ERRORS[outcome]))
        letter = draft_letters.latest(self.draft, draft_letters.CODE)
        context = {
            "page": self.page,
            "token": self.token,
            "draft": self.draft,
            "asked": self.asked,
            "is_open": self.page.accepts(self.request.received_at),  # type: ignore[attr-defined]
            "ends_at": confirming.ends_at(self.asked),
            "is_proved": confirming.is_proved(self.draft, self.token),
            "code_form": code,
            "address_form": address,
            "letter": letter,
            "letter_state": letter_state(letter),
            "no_letter": outcome == _NO_LETTER,
            "refusal": refusal,
            "form_key": route.form_key(self.request) if self.request.method == "POST" else new_token(),
        }
        return show(self.request, "confirm", self.page, context, status=status)

    def refused(self, status: int, why: str) -> HttpResponse:
        return self.show(status=status, refusal=why)

    def pressed(self) -> HttpResponse:
        action = self.request.POST.get("action")
        if action == "again":
            confirming.ask_again(self.draft, client=self.client)
            return self._again("")
        if action == "address":
            return self._correct_address()
        if not confirming.is_proved(self.draft, self.token):
            typed = self.request.POST.get("code", "").strip()
            if not typed:
                return self._again(_NO_CODE)
            if not confirming.prove_by_code(self.draft, typed):
                return self._again(_WRONG)
        return pressing.send(
            self.request,
            self.token,
            self.draft,
            self.page,
            notice_id=self.asked.notice_id,
            refused=self.refused,
        )

    def _correct_address(self) -> HttpResponse:
        form = AddressForm(self.request.POST)
        if not form.is_valid():
            confirming.keep_typed_address(self.draft, self.request.POST.get("email", ""))
            return self._again(_NO_ADDRESS)
        email = form.cleaned_data["email"]
        key = route.form_key(self.request)
        moved_to = confirming.correct_address(self.draft, email, form_key=key, client=self.client)
        if moved_to is None:
            return self._again("")
        return moving.lead_on(redirect("candidature:confirm", moved_to), self.token, moved_to)

    def _again(self, outcome: str) -> HttpResponse:
        address = reverse("candidature:confirm", args=[self.token])
        return redirect(f"{address}?{route.OUTCOME}={outcome}" if outcome else address)
