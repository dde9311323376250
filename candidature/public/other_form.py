"""The form in which somebody is named who is asked to confirm."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.confirmations import naming
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.confirmations.naming import Named
from candidature.intake import others
from candidature.links import proofs
from candidature.links.proofs import AddressProof
from candidature.public.applicant import IS_ANOTHERS, REFUSES_LETTERS
from candidature.public.applicant_words import TO_APPLICANT, ApplicantWords
from candidature.public.filling.typed import Rows
from candidature.submissions.models import Submission
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.people import addresses
from portal.people.names import check_organisation, check_person

ADDRESS = AddressProof.Purpose.ADDRESS
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
        if addresses.box(address) in {addresses.box(own) for own in self._own_addresses()}:
            raise forms.ValidationError(str(self.words.own_mail_of_other))
        if digest in naming.refusing(written):
            raise forms.ValidationError(str(REFUSES_LETTERS))
        if self._names_another(digest):
            raise forms.ValidationError(str(IS_ANOTHERS))
        return address

    def _own_addresses(self) -> list[str]:
        """Of who applies, one that is still to be proved too."""
        written = self.application.written
        waiting = proofs.waiting(written, ADDRESS) if isinstance(written, Submission) else None
        return [own for own in (written.email, waiting.address if waiting else "") if own]

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

    def held(self) -> dict[str, str]:
        """What is kept of who is corrected, by field; of another one nothing."""
        kept = others.held_of(self.present) if self.present else {}
        return {name: kept.get(name, "") for name in self.fields}

    def rows(self) -> Rows:
        """Label and text of what was typed; blanks left out."""
        return typed_rows(self.typed())


def typed_rows(data: Mapping[str, Any]) -> Rows:
    """Label and text of what was typed of somebody, right or wrong; blanks left out."""
    fields = OtherForm.base_fields
    return [(str(field.label), str(data[name])) for name, field in fields.items() if data.get(name)]
