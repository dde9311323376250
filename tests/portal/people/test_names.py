"""A name is a name: no letter of ours greets a stranger with somebody's link."""

import contextlib
import signal
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from portal.people import names

PEOPLE = [
    "O'Connor", "D’Angelo", "Nuñez", "Jean-Luc", "Łukasz", "de' Medici", "M.Teresa", "Anna Maria",
    "Müller-Lüdenscheidt", "Đặng", "王", "Ó Briain", "St. John", "Nicolò", "María José", "al-Ḥasan",
]  # fmt: skip
ORGANISATIONS = [
    "A.S.D. Il Melograno – Città", "3C+ soc. coop.", "Auser O.D.V.", "Comitato «Vivi l’Arno»",
    "C.I.F. (sez. 2)",
    "Rossi & Figli s.n.c.", "Coop. soc. Arca a r.l. – ONLUS", "APS \"La Torre\"", "Istituto I.I.S. n. 4/b",
    "Fondazione E.T.S.", "Insieme!",
]  # fmt: skip
LINKS = [
    "https://evil.example/premio", "HTTP://evil.example", "www.evil.example", "evil.example",
    "ada@example.org",     "premio: evil.example/x", "Vinci su evil.example", "javascript://x",
    "mailto:ada", "ftp://x", "www .evil", "ada＠example.org",
]  # fmt: skip
ODD = ["Ada\nLovelace", "Ada\r", "Ada\x00", "Ada\u202eadA", "Ada\u2028", "<b>Ada</b>", "Ada!!!", "....",
       "123", "Ada {{ x }}", "-" * 30 + "a", "Chiama 899123456", "Ada ✓ premio", "\u200bAda"]  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_real_names_are_taken_and_greeted(name: str) -> None:
    names.check_person(name)
    names.check_organisation(name)
    assert names.greeting(name).replace(". ", ".").replace(" ", "") == name.replace(". ", ".").replace(
        " ", ""
    )


@pytest.mark.parametrize("name", ["Prof.ssa Elena Verdi", "Dott.ssa Ada Neri"])
def test_who_has_a_title_is_greeted_with_it(name: str) -> None:
    assert names.greeting(name) == name
    # What a mail program could make a link of stays out, whatever stands before it.
    assert names.greeting(f"{name} evil.example") == ""


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_real_organisations_are_taken(name: str) -> None:
    names.check_organisation(name)


@pytest.mark.parametrize("name", [*LINKS, *ODD])
def test_what_is_no_name_of_a_person_is_refused_and_greeted_with_nothing(name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        names.check_person(name)

    assert refusal.value.messages[0]
    greeted = names.greeting(name)
    assert not any(mark in greeted for mark in (":", "/", "@", "www", "\n", "\u202e"))


@pytest.mark.parametrize(
    "name", ["https://evil.example/premio", "www.evil.example", "a@b.it", "evil.example/x"]
)
def test_an_organisation_is_no_address_either(name: str) -> None:
    with pytest.raises(ValidationError, match="indirizzi"):
        names.check_organisation(name)


@pytest.mark.parametrize("check", [names.check_person, names.check_organisation])
@pytest.mark.parametrize("letter", ["q", "à", "q-", "q."])
def test_a_text_as_long_as_a_request_occupies_no_process(check: Callable[[str], None], letter: str) -> None:
    """A search that tries each letter up to the end took a minute for seventy thousand of them."""

    def stop(*_arguments: object) -> None:
        raise AssertionError("Still looking.")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    try:
        with contextlib.suppress(ValidationError):
            check(letter * 200_000)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
