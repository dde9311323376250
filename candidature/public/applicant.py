"""The fixed first step, "Chi sei": real columns, because the queue filters and sorts on them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.intake.drafts import Identity
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import AllowedApplicants
from candidature.question_types.municipality import OTHER_MUNICIPALITY, MunicipalityField, put_first
from candidature.submissions.in_words import readable_phone
from candidature.submissions.models import Applicant, ApplicantKind
from candidature.submissions.names import check_organisation, check_person
from moduli.text import plain_text_data
from moduli.types.email import EMAIL_TYPING
from moduli.types.phone import PhoneField
from portal.forms.public import PublicForm
from territori.models import Municipality

INVALID_EMAIL = gettext_lazy("Scrivi un indirizzo completo, per esempio nome@esempio.it.")


def _name(label: Any, max_length: int, autocomplete: str, blank: Any, **kwargs: Any) -> forms.CharField:
    field = forms.CharField(
        label=label,
        max_length=max_length,
        error_messages={
            "required": blank,
            "max_length": gettext_lazy("Al massimo %(limit_value)d caratteri: ora sono %(show_value)d."),
        },
        **kwargs,
    )
    # A browser would cut a pasted text without a word; the server explains instead.
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs |= {
        "autocomplete": autocomplete,
        "autocapitalize": "words",
        # A corrected surname is a wrong one.
        "autocorrect": "off",
        "spellcheck": "false",
    }
    return field


class ApplicantForm(PublicForm):
    """Who applies. Which kinds there are depends on the page: with only one, nothing is asked."""

    applicant_kind = forms.ChoiceField(
        label=gettext_lazy("Per chi partecipi?"),
        choices=[
            (ApplicantKind.CITIZEN, gettext_lazy("Per me, come cittadina o cittadino")),
            (ApplicantKind.ORGANISATION, gettext_lazy("Per un’organizzazione o un gruppo, anche informale")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli per chi partecipi.")},
    )
    organisation_name = _name(
        gettext_lazy("Nome dell’organizzazione o del gruppo"),
        200,
        "organization",
        gettext_lazy("Scrivi il nome dell’organizzazione o del gruppo."),
        required=False,
        validators=[check_organisation],
        help_text=gettext_lazy("Solo se partecipi per un’organizzazione o un gruppo."),
    )
    first_name = _name(
        gettext_lazy("Nome"), 80, "given-name", gettext_lazy("Scrivi il nome."), validators=[check_person]
    )
    last_name = _name(
        gettext_lazy("Cognome"),
        80,
        "family-name",
        gettext_lazy("Scrivi il cognome."),
        validators=[check_person],
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy("Qui ricevi la ricevuta e ogni comunicazione: controlla che sia giusta."),
        widget=forms.EmailInput(attrs=EMAIL_TYPING),
        error_messages={"required": gettext_lazy("Scrivi l’indirizzo email."), "invalid": INVALID_EMAIL},
    )
    phone = PhoneField(label=gettext_lazy("Telefono"), required=False)
    municipality = MunicipalityField(
        label=gettext_lazy("Comune"), error_messages={"required": gettext_lazy("Scegli il comune.")}
    )
    # A trap for programs that fill in everything. It never throws anything away: a person who did fill it in
    # is told, and the field is then in plain sight.
    website = forms.CharField(
        label=gettext_lazy("Lascia vuoto questo campo"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, page: ParticipationPage, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else plain_text_data(data), **kwargs)
        self.page = page
        if page.allowed_applicants != AllowedApplicants.BOTH:
            del self.fields["applicant_kind"]
        organisation = self.fields["organisation_name"]
        if page.allowed_applicants == AllowedApplicants.CITIZENS:
            del self.fields["organisation_name"]
        elif page.allowed_applicants == AllowedApplicants.ORGANISATIONS:
            organisation.required = True
            organisation.help_text = ""
            self.fields["first_name"].label = _("Nome di chi compila")
            self.fields["last_name"].label = _("Cognome di chi compila")
        put_first(self.fields, page.zone_ids)
        self.fields["municipality"].help_text = (
            _("Dove vivi.")
            if page.allowed_applicants == AllowedApplicants.CITIZENS
            else _("Dove vivi, oppure dove ha sede l’organizzazione.")
        )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Questo campo ferma i programmi automatici: cancella ciò che contiene e prosegui.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.kind == ApplicantKind.ORGANISATION:
            named = cleaned.get("organisation_name") or self.errors.get("organisation_name")
            if "organisation_name" in self.fields and not named:
                self.add_error("organisation_name", _("Scrivi il nome dell’organizzazione o del gruppo."))
        return cleaned

    @property
    def kind(self) -> str:
        """The kind of applicant chosen, or the only one there is."""
        if self.page.allowed_applicants != AllowedApplicants.BOTH:
            return str(self.page.allowed_applicants)
        return str(self.cleaned_data.get("applicant_kind", ""))

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong, by field; blanks left out."""
        # Also of what is not asked any more: an editor may ask it again.
        texts = {name: str(self.data.get(name) or "") for name in self.base_fields}
        return {name: text for name, text in texts.items() if text}

    def identity(self) -> Identity:
        """What was typed, as a draft takes it. The form must be valid."""
        values = self.cleaned_data
        is_organisation = self.kind == ApplicantKind.ORGANISATION
        code = values["municipality"]
        municipality = None
        if code != OTHER_MUNICIPALITY:
            municipality = (
                Municipality.objects.filter(cadastral_code=code).values_list("pk", flat=True).first()
            )
        return Identity(
            applicant_kind=self.kind,
            first_name=values["first_name"],
            last_name=values["last_name"],
            email=values["email"],
            organisation_name=values.get("organisation_name", "") if is_organisation else "",
            phone=values["phone"],
            municipality_id=municipality,
        )


def initial(applicant: Applicant) -> dict[str, Any]:
    """An applicant as the form shows it again."""
    municipality = applicant.municipality
    return {
        "applicant_kind": applicant.applicant_kind,
        "organisation_name": applicant.organisation_name,
        "first_name": applicant.first_name,
        "last_name": applicant.last_name,
        "email": applicant.email,
        "phone": readable_phone(applicant.phone),
        "municipality": municipality.cadastral_code if municipality else OTHER_MUNICIPALITY,
    }
