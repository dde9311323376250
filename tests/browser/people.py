"""Who takes part in the journeys, and the call they meet on. All invented."""

import uuid
from dataclasses import dataclass, field

from demo.accounts import DOMAIN, PASSWORD

EDITOR = f"redazione@{DOMAIN}"
REVIEWER = f"revisore@{DOMAIN}"
OFFICER = f"responsabile@{DOMAIN}"
STAFF_PASSWORD = PASSWORD


def _mark() -> str:
    """Tells those of one test from those of another, without letters, which may happen to be words."""
    return f"{uuid.uuid4().int % 10**9:09}"


def call_title(words: str) -> str:
    """The title of a call that one test has to itself."""
    return f"{words} {_mark()}"


@dataclass(frozen=True)
class Person:
    first_name: str = "Licia"
    last_name: str = "Benvenuti"
    email: str = field(default_factory=lambda: f"licia.{_mark()}@posta.example")
    phone: str = "055 123 4567"


@dataclass(frozen=True)
class Call:
    """What the editor types. The second option opens one more question."""

    title: str = field(default_factory=lambda: f"Orti di quartiere {_mark()}")
    abstract: str = "Idee per coltivare insieme gli spazi verdi accanto alla Casa della Comunità."
    step: str = "La proposta"
    text_question: str = "Nome della proposta"
    choice_question: str = "Con chi la porti avanti?"
    plain_option: str = "Solo io"
    opening_option: str = "Con altre persone"
    nested_question: str = "Chi sono le altre persone?"
    file_question: str = "Descrizione della proposta"
