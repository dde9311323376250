"""One Django form field for each type of question: widget, hint, validation, and the answer to keep.

Every field offers two things beside Django's own: `keep(value)` turns a cleaned value into what is stored
as JSON, and `show(answer)` turns a stored answer (or what was typed and is not valid yet) into what the
widget shows.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.it import codicefiscale, iva

from moduli.files.checking import CheckedFile, check, readable_size, too_large
from moduli.schema import Question
from portal.forms import DateInput
from territori.models import Municipality

REQUIRED: dict[str, Any] = {"required": gettext_lazy("Questa risposta è obbligatoria.")}
# Chosen by those whose municipality is not in the register, for instance outside the region.
OTHER_MUNICIPALITY = "other"
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
# As everywhere in the portal: 1 marzo 2026.
LONG_DATE = "j F Y"
# Italian or plain: 1500 · 1.500 · 1.500,50 · 1500,5 · 12.5
NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d{1,15})(,\d{1,6})?|[+-]?\d{1,15}\.\d{1,6}", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+", re.ASCII)


def written_number(number: Decimal) -> str:
    """A number as people write it in Italian: 1.500,5."""
    return str(number_format(number.normalize(), use_l10n=True, force_grouping=True))


class NumberField(forms.CharField):
    """A number written the Italian way or the plain one; kept as the text of a Decimal."""

    def __init__(self, *, minimum: str | None, maximum: str | None, whole: bool, **kwargs: Any) -> None:
        self.minimum = Decimal(minimum) if minimum is not None else None
        self.maximum = Decimal(maximum) if maximum is not None else None
        self.whole = whole
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["inputmode"] = "numeric" if whole else "decimal"
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Decimal | None:
        written = super().clean(value).replace(" ", "").replace("\u00a0", "")
        if not written:
            return None
        if not NUMBER.fullmatch(written):
            raise ValidationError(_("Scrivi un numero, per esempio 12 oppure 12,5."))
        if "," in written or THOUSANDS.fullmatch(written):
            written = written.replace(".", "").replace(",", ".")
        number = Decimal(written)
        if self.whole and number != number.to_integral_value():
            raise ValidationError(_("Scrivi un numero intero, senza decimali."))
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("Il valore minimo è %(limit)s."), params={"limit": written_number(self.minimum)}
            )
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(
                _("Il valore massimo è %(limit)s."), params={"limit": written_number(self.maximum)}
            )
        return number

    @staticmethod
    def keep(value: Decimal) -> str:
        return format(value, "f")

    @staticmethod
    def show(answer: Any) -> str:
        return str(answer).replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", str(answer)) else str(answer)


class DateField(forms.DateField):
    """A day, within limits and, for a date of birth, from a minimum age on."""

    default_error_messages = {
        "invalid": gettext_lazy("Scrivi una data che esiste, per esempio 31/12/2000."),
    }

    def __init__(
        self, *, earliest: str | None, latest: str | None, minimum_age: int | None, **kwargs: Any
    ) -> None:
        self.earliest = datetime.date.fromisoformat(earliest) if earliest else None
        self.latest = datetime.date.fromisoformat(latest) if latest else None
        self.minimum_age = minimum_age
        super().__init__(input_formats=DATE_FORMATS, widget=DateInput, **kwargs)
        if minimum_age is not None:
            self.widget.attrs["autocomplete"] = "bday"

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(
                _("La prima data ammessa è %(limit)s."),
                params={"limit": date_format(self.earliest, LONG_DATE)},
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                _("L’ultima data ammessa è %(limit)s."),
                params={"limit": date_format(self.latest, LONG_DATE)},
            )
        if self.minimum_age is not None:
            self._validate_age(value, self.minimum_age)

    @staticmethod
    def _validate_age(born: datetime.date, minimum: int) -> None:
        today = timezone.localdate()
        if born > today:
            raise ValidationError(_("Una data di nascita non può essere nel futuro."))
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < minimum:
            raise ValidationError(_("Occorre avere compiuto %(age)d anni."), params={"age": minimum})

    @staticmethod
    def keep(value: datetime.date) -> str:
        return value.isoformat()


class TaxCodeField(forms.CharField):
    """A codice fiscale: 16 characters for a person, 11 digits for an organisation (DM 23/12/1976)."""

    def __init__(self, *, holder: str, **kwargs: Any) -> None:
        self.holder = holder
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        code = codicefiscale.compact(written)
        if self.holder == "person" and len(code) != 16:
            raise ValidationError(_("Il codice fiscale di una persona ha 16 caratteri."))
        if self.holder == "organisation" and len(code) != 11:
            raise ValidationError(_("Il codice fiscale di un ente ha 11 cifre."))
        try:
            return codicefiscale.validate(code)
        except InvalidLength:
            raise ValidationError(
                _("Il codice fiscale ha 16 caratteri, oppure 11 cifre se è di un ente.")
            ) from None
        except InvalidChecksum:
            raise ValidationError(
                _("Questo codice fiscale non esiste: controlla di avere copiato bene ogni carattere.")
            ) from None
        except StdnumError:
            raise ValidationError(_("Questo non è un codice fiscale: controlla lettere e cifre.")) from None


class VatNumberField(forms.CharField):
    """A partita IVA: 11 digits, the last one a check digit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "numeric"}

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            return iva.validate(written)
        except InvalidLength:
            raise ValidationError(_("La partita IVA ha 11 cifre.")) from None
        except StdnumError:
            raise ValidationError(
                _("Questa partita IVA non esiste: controlla di avere copiato bene ogni cifra.")
            ) from None


