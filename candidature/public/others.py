"""The page on which those are named who confirm an application: before it is sent, and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.actors import APPLICANT, Actor
from candidature.confirmations import letters, naming
from candidature.confirmations.applications import Application
from candidature.confirmations.in_words import Line, lines
from candidature.confirmations.models import Confirmation
from candidature.confirmations.naming import Named
from candidature.intake import others, quotas
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant import REFUSES_LETTERS
from candidature.public.applicant_words import TO_APPLICANT, ApplicantWords
from candidature.public.code_form import JUST_LEFT, NO_LETTER, OTHERS_ASKED
from candidature.public.filling import press
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits.counting import LimitReachedError
from portal.models import User
from portal.people import addresses
from portal.people.names import check_organisation, check_person
from portal.web.visitors import client_of

# Which of them is open to be corrected.
_CHANGE = "cambia"
_NEWS = {
    "chiesta": gettext_lazy("La lettera è in partenza."),
    "tolto": gettext_lazy("Fatto: a quell’indirizzo non chiediamo più nulla."),
    "salvato": gettext_lazy("Salvato."),
    "firmato": gettext_lazy(
        "Segnato: la firma è su carta. Quando registri, il registro ricorda chi l’ha detto."
    ),
    OTHERS_ASKED: gettext_lazy(
        "Non è ancora inviata: abbiamo scritto a chi deve confermare. Appena qualcuno risponde ti avvisiamo "
        "per email; quando hanno confermato tutti, torna qui a inviare."
    ),
}
_REFUSALS = {
    JUST_LEFT: gettext_lazy(
        "La lettera è partita da poco: aspetta qualche minuto prima di mandarne un’altra."
    ),
    NO_LETTER: gettext_lazy(
        "Non a tutti abbiamo potuto scrivere: da questa rete, o a quell’indirizzo, sono già partite molte "
        "lettere in quest’ora. Riprova più tardi."
    ),
    "troppi": gettext_lazy("Non se ne possono indicare altri."),
}
# What a browser offers: apart from who types. Never "off", for then it puts nothing back of what was typed.
_OFFERED = {
    "body": "section-other organization",
    "name": "section-other name",
    "email": "section-other email",
}


class OtherForm(PublicForm):
    """Somebody who is asked to confirm."""

    body = forms.CharField(
        label=gettext_lazy("Nome dell’organizzazione"),
        max_length=200,
        validators=[check_organisation],
        error_messages={"required": gettext_lazy("Scrivi il nome dell’organizzazione.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Nome e cognome di chi risponde"),
        max_length=160,
        validators=[check_person],
        error_messages={"required": gettext_lazy("Scrivi il nome e il cognome.")},
    )
    email = MailboxField(
        label=gettext_lazy("La sua email"),
        max_length=254,
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi la sua email."), "invalid": INVALID_EMAIL},
    )

    def __init__(
        self,
        application: Application,
        present: Confirmation | None,
        data: Mapping[str, Any] | None = None,
        *,
        words: ApplicantWords = TO_APPLICANT,
        on_paper: bool = False,
    ) -> None:
        """The form.

        Args:
            present: who is corrected; None for another one.
            data: what was typed; else the form shows what is kept.
            words: how it speaks of who applies.
            on_paper: whether somebody without an address may sign on paper.
        """
        initial = {"body": present.body, "name": present.name, "email": present.email} if present else {}
        super().__init__(None if data is None else plain_text_data(data), initial=initial)
        self.application, self.present, self.words = application, present, words
        if present is not None and present.is_guardian:
            del self.fields["body"]
        if on_paper:
            self.fields["email"].required = False
            self.fields["email"].help_text = _("Se firma su carta lascia vuoto.")
        for name, one in self.fields.items():
            # A browser would cut a pasted text without a word.
            one.widget.attrs.pop("maxlength", None)
            one.widget.attrs |= {"autocomplete": _OFFERED[name], "spellcheck": "false"}

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if not address:
            return ""
        digest, written = naming.address_digest(address), self.application.written
        if written.email and addresses.box(address) == addresses.box(written.email):
            raise forms.ValidationError(str(self.words.own_mail_of_other))
        if digest in naming.refusing(written):
            raise forms.ValidationError(str(REFUSES_LETTERS))
        if self._names_another(digest):
            raise forms.ValidationError(_("Questo indirizzo l’hai già indicato per un altro."))
        return address

    def _names_another(self, digest: str) -> bool:
        """Whether it is the address of somebody else; a second press of one form names the same person."""
        named = self.application.written.confirmations.filter(address_digest=digest)
        if self.present is not None:
            named = named.exclude(pk=self.present.pk)
        else:
            typed = self.cleaned_data
            named = named.exclude(name=typed.get("name", ""), body=typed.get("body", ""))
        return named.exclude(state=Confirmation.State.REMOVED).exists()

    def named(self) -> Named:
        """Who it is. The form must be valid."""
        values = self.cleaned_data
        return Named(values["name"], values["email"], values.get("body", ""))

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong."""
        return {name: str(self.data.get(name) or "") for name in self.fields}


