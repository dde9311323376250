"""What whoever signs types."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.question_types.municipality import OTHER_MUNICIPALITY, MunicipalityField, put_first
from patti.signatures.models import (
    LONGEST_BODY,
    LONGEST_NAME,
    LONGEST_ROLE,
    SignerKind,
    SigningRequest,
)
from patti.signatures.naming import key_of
from patti.texts.pages import PattoPage
from patti.texts.versions import PattoVersion
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, AddressField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.people.names import NO_LETTERS, check_organisation, check_person
from territori.models import Municipality

YES, NO = "si", "no"
_OTHER_NOTICE = gettext_lazy(
    "L’informativa è cambiata mentre scrivevi: leggi la nuova versione e spunta di nuovo la casella."
)


def _text(label: Any, longest: int, blank: Any, autocomplete: str, check: Any) -> forms.CharField:
    field = forms.CharField(
        label=label,
        max_length=longest,
        validators=[check],
        error_messages={"required": blank},
    )
    # A browser would cut a pasted text without a word; the server explains instead.
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs |= {"autocomplete": autocomplete, "autocorrect": "off", "spellcheck": "false"}
    return field


class SigningForm(PublicForm):
    """For a person; `BodyForm` asks besides for which body and in which role.

    Attributes:
        has_other_notice: whether the form that comes back showed another privacy notice than the page names
            by now: its box counts as empty.
    """

    kind = SignerKind.PERSON

    first_name = _text(
        gettext_lazy("Nome"), LONGEST_NAME, gettext_lazy("Scrivi il nome."), "given-name", check_person
    )
    last_name = _text(
        gettext_lazy("Cognome"), LONGEST_NAME, gettext_lazy("Scrivi il cognome."), "family-name", check_person
    )
    email = AddressField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy(
            "Riceverai una lettera: la firma vale quando la confermi da lì. Non si pubblica mai."
        ),
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )
    municipality = MunicipalityField(
        label=gettext_lazy("Comune"),
        required=False,
        help_text=gettext_lazy("Facoltativo. Compare accanto al nome, se scegli di mostrarlo."),
    )
    shows_name = forms.ChoiceField(
        label=gettext_lazy("Vuoi che il tuo nome compaia tra i firmatari, su questo sito?"),
        choices=[
            (NO, gettext_lazy("No, conta solo la firma")),
            (YES, gettext_lazy("Sì, mostra il mio nome")),
        ],
        initial=NO,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Compare dopo uno sguardo della redazione. Puoi cambiare idea quando vuoi."),
        error_messages={
            "required": gettext_lazy("Scegli se mostrare il nome."),
            "invalid_choice": gettext_lazy("Scegli se mostrare il nome."),
        },
    )
    notice_read = forms.BooleanField(
        label=gettext_lazy("Ho letto e compreso l’informativa sulla privacy"),
        error_messages={"required": gettext_lazy("Leggi l’informativa e spunta la casella.")},
    )
    # A trap for programs that fill in everything. A person who did fill it in is told, and sees it then.
    website = forms.CharField(
        label=gettext_lazy("Lascia vuoto questo campo"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, page: PattoPage, data: Mapping[str, Any] | None = None) -> None:
        given = None if data is None else plain_text_data(data)
        self.has_other_notice = given is not None and given.get("notice") != str(page.privacy_notice_id)
        if given is not None and self.has_other_notice:
            given.pop("notice_read", None)
        super().__init__(given)
        self.page = page
        if self.has_other_notice:
            self.fields["notice_read"].error_messages["required"] = _OTHER_NOTICE
        self.fields["email"].widget.attrs.pop("maxlength", None)
        put_first(self.fields, self._zones)

    def _zones(self) -> list[int]:
        """That of the page above, whose municipalities stand first."""
        zone = getattr(self.page.get_parent().specific, "zone_id", None)
        return [zone] if zone is not None else []

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Questo campo ferma i programmi automatici: cancella ciò che contiene e prosegui.")
            )
        return ""

    def wanted(self, version: PattoVersion) -> SigningRequest:
        """What a form without mistakes asks for, not saved yet."""
        given = self.cleaned_data
        code = str(given["municipality"])
        known = bool(code) and code != OTHER_MUNICIPALITY
        return SigningRequest(
            page=self.page,
            version=version,
            kind=self.kind,
            email=given["email"],
            first_name=_on_one_line(given["first_name"]),
            last_name=_on_one_line(given["last_name"]),
            body=_on_one_line(given.get("body", "")),
            role=_on_one_line(given.get("role", "")),
            municipality=Municipality.objects.filter(cadastral_code=code).first() if known else None,
            shows_name=given["shows_name"] == YES,
            notice_id=cast(int, self.page.privacy_notice_id),
        )


class BodyForm(SigningForm):
    """For a body, by somebody who says in which role they sign for it."""

    kind = SignerKind.BODY

    body = _text(
        gettext_lazy("Nome dell’organizzazione o del gruppo"),
        LONGEST_BODY,
        gettext_lazy("Scrivi il nome dell’organizzazione o del gruppo."),
        "organization",
        check_organisation,
    )
    role = _text(
        gettext_lazy("In quale ruolo firmi"),
        LONGEST_ROLE,
        gettext_lazy("Scrivi in quale ruolo firmi."),
        "organization-title",
        check_organisation,
    )
    field_order = ("body", "first_name", "last_name", "role", "email", "municipality", "shows_name")

    def __init__(self, page: PattoPage, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(page, data)
        self.fields["first_name"].label = _("Nome di chi firma")
        self.fields["last_name"].label = _("Cognome di chi firma")
        self.fields["role"].help_text = _("Per esempio: presidente, legale rappresentante.")
        self.fields["municipality"].help_text = _(
            "Facoltativo: dove ha sede. Compare accanto al nome dell’organizzazione, se scegli di mostrarlo."
        )
        shows = cast(forms.ChoiceField, self.fields["shows_name"])
        shows.label = _("Vuoi che il nome dell’organizzazione compaia tra i firmatari, su questo sito?")
        shows.choices = [
            (NO, _("No, conta solo la firma")),
            (YES, _("Sì, mostra il nome dell’organizzazione")),
        ]
        shows.help_text = _(
            "Compare dopo uno sguardo della redazione. Il tuo nome e il tuo ruolo non si pubblicano mai."
        )

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if not key_of(SigningRequest(kind=self.kind, body=body)):
            # Marks alone: nothing would tell this body from any other of the kind.
            raise ValidationError(NO_LETTERS)
        return body


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