class PhoneField(forms.CharField):
    """A telephone number, Italian unless it begins with +; kept in the international form (E.164)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"type": "tel"}), **kwargs)
        self.widget.attrs["autocomplete"] = "tel"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            number = phonenumbers.parse(written, "IT")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or number.extension or not phonenumbers.is_valid_number(number):
            raise ValidationError(
                _("Questo numero non esiste. Scrivi per esempio 055 2345678 oppure +39 347 1234567.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class MunicipalityField(forms.ChoiceField):
    """A municipality of the register, kept as its cadastral code with the name it has on that day."""

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli un comune dall’elenco.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=municipality_choices, **kwargs)
        self.widget.attrs["autocomplete"] = "address-level2"

    def keep(self, value: str) -> dict[str, str]:
        labels = dict(municipality_choices())
        return {"code": value, "label": labels[value]}

    @staticmethod
    def show(answer: Any) -> str:
        return answer["code"] if isinstance(answer, dict) else str(answer)


def municipality_choices() -> list[tuple[str, str]]:
    """The register by name, after an empty choice and before the one for who is not in it."""
    rows = Municipality.objects.values_list("cadastral_code", "name", "province")
    known = [(code, f"{name} ({province})") for code, name, province in rows]
    return [("", _("Scegli un comune")), *known, (OTHER_MUNICIPALITY, _("Altro comune, non in elenco"))]


class ChoiceField(forms.ChoiceField):
    """One option, by its key. Its branches are drawn by the form, see `forms.Node`."""

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli una delle risposte proposte.")}

    def __init__(self, *, options: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(choices=options, widget=forms.RadioSelect, **kwargs)


class SeveralChoicesField(forms.MultipleChoiceField):
    """Any number of options, or up to a limit; kept in the order of the form."""

    default_error_messages = {"invalid_choice": gettext_lazy("Scegli tra le risposte proposte.")}

    def __init__(self, *, options: Sequence[tuple[str, str]], limit: int | None, **kwargs: Any) -> None:
        self.limit = limit
        self.options = options
        super().__init__(choices=options, widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.limit is not None and len(set(value)) > self.limit:
            raise ValidationError(
                ngettext(
                    "Puoi sceglierne al massimo %(limit)d.",
                    "Puoi sceglierne al massimo %(limit)d.",
                    self.limit,
                ),
                params={"limit": self.limit},
            )

    def keep(self, value: list[str]) -> list[str]:
        return [key for key, _label in self.options if key in value]


class DeclarationField(forms.BooleanField):
    """A statement to tick; without the tick nothing can be sent."""

    default_error_messages = {
        "required": gettext_lazy("Per proseguire occorre spuntare questa dichiarazione.")
    }

    @staticmethod
    def show(answer: Any) -> bool:
        return bool(answer)


class FilesInput(forms.FileInput):
    """A file control that can hold several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Attachments. `stored` were sent before and count; `accepted` are the good ones of this request.

    A bad file does not take the good ones with it: the view stores what is accepted even when the form has
    errors, so nobody has to choose the same file again.
    """

    widget = FilesInput

    def __init__(
        self, *, extensions: list[str], max_bytes: int, max_files: int, stored: int, **kwargs: Any
    ) -> None:
        self.extensions = extensions
        self.max_bytes = max_bytes
        self.max_files = max_files
        self.stored = stored
        self.accepted: list[CheckedFile] = []
        # Names of files that were larger than anything allowed and were not even kept.
        self.dropped: list[str] = []
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{extension}" for extension in extensions)
        if max_files == 1:
            # Django sets it on every widget that can take several.
            self.widget.attrs.pop("multiple", None)

    def clean(self, value: Any) -> list[CheckedFile]:
        errors: list[ValidationError] = [too_large(name, self.max_bytes) for name in self.dropped]
        self.accepted = []
        for upload in value or []:
            try:
                checked = check(upload, extensions=self.extensions, max_bytes=self.max_bytes)
            except ValidationError as error:
                errors.append(error)
                continue
            if self.stored + len(self.accepted) >= self.max_files:
                errors.append(self._too_many())
                break
            self.accepted.append(checked)
        if errors:
            raise ValidationError(errors)
        if self.required and not self.stored and not self.accepted:
            raise ValidationError(_("Questo file è obbligatorio."), code="required")
        return self.accepted

    def _too_many(self) -> ValidationError:
        return ValidationError(
            ngettext(
                "Si può allegare un solo file: per cambiarlo, rimuovi prima quello già allegato.",
                "Si possono allegare al massimo %(limit)d file.",
                self.max_files,
            ),
            params={"limit": self.max_files},
        )


def field_for(question: Question, *, stored_files: int = 0) -> forms.Field:
    """The form field of a question; `text_only` has none and is never asked for here."""
    shared: dict[str, Any] = {
        "label": question["label"],
        "required": question["required"],
        "help_text": " ".join(part for part in (question["help"], _hint(question)) if part),
        "error_messages": dict(REQUIRED),
    }
    if question["type"] == "declaration":
        del shared["error_messages"]
    return _MAKERS[question["type"]](question, stored_files, shared)


Maker = Callable[[Question, int, dict[str, Any]], forms.Field]


def _text(question: Question, shared: dict[str, Any], **kwargs: Any) -> forms.CharField:
    limit = question["max_length"]
    field = forms.CharField(max_length=limit, **kwargs, **shared)
    # No `maxlength` in the page: a browser cuts a pasted text without a word. The server explains instead.
    field.widget.attrs.pop("maxlength", None)
    field.error_messages["max_length"] = _("Il testo è troppo lungo.")
    field.validators = [_at_most(limit), *field.validators[1:]]
    return field


def _at_most(limit: int) -> Callable[[str], None]:
    def validate(value: str) -> None:
        if len(value) > limit:
            raise ValidationError(
                _("Il testo ha %(length)d caratteri: il massimo è %(limit)d."),
                params={"length": len(value), "limit": limit},
            )

    return validate


def _options(question: Question) -> list[tuple[str, str]]:
    return [(option["key"], option["label"]) for option in question["options"]]


def _email(shared: dict[str, Any], autocomplete: str) -> forms.EmailField:
    shared["error_messages"]["invalid"] = _("Scrivi un indirizzo completo, per esempio nome@esempio.it.")
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
    return forms.EmailField(max_length=254, widget=widget, **shared)


_MAKERS: dict[str, Maker] = {
    "short_text": lambda question, _stored, shared: _text(question, shared),
    "long_text": lambda question, _stored, shared: _text(
        question, shared, widget=forms.Textarea(attrs={"rows": 8})
    ),
    "number": lambda question, _stored, shared: NumberField(
        minimum=question["minimum"], maximum=question["maximum"], whole=question["whole"], **shared
    ),
    "date": lambda question, _stored, shared: DateField(
        earliest=question["earliest"],
        latest=question["latest"],
        minimum_age=question["minimum_age"],
        **shared,
    ),
    "one_choice": lambda question, _stored, shared: ChoiceField(options=_options(question), **shared),
    "several_choices": lambda question, _stored, shared: SeveralChoicesField(
        options=_options(question), limit=question["max_choices"], **shared
    ),
    "yes_no": lambda question, _stored, shared: ChoiceField(options=_options(question), **shared),
    "email": lambda _question, _stored, shared: _email(shared, "email"),
    "pec": lambda _question, _stored, shared: _email(shared, "off"),
    "phone": lambda _question, _stored, shared: PhoneField(**shared),
    "tax_code": lambda question, _stored, shared: TaxCodeField(holder=question["holder"], **shared),
    "vat_number": lambda _question, _stored, shared: VatNumberField(**shared),
    "municipality": lambda _question, _stored, shared: MunicipalityField(**shared),
    "address": lambda _question, _stored, shared: forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        **shared,
    ),
    "file": lambda question, stored, shared: FilesField(
        extensions=question["extensions"],
        max_bytes=question["max_bytes"],
        max_files=question["max_files"],
        stored=stored,
        **shared,
    ),
    "declaration": lambda _question, _stored, shared: DeclarationField(**shared),
}


def _hint(question: Question) -> str:
    """What the rules of a question ask, said before anybody gets them wrong."""
    match question["type"]:
        case "long_text":
            return _("Al massimo %(limit)d caratteri. Non scrivere dati sulla salute, tua o di altri.") % {
                "limit": question["max_length"]
            }
        case "number":
            return _number_hint(question)
        case "date":
            return _date_hint(question)
        case "several_choices":
            limit = question["max_choices"]
            return _("Al massimo %(limit)d risposte.") % {"limit": limit} if limit else ""
        case "pec":
            return _("L’indirizzo di posta elettronica certificata, per esempio nome@pec.esempio.it.")
        case "tax_code":
            return {
                "person": _("16 caratteri."),
                "organisation": _("11 cifre."),
            }.get(question["holder"], _("16 caratteri, oppure 11 cifre se è di un ente."))
        case "vat_number":
            return _("11 cifre.")
        case "address":
            return _("Via o piazza, numero civico, CAP, comune e provincia.")
        case "file":
            return _file_hint(question)
    return ""


def _number_hint(question: Question) -> str:
    low, high, unit = question["minimum"], question["maximum"], question["unit"]
    limits = {
        "low": written_number(Decimal(low)) if low is not None else "",
        "high": written_number(Decimal(high)) if high is not None else "",
    }
    if low is not None and high is not None:
        hint = _("Da %(low)s a %(high)s") % limits
    elif low is not None:
        hint = _("Almeno %(low)s") % limits
    elif high is not None:
        hint = _("Al massimo %(high)s") % limits
    elif unit:
        hint = _("Unità di misura:")
    else:
        return ""
    return f"{hint} {unit}".strip() + "."


def _date_hint(question: Question) -> str:
    parts = []
    if question["earliest"]:
        day = date_format(datetime.date.fromisoformat(question["earliest"]), LONG_DATE)
        parts.append(_("Prima data ammessa: %(day)s.") % {"day": day})
    if question["latest"]:
        day = date_format(datetime.date.fromisoformat(question["latest"]), LONG_DATE)
        parts.append(_("Ultima data ammessa: %(day)s.") % {"day": day})
    if question["minimum_age"]:
        parts.append(_("Occorre avere compiuto %(age)d anni.") % {"age": question["minimum_age"]})
    return " ".join(parts)


def _file_hint(question: Question) -> str:
    kinds = ", ".join(extension.upper() for extension in question["extensions"])
    values = {"kinds": kinds, "size": readable_size(question["max_bytes"]), "count": question["max_files"]}
    if question["max_files"] == 1:
        return _("Un file di tipo %(kinds)s, al massimo %(size)s.") % values
    return _("Fino a %(count)d file di tipo %(kinds)s, al massimo %(size)s ciascuno.") % values