class NotKeptError(Exception):
    """A bound was reached, and what was typed is nowhere but in this form, which says so."""

    def __init__(self, form: OtherForm, reached: LimitReachedError) -> None:
        super().__init__(str(reached))
        self.form, self.reached = form, reached


@dataclass(frozen=True)
class OthersPage:
    """The page, and what is pressed on it.

    Attributes:
        address: its own.
    """

    request: HttpRequest
    written: Draft | Submission
    page: ParticipationPage
    address: str
    # An account that types for somebody else: signatures are on paper, and no visitor's quotas count.
    clerk: User | None = None
    words: ApplicantWords = TO_APPLICANT

    def context(self, typed: OtherForm | None = None) -> dict[str, Any]:
        """What its template needs.

        Args:
            typed: the form of a press that could not be kept.
        """
        application, outcome = Application(self.written), press.outcome(self.request)
        found = lines(application)
        opened = typed.present if typed else self._opened(found)
        partners = [line for line in found if not line.confirmation.is_guardian]
        may_add = isinstance(self.written, Draft) and len(partners) < self.page.most_partners
        form = typed
        if form is None and opened is not None:
            form = self._form(opened, opened.typed or None)
        elif form is None and may_add:
            form = self._form(None)
        return {
            "listed": [(line, self._may_be_asked(line)) for line in found],
            "not_delivered": letters.not_delivered(line.confirmation for line in found),
            "opened": opened,
            "form": form,
            "may_add": may_add,
            "at_desk": self.clerk is not None,
            "is_draft": isinstance(self.written, Draft),
            "waits": isinstance(self.written, Draft) and self.page.waits_for_others,
            "news": _NEWS.get(outcome, ""),
            "refusal": _REFUSALS.get(outcome, ""),
        }

    def pressed(self) -> HttpResponse:
        """Does what the button says, and leads back.

        Raises:
            NotKeptError: see there.
        """
        posted = self.request.POST
        pk = _number(posted.get("who", ""))
        try:
            if posted.get("action") == "remove" and pk is not None:
                others.take_off(self.written, pk)
                return self._back("tolto")
            if posted.get("action") == "again" and pk is not None:
                left = others.ask_again(self.written, pk, client=self._client, actor=self._actor)
                return self._back("chiesta" if left else JUST_LEFT)
            if self.clerk is not None and posted.get("action") in ("sign", "unsign") and pk is not None:
                is_signed = posted["action"] == "sign"
                others.sign(self.written, pk, by=self._actor, is_signed=is_signed)
                return self._back("firmato" if is_signed else "salvato")
        except LimitReachedError:
            return self._back(NO_LETTER)
        return self._save(pk)

    @property
    def _client(self) -> str:
        return client_of(self.request) if self.clerk is None else ""

    @property
    def _actor(self) -> Actor:
        return APPLICANT if self.clerk is None else Actor.staff(self.clerk)

    def _form(self, present: Confirmation | None, data: Mapping[str, Any] | None = None) -> OtherForm:
        return OtherForm(
            Application(self.written), present, data, words=self.words, on_paper=self.clerk is not None
        )

    def _save(self, pk: int | None) -> HttpResponse:
        present = self.written.confirmations.filter(pk=pk).first() if pk is not None else None
        form = self._form(present, self.request.POST)
        is_valid = form.is_valid()
        try:
            saved = others.save(
                self.written,
                pk,
                form.named() if is_valid else None,
                form.typed(),
                client=self._client,
            )
            if saved is None:
                return self._back("")
            if not is_valid:
                return redirect(press.saying(f"{self.address}?{_CHANGE}={saved.pk}", press.CHECK))
            if isinstance(self.written, Submission) and saved.state == Confirmation.State.NAMED:
                others.ask_again(self.written, saved.pk, client=client_of(self.request))
                return self._back("chiesta")
        except others.TooManyError:
            return self._back("troppi")
        except LimitReachedError as reached:
            if reached.limit.kind.startswith("letters"):
                return self._back(NO_LETTER)
            form.forget_errors()
            form.add_error(None, quotas.sentence(reached, self.page.contact_email))
            raise NotKeptError(form, reached) from reached
        return self._back("salvato")

    def _may_be_asked(self, line: Line) -> bool:
        """Whether a button writes to them: before sending they are all asked at once, for the first time."""
        one = line.confirmation
        was_asked = one.state != Confirmation.State.NAMED or isinstance(self.written, Submission)
        if self.clerk is not None:
            # At the desk each is asked where it waits, while what they answer counts.
            was_asked = self.page.waits_for_others and self.page.accepts(timezone.now())
        return bool(one.email) and not one.said_no and not line.is_settled and was_asked

    def _opened(self, found: list[Line]) -> Confirmation | None:
        """Who is open to be corrected."""
        pk = _number(self.request.GET.get(_CHANGE, ""))
        return next((line.confirmation for line in found if line.confirmation.pk == pk), None)

    def _back(self, outcome: str) -> HttpResponse:
        return redirect(press.saying(self.address, outcome))


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None
