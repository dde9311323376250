"""Days of the week and times of a day, stored, and said in words."""

from collections.abc import Sequence
from datetime import date, time

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from territori.resources.kinds import chosen, refuse_unknown

# As many days in a row are said by the first and the last of them.
_A_ROW = 3


class Weekday(models.TextChoices):
    """From Monday on. No value is part of another."""

    MONDAY = "lun", WEEKDAYS[0]
    TUESDAY = "mar", WEEKDAYS[1]
    WEDNESDAY = "mer", WEEKDAYS[2]
    THURSDAY = "gio", WEEKDAYS[3]
    FRIDAY = "ven", WEEKDAYS[4]
    SATURDAY = "sab", WEEKDAYS[5]
    SUNDAY = "dom", WEEKDAYS[6]

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return list(cls)[day.weekday()]


def known_days(written: str) -> None:
    """Raises ValidationError: a word is no day."""
    refuse_unknown(written, Weekday)


def days_in_words(written: str) -> str:
    """«da lunedì a venerdì», «martedì, giovedì»; empty where no day stands."""
    days = chosen(written, Weekday)
    if len(days) == len(Weekday):
        return _("tutti i giorni")
    if len(days) >= _A_ROW and _is_a_row(days):
        return _("da %(first)s a %(last)s") % {"first": days[0].label, "last": days[-1].label}
    return ", ".join(str(day.label) for day in days)


def times_in_words(opens: time, closes: time) -> str:
    """From when to when; what closes at the hour at which it opens, or before it, closes on the next day."""
    if opens == closes:
        return _("24 ore su 24")
    hours = {"opens": time_format(opens, "H:i"), "closes": time_format(closes, "H:i")}
    if closes > opens or closes == time(0):
        return _("dalle %(opens)s alle %(closes)s") % hours
    return _("dalle %(opens)s alle %(closes)s del giorno dopo") % hours


def _is_a_row(days: Sequence[models.TextChoices]) -> bool:
    places = [list(Weekday).index(Weekday(day.value)) for day in days]
    return places[-1] - places[0] == len(places) - 1
