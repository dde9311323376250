"""Invented points of a committee for the open call, in the order of its criteria."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """What one account (the local part of its address) gave to an organisation.

    `why` is said beside the first criterion.
    """

    organisation: str
    by: str
    points: tuple[int, ...]
    why: str = ""


JUDGEMENTS = [
    Judgement("Associazione Esempio ODV", "revisore", (34, 26, 30), "Parte da un telefono che c’è già."),
    Judgement("Associazione Esempio ODV", "responsabile", (36, 24, 28)),
    Judgement("Gruppo del Lunedì", "revisore", (30, 12, 18), "L’idea è semplice e si può provare subito."),
    # The reviewer's account has not judged it yet, and so does not see this.
    Judgement("Cooperativa sociale Il Campione", "responsabile", (28, 29, 25)),
]
