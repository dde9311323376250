"""A day, within limits; a date of birth with a minimum age."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import DateBlock as WagtailDateBlock
from wagtail.blocks import IntegerBlock

from moduli.room import Room
from moduli.shape import Question
from moduli.types.base import Copier, QuestionBlock, QuestionType, written_limit
from moduli.types.registry import register
from portal.forms.public import DateInput
from portal.people.ages import age_on
from portal.spreadsheets.cells import Cell

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
# As everywhere in the portal: 1 marzo 2026.
LONG_DATE = "j F Y"


class DateQuestion(Question):
    earliest: str | None  # ISO 8601
    latest: str | None
    minimum_age: int | None  # years completed on the day of the answer


class DateBlock(QuestionBlock):
    earliest = WagtailDateBlock(label=gettext_lazy("Non prima del"), required=False)
    latest = WagtailDateBlock(label=gettext_lazy("Non dopo il"), required=False)
    minimum_age = IntegerBlock(
        label=gettext_lazy("Età minima"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=gettext_lazy(
            "Solo per una data di nascita: anni compiuti il giorno in cui si risponde. Con 0 la data non può "
            "essere nel futuro."
        ),
    )

    ordered_limits = (("earliest", "latest"),)

    class Meta:
        label = gettext_lazy("Data")
        icon = "date"

    def unanswerable(self, value: Any) -> Mapping[str, str]:
        earliest, age = value.get("earliest"), value.get("minimum_age")
        if earliest is None or age is None or age_on(earliest, timezone.localdate()) >= age:
            return {}
        return {"minimum_age": _("Chi è nato dalla prima data ammessa in poi non ha ancora questa età.")}


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
        if age_on(born, today) < minimum:
            raise ValidationError(_("Occorre avere compiuto %(age)d anni."), params={"age": minimum})


@register
class Date(QuestionType[DateQuestion]):
    """Kept in ISO 8601."""

    key = "date"
    position = 70
    block_class = DateBlock
    seconds = 15
    blank = gettext_lazy("Rispondi a «%(question)s»: scrivi una data.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {
            "earliest": written_limit(value, "earliest"),
            "latest": written_limit(value, "latest"),
            "minimum_age": value.get("minimum_age"),
        }

    def field(self, question: DateQuestion, **shared: Any) -> forms.Field:
        return DateField(
            earliest=question["earliest"],
            latest=question["latest"],
            minimum_age=question["minimum_age"],
            **shared,
        )

    def room(self, question: DateQuestion) -> Room:
        return Room(how=_("Giorno, mese e anno."))

    def hint(self, question: DateQuestion) -> str:
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

    def keep(self, question: DateQuestion, value: datetime.date) -> str:
        return value.isoformat()

    def words(self, question: DateQuestion, answer: Any) -> list[str]:
        try:
            return [date_format(datetime.date.fromisoformat(answer), LONG_DATE)]
        except ValueError:
            return [str(answer)]

    def is_anonymous(self, question: DateQuestion) -> bool:
        # An age is asked for of dates of birth alone.
        return question["minimum_age"] is None and not self.is_personal(question)

    def cell(self, question: DateQuestion, answer: Any) -> Cell:
        try:
            return datetime.date.fromisoformat(answer)
        except ValueError:
            return str(answer)
