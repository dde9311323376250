"""The address of a site or a page on the web."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moduli.shape import Question
from moduli.types.base import QuestionBlock, QuestionType
from moduli.types.registry import register

LONGEST = 500


class WebAddressBlock(QuestionBlock):
    class Meta:
        label = gettext_lazy("Indirizzo web")
        icon = "link"


class WebAddressField(forms.CharField):
    """An address of the web, with or without the scheme, which is then `https`."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        # No `type="url"`: to browsers an address without a scheme is none.
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        if not written or "://" in written:
            return written
        # What has another scheme is no address of the web, and stays what it is.
        name, colon, rest = written.partition(":")
        has_port = rest.partition("/")[0].isdigit()
        return written if colon and not has_port and "." not in name else f"https://{written}"

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value and urlsplit(value).username is not None:
            # Whoever clicked on it would not see where it leads.
            raise ValidationError(_("Scrivi l’indirizzo senza nome utente e password."))


@register
class WebAddress(QuestionType[Question]):
    """Kept with its scheme."""

    key = "web_address"
    position = 105
    block_class = WebAddressBlock
    seconds = 30
    blank = gettext_lazy("Scrivi un indirizzo web.")
    typing: ClassVar[Mapping[str, str]] = {
        "autocomplete": "url",
        "autocapitalize": "none",
        "inputmode": "url",
        "spellcheck": "false",
    }
    error_messages = {
        "invalid": gettext_lazy("Scrivi un indirizzo web completo, per esempio www.esempio.it."),
    }

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return WebAddressField(**shared)

    def hint(self, question: Question) -> str:
        return _("Per esempio www.esempio.it.")
