"""Finding a submission however its name or code is written; the same on both databases."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidature.models import CallPage, Submission, SubmissionWord
from candidature.privacy import retention
from candidature.search.finding import words_asked
from candidature.search.words import words_of
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def find(client: Client, page: CallPage) -> Any:
    client.force_login(committee_member(page))

    def found(query: str) -> Any:
        response = client.get(reverse("candidature_review:index"), {"q": query})
        return [submission.reference for submission in response.context["object_list"]]

    return found


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ({"first_name": "Nicolò"}, "NICOLÒ"),
        ({"first_name": "Nicolò"}, "Nicolo"),
        ({"first_name": "Nicolò"}, "nicolo'"),
        ({"first_name": "Nicolò"}, "Nicolo\u0300"),
        ({"first_name": "NICOLO"}, "nicolò"),
        ({"last_name": "D'Angelo"}, "D’ANGELO"),
        ({"last_name": "D’Angelo"}, "dangelo"),
        ({"last_name": "D’Angelo"}, "angelo"),
        ({"last_name": "Rossi-Bianchi"}, "bianchi"),
        ({"last_name": "Rossi-Bianchi"}, "rossi bianchi"),
        ({"last_name": "Strauß"}, "STRAUSS"),
        ({"last_name": "Łukasz"}, "lukasz"),
        ({"first_name": "Nicolò", "last_name": "De Luca"}, "luca nic"),
        ({"organisation_name": "A.P.S. Città Viva", "applicant_kind": "organisation"}, "aps citta"),
        ({"email": "info@girasole-onlus.example"}, "INFO@girasole-onlus.example"),
        ({"email": "info@girasole-onlus.example"}, "girasole-onlus.example"),
        ({"last_name": "Ελένη"}, "ΕΛΕΝΗ"),
    ],
)
def test_a_name_is_found_however_it_is_written(find: Any, page: CallPage, who: Any, query: str) -> None:
    wanted = submitted(page, **who)
    submitted(page)

    assert find(query) == [wanted.reference]


@pytest.mark.parametrize(
    "written",
    [
        lambda reference: reference,
        lambda reference: reference.replace("-", ""),
        lambda reference: reference.lower(),
        lambda reference: reference.replace("-", " "),
        lambda reference: reference[8:],
        lambda reference: reference[-4:].lower(),
        lambda reference: reference.replace("-", "–"),
    ],
)
def test_a_reference_is_found_with_and_without_hyphens(find: Any, page: CallPage, written: Any) -> None:
    wanted = submitted(page)
    submitted(page)

    assert find(written(wanted.reference)) == [wanted.reference]


def test_a_protocol_number_is_found_as_soon_as_it_is_registered(
    client: Client, find: Any, page: CallPage
) -> None:
    wanted = submitted(page)
    submitted(page)
    assert find("2026/0012345") == []

    wanted.protocol_number = "2026/0012345"
    wanted.save(update_fields=["protocol_number"])

    assert find("2026/0012345") == [wanted.reference]
    assert find("0012345") == [wanted.reference]


def test_a_corrected_name_is_found_and_the_earlier_is_not(find: Any, page: CallPage) -> None:
    wanted = submitted(page, last_name="Sbagliatini")
    wanted.last_name = "Correttini"
    wanted.save()

    assert find("correttini") == [wanted.reference]
    assert find("sbagliatini") == []


def test_a_change_of_state_leaves_the_words_alone(page: CallPage) -> None:
    submission = submitted(page)
    before = set(SubmissionWord.objects.values_list("pk", flat=True))

    submission.save(update_fields=["status", "version"])

    assert set(SubmissionWord.objects.values_list("pk", flat=True)) == before


def test_every_word_of_the_query_must_be_there(find: Any, page: CallPage) -> None:
    submitted(page, first_name="Maria", last_name="Verdini")

    assert find("maria verdini")
    assert find("maria gialli") == []


@pytest.mark.parametrize("query", ["'", "-", "@ . -", "’’"])
def test_a_query_of_signs_finds_nothing(find: Any, page: CallPage, query: str) -> None:
    submitted(page)

    assert find(query) == []


def test_a_search_stays_in_scope(find: Any, page: CallPage) -> None:
    submitted(CallPageFactory.create(), last_name="Altrovini")

    assert find("altrovini") == []


def test_erasing_a_submission_erases_its_words(page: CallPage) -> None:
    submission = submitted(page, last_name="Cancellandi")
    other = submitted(page)

    retention.erase(submission)

    assert not Submission.objects.filter(pk=submission.pk).exists()
    assert set(SubmissionWord.objects.values_list("submission", flat=True)) == {other.pk}


def test_words_are_the_ends_that_begin_after_a_sign() -> None:
    assert words_of("CS-2026-7KQ4-XW9M") == {"cs20267kq4xw9m", "20267kq4xw9m", "7kq4xw9m", "xw9m"}
    assert words_of("D’Angelo", "info@a.example") == {
        "dangelo",
        "angelo",
        "infoaexample",
        "aexample",
        "example",
    }


def test_a_query_is_bounded_in_words_and_letters() -> None:
    assert len(words_asked("uno due tre quattro cinque sei sette otto")) == 6
    assert len(words_asked("a" * 5000)[0].begins) == len(max(words_of("a" * 5000), key=len))
