"""Whom a note names: by what is typed after an at-sign, and only those who may read it."""

import pytest

from istruttoria.notes.mentions import fits, mentioned, way_to_name
from portal.models import User

ROSA = User(pk=1, first_name="Rosa", last_name="D’Amico", email="rosa@example.org")
ANNA = User(pk=2, first_name="Anna", last_name="Bianchi", email="anna@example.org")
OTHER_ANNA = User(pk=3, first_name="Anna", last_name="Bianchi", email="anna.b@example.org")
NICCOLO = User(pk=4, first_name="Niccolò", last_name="Rossi", email="nico@example.org")
NICCOLO_JUNIOR = User(pk=5, first_name="Niccolò", last_name="Rossi Verdi", email="nrv@example.org")


def named(text: str, *readers: User) -> list[User]:
    return mentioned(text, readers).users


@pytest.mark.parametrize(
    "text",
    [
        "Guarda tu, @Rosa D’Amico",
        "@rosa d'amico, guarda tu.",
        "Chiedo a (@Rosa  D’Amico) che ne pensa",
        "Chiedo a @rosa@example.org.",
        "riga\n@Rosa D’Amico\nriga",
    ],
)
def test_a_colleague_is_named_however_the_name_is_typed(text: str) -> None:
    assert named(text, ROSA, ANNA) == [ROSA]


def test_accents_and_case_do_not_matter() -> None:
    assert named("@niccolo ROSSI", NICCOLO) == [NICCOLO]


def test_the_longest_name_that_fits_is_meant() -> None:
    assert named("@Niccolò Rossi Verdi e basta", NICCOLO, NICCOLO_JUNIOR) == [NICCOLO_JUNIOR]
    assert named("@Niccolò Rossi e basta", NICCOLO, NICCOLO_JUNIOR) == [NICCOLO]


@pytest.mark.parametrize("text", ["@Rosa D’Amicone", "rosa@D’Amico", "@@Rosa D’Amico", "@ Rosa D’Amico", "@"])
def test_what_only_looks_like_a_name_names_nobody(text: str) -> None:
    assert named(text, ROSA) == []


def test_each_is_named_once() -> None:
    assert named("@Rosa D’Amico, anzi @Anna Bianchi e @Rosa D’Amico", ROSA, ANNA) == [ROSA, ANNA]


def test_a_name_that_two_bear_names_neither_and_their_address_does() -> None:
    found = mentioned("@Anna Bianchi", [ANNA, OTHER_ANNA])

    assert (found.users, found.ambiguous) == ([], ["Anna Bianchi"])
    assert named("@anna.b@example.org", ANNA, OTHER_ANNA) == [OTHER_ANNA]
    assert way_to_name(OTHER_ANNA, [ANNA, OTHER_ANNA]) == "anna.b@example.org"
    assert way_to_name(ROSA, [ANNA, ROSA]) == "Rosa D’Amico"


def test_who_may_not_read_it_is_like_nobody() -> None:
    assert mentioned("Chiedi a @Anna Bianchi, subito", [ROSA]).unknown == ["Anna Bianchi"]


def test_an_address_in_a_text_is_no_mention() -> None:
    assert mentioned("Scrivete a info@example.org", [ROSA]).unknown == []


def test_no_more_than_some_are_named_by_one_note() -> None:
    crowd = [User(pk=n, first_name=f"Persona{n}", email=f"p{n}@example.org") for n in range(1, 40)]

    assert len(named(" ".join(f"@{one.first_name}" for one in crowd), *crowd)) == 20


@pytest.mark.parametrize(("typed", "is_meant"), [("ro", True), ("dam", False), ("d'am", True), ("r d", True),
                                                 ("rosa@", True), ("anna", False), ("", True)])  # fmt: skip
def test_a_name_being_typed_may_mean_somebody(typed: str, is_meant: bool) -> None:
    assert fits(ROSA, typed) is is_meant
