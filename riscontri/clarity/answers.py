"""The words of the questions, letter by letter those of AgID's criteria C.SI.2.5 and C.SI.2.6."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_STARS = 5
# From so many stars on one is asked what was good, below it what was hard.
GOOD_FROM = 4
LONGEST_DETAIL = 200


class Stars(NamedTuple):
    """One answer of the scale, in figures and in words."""

    number: int
    words: object

    @property
    def drawn(self) -> str:
        return "★" * self.number


STARS = (
    Stars(1, _("Per niente chiare")),
    Stars(2, _("Poco chiare")),
    Stars(3, _("Abbastanza chiare")),
    Stars(4, _("Chiare")),
    Stars(5, _("Molto chiare")),
)


class Answer(models.TextChoices):
    """What was good, or hard. The codes are stored and never change."""

    CLEAR = "clear", _("Le indicazioni erano chiare")
    COMPLETE = "complete", _("Le indicazioni erano complete")
    ON_THE_WAY = "on_the_way", _("Capivo sempre che stavo procedendo correttamente")
    NO_TROUBLE = "no_trouble", _("Non ho avuto problemi tecnici")
    OTHER_GOOD = "other_good", _("Altro")
    UNCLEAR = "unclear", _("A volte le indicazioni non erano chiare")
    INCOMPLETE = "incomplete", _("A volte le indicazioni non erano complete")
    LOST = "lost", _("A volte non capivo se stavo procedendo correttamente")
    TROUBLE = "trouble", _("Ho avuto problemi tecnici")
    OTHER_HARD = "other_hard", _("Altro")


GOOD = (Answer.CLEAR, Answer.COMPLETE, Answer.ON_THE_WAY, Answer.NO_TROUBLE, Answer.OTHER_GOOD)
HARD = (Answer.UNCLEAR, Answer.INCOMPLETE, Answer.LOST, Answer.TROUBLE, Answer.OTHER_HARD)


def answers_to(stars: int) -> tuple[Answer, ...]:
    """Those that may be given with so many stars."""
    return GOOD if stars >= GOOD_FROM else HARD
