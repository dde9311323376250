"""The fixed first step, "Chi sei": real columns, because the queue filters and sorts on them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.confirmations import naming
from candidature.confirmations.naming import Known, Named
from candidature.intake.drafts import Guardian, Identity
from candidature.pages.others import OF_AGE
from candidature.pages.participation import ParticipationPage
from candidature.public.applicant_words import TO_APPLICANT, ApplicantWords
from candidature.question_types.municipality import OTHER_MUNICIPALITY, MunicipalityField, put_first
from candidature.submissions.applicants import Applicant, ApplicantKind
from moduli.fields import DateField, PhoneField, readable_phone
from portal.forms.mailboxes import EMAIL_TYPING, INVALID_EMAIL, MailboxField
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.italian.days import with_article
from portal.people import addresses
from portal.people.ages import age_on, birthday
from portal.people.names import check_organisation, check_person
from territori.models import Municipality

# Of the first step, only where the page has a minimum age.
BIRTH_FIELDS = ("birth_date", "guardian_name", "guardian_email")

REFUSES_LETTERS = gettext_lazy(
    "Chi legge questo indirizzo ha risposto di no, o non vuole altre lettere: per questa domanda non gli "
    "scriviamo più. Indica un’altra persona."
)

IS_ANOTHERS = gettext_lazy("Questo indirizzo l’hai già indicato per un altro.")
NOBODY_KNOWN = Known()


def _name(label: Any, max_length: int, autocomplete: str, blank: Any, **kwargs: Any) -> forms.CharField:
    field = forms.CharField(
        label=label,
        max_length=max_length,
        error_messages={"required": blank},
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
        widget=forms.RadioSelect,
        # Whoever speaks for somebody else says it in other words (`_speak`).
        error_messages={
            "required": gettext_lazy("Scegli per chi partecipi."),
            "invalid_choice": gettext_lazy("Scegli per chi partecipi."),
        },
    )
    organisation_name = _name(
        gettext_lazy("Nome dell’organizzazione o del gruppo"),
        200,
        "organization",
        gettext_lazy("Scrivi il nome dell’organizzazione o del gruppo."),
        required=False,
        validators=[check_organisation],
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
    birth_date = DateField(
        label=gettext_lazy("Data di nascita"),
        earliest="1900-01-01",
        latest=None,
        minimum_age=0,
        error_messages={"required": gettext_lazy("Scrivi la data di nascita.")},
    )
    email = MailboxField(
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
    guardian_name = _name(
        gettext_lazy("Nome e cognome del genitore, o di chi ne fa le veci"),
        160,
        "section-guardian name",
        gettext_lazy("Scrivi il nome e il cognome."),
        required=False,
        validators=[check_person],
    )
    guardian_email = MailboxField(
        label=gettext_lazy("La sua email"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={**EMAIL_TYPING, "autocomplete": "section-guardian email"}),
        error_messages={"invalid": INVALID_EMAIL},
    )
    # A trap for programs that fill in everything. It never throws anything away: a person who did fill it in
    # is told, and the field is then in plain sight.
    website = forms.CharField(
        label=gettext_lazy("Lascia vuoto questo campo"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    # How it speaks of who applies.
    words: ClassVar[ApplicantWords] = TO_APPLICANT
    # Whether what was chosen is a municipality from which nobody may take part, and its zone.
    is_from_elsewhere = False
    zone_id: int | None = None
    # Whether a guardian is asked by a letter, and not for a signature on paper.
    writes_to_guardian = True

    def __init__(
        self,
        page: ParticipationPage,
        data: Mapping[str, Any] | None = None,
        *,
        known: Known = NOBODY_KNOWN,
        day: date | None = None,
        **kwargs: Any,
    ) -> None:
        """The form of a page.

        Args:
            day: on which it counts as written; today, unless given.
            known: the addresses of others whom the same draft names.
        """
        super().__init__(None if data is None else plain_text_data(data), **kwargs)
        self.page = page
        self.known = known
        self.day = day or timezone.localdate()
        self._speak()
        self._keep_birth_fields()
        if self.only_kind:
            del self.fields["applicant_kind"]
        organisation = self.fields["organisation_name"]
        if self.only_kind == ApplicantKind.CITIZEN:
            del self.fields["organisation_name"]
        elif self.only_kind == ApplicantKind.ORGANISATION:
            organisation.required = True
            organisation.help_text = ""
            self.fields["first_name"].label = _("Nome di chi compila")
            self.fields["last_name"].label = _("Cognome di chi compila")
        put_first(self.fields, page.nearest_zone_ids)
        self.fields["municipality"].help_text = (
            _("Dove vivi.")
            if self.only_kind == ApplicantKind.CITIZEN
            else _("Dove vivi, oppure dove ha sede l’organizzazione.")
        )

    def _speak(self) -> None:
        """Says of who applies what the words of this form say."""
        words, kind = self.words, cast(forms.ChoiceField, self.fields["applicant_kind"])
        kind.label = str(words.which)
        kind.error_messages |= dict.fromkeys(("required", "invalid_choice"), str(words.which_missing))
        kind.choices = [
            (ApplicantKind.CITIZEN, words.as_citizen),
            (ApplicantKind.ORGANISATION, words.as_organisation),
        ]
        self.fields["organisation_name"].help_text = str(words.only_organisations)
        self.fields["guardian_name"].help_text = str(words.only_minors)
        self.fields["guardian_email"].help_text = str(words.minor_mail)

    def _keep_birth_fields(self) -> None:
        """Leaves out what the page does not ask of anybody."""
        page = self.page
        if not page.asks_birth_date or self.only_kind == ApplicantKind.ORGANISATION:
            for name in BIRTH_FIELDS:
                del self.fields[name]
            return
        if not self.only_kind:
            self.fields["birth_date"].required = False
        born = self.fields["birth_date"]
        age = _("Serve avere almeno %(age)d anni il giorno dell’invio.") % {"age": page.minimum_age}
        born.help_text = age if self.only_kind else f"{self.words.only_citizens} {age}"
        if not page.guardian_confirms:
            del self.fields["guardian_name"], self.fields["guardian_email"]
            return
        # A browser would cut a pasted text without a word.
        self.fields["guardian_email"].widget.attrs.pop("maxlength", None)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Questo campo ferma i programmi automatici: cancella ciò che contiene e prosegui.")
            )
        return ""

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if naming.address_digest(address) in self.known.partners:
            raise ValidationError(str(self.words.mail_of_partner))
        return address

    def clean_municipality(self) -> str:
        code: str = self.cleaned_data["municipality"]
        zone = cast(MunicipalityField, self.fields["municipality"]).zone_of(code)
        if not self.page.admits_zone(zone):
            self.is_from_elsewhere = True
            self.zone_id = zone
            raise ValidationError(self._elsewhere(code, zone))
        return code

    def _elsewhere(self, code: str, zone: int | None) -> str:
        """Why nobody from this municipality may take part; one whose zone nobody knows may be of those."""
        if zone is None and code != OTHER_MUNICIPALITY:
            why = _(
                "Di questo comune il portale non conosce ancora la zona, e qui si partecipa solo da alcune."
            )
            contact = self.page.contact_email
            ask = _("Scrivi a %(contact)s: ti dicono se puoi partecipare.") % {"contact": contact}
            return f"{why} {ask}" if contact else why
        return _("Da questo comune non si può partecipare. %(reserved)s") % {
            "reserved": self.page.reserved_sentence
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.kind == ApplicantKind.ORGANISATION:
            named = cleaned.get("organisation_name") or self.errors.get("organisation_name")
            if "organisation_name" in self.fields and not named:
                self.add_error("organisation_name", _("Scrivi il nome dell’organizzazione o del gruppo."))
        elif "birth_date" in self.fields and "birth_date" not in self.errors and self.kind:
            born = cleaned.get("birth_date")
            if born is None:
                self.add_error("birth_date", _("Scrivi la data di nascita."))
            else:
                self.check_age(born, cleaned)
        return cleaned

    def check_age(self, born: date, cleaned: dict[str, Any]) -> None:
        """A citizen is old enough before the page closes, and who is under age names a guardian."""
        last = self.page.last_moment
        if self.page.is_too_young(born, timezone.localdate(last) if last else self.day):
            self.add_error("birth_date", too_young(self.page, born, self.words))
        elif "guardian_email" in self.fields and age_on(born, self.day) < OF_AGE:
            self._check_guardian(cleaned)

    def _check_guardian(self, cleaned: dict[str, Any]) -> None:
        """Somebody else confirms for who is under age."""
        if not cleaned.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", str(self.words.minor_name))
        if "guardian_email" in self.errors:
            return
        address = cleaned.get("guardian_email")
        if not address:
            if self.writes_to_guardian:
                self.add_error("guardian_email", str(self.words.minor_no_mail))
        elif addresses.box(address) == addresses.box(cleaned.get("email") or ""):
            self.add_error("guardian_email", str(self.words.own_mail))
        elif (digest := naming.address_digest(address)) in self.known.refusing:
            self.add_error("guardian_email", REFUSES_LETTERS)
        elif digest in self.known.partners:
            self.add_error("guardian_email", IS_ANOTHERS)

    @property
    def only_kind(self) -> str:
        """The only kind of applicant that there can be; empty where one chooses."""
        return self.page.only_kind

    @property
    def kind(self) -> str:
        """The kind of applicant chosen, or the only one there is."""
        return str(self.only_kind or self.cleaned_data.get("applicant_kind", ""))

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong, by field; blanks left out."""
        # Also of what is not asked any more: an editor may ask it again.
        texts = {name: str(self.data.get(name) or "") for name in self.base_fields}
        return {name: text for name, text in texts.items() if text}

    def as_shown(self) -> dict[str, str]:
        """What was typed as a page shows it once it is kept: tidied where it is right."""
        if not self.is_valid():
            return self.typed()
        texts = {name: "" if value is None else str(value) for name, value in self.cleaned_data.items()}
        if self.kind != ApplicantKind.ORGANISATION:
            texts["organisation_name"] = ""
        else:
            texts["birth_date"] = ""
        if (guardian := self.guardian()) is not None and guardian.named is None:
            texts |= {"guardian_name": "", "guardian_email": ""}
        return {**texts, "phone": readable_phone(texts["phone"])}

    def texts(self, held: Mapping[str, Any]) -> dict[str, str]:
        """What a page that holds this shows, in each field that a person sees."""
        texts = {name: str(held.get(name) or "") for name in self.fields if name != "website"}
        place = self.fields["municipality"].widget
        return {**texts, "municipality": place.resolve(texts["municipality"]) or texts["municipality"]}

    def in_words(self, name: str, text: str) -> str:
        """The text of a field as people read it: what was chosen from a list by its label."""
        choices = getattr(self.fields[name], "choices", ())
        return next((str(label) for value, label in _flat(choices) if value == text), text)

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
            birth_date=None if is_organisation else values.get("birth_date"),
        )

    def guardian(self) -> Guardian | None:
        """Who confirms for who is under age; None where the page does not ask. The form must be valid."""
        if "guardian_email" not in self.fields:
            return None
        values, born = self.cleaned_data, self.identity().birth_date
        if born is None or age_on(born, self.day) >= OF_AGE:
            return Guardian(None)
        return Guardian(Named(values["guardian_name"], values["guardian_email"]))


def too_young(page: ParticipationPage, born: date, words: ApplicantWords) -> str:
    """Why somebody may not send today, from when on they may, and whom to ask."""
    why: str = words.too_young % {
        "age": page.minimum_age,
        "day": with_article(birthday(born, page.minimum_age or 0)),
    }
    if not page.contact_email:
        return why
    return f"{why} {words.meanwhile % {'contact': page.contact_email}}"


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The choices of a list, those in its groups included."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


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
        "birth_date": applicant.birth_date.isoformat() if applicant.birth_date else "",
    }
