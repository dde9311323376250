"""The columns of the list: chosen by each person, with questions where the list is of one call."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, Submission
from istruttoria.columns.models import ColumnChoice
from portal.models import User
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db

QUEUE = "/admin/candidature/"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(
        steps=steps(
            question("short_text", "q-motivation", "Perché vuoi partecipare?", max_length=200),
            question("tax_code", "q-code", "Codice fiscale", required=False),
            question("iban", "q-iban", "IBAN", required=False),
            question("yes_no", "q-yes", "Avete una sede?", required=False),
            question("file", "q-file", "Statuto", required=False),
        )
    )
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page, CallPageFactory.create())
    client.force_login(user)
    return user


def shown(client: Client, **parameters: Any) -> tuple[list[str], list[list[str]]]:
    """The headings of the list and its cells."""
    drawn = BeautifulSoup(client.get(QUEUE, parameters or {"stage": "todo"}).content, "html.parser")
    table = drawn.select_one("table.review-queue")
    assert table is not None
    heads = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    # Before it stands the box by which a row is chosen.
    return heads[heads.index("Codice") :], rows


def chosen(client: Client, *facts: str, questions: Any = (), **parameters: Any) -> BeautifulSoup:
    """Ticks these on the page that the list leads to, and no others."""
    address = reverse("candidature_review:columns")
    drawn = BeautifulSoup(client.get(address, parameters).content, "html.parser")
    offered = {str(box["value"]) for box in drawn.select("form#columns input[type=checkbox]")}
    assert {*facts, *questions} <= offered
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    response = client.post(f"{address}?{query}", {"fact": facts, "question": questions})
    assert response.headers["Location"].endswith(f"?{query}")
    return drawn


def test_the_usual_columns_are_there_until_somebody_chooses(
    client: Client, reviewer: User, page: Any
) -> None:
    submitted(page, answers={"q-motivation": "Ciao"})

    assert shown(client)[0][:3] == ["Codice", "Chi", "Stato"]
    chosen(client, "municipality", "protocol_number", stage="all")
    assert shown(client)[0] == ["Codice", "Chi", "Comune", "Numero di protocollo"]
    client.force_login(committee_member(page))
    assert shown(client)[0][:3] == ["Codice", "Chi", "Stato"]


def test_who_wants_the_usual_ones_again_has_them(client: Client, reviewer: User, page: CallPage) -> None:
    submitted(page, answers={"q-motivation": "Ciao"})
    chosen(client, "zone")

    client.post(reverse("candidature_review:columns"), {"usual": "1"})

    assert "Stato" in shown(client)[0]
    assert not ColumnChoice.objects.exists()


def test_a_question_is_a_column_where_the_list_is_of_its_call(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submitted(page, answers={"q-motivation": "Per dare una mano", "q-yes": "yes"})
    chosen(client, "status", questions=["q-motivation", "q-yes"], page=page.pk)

    heads, ((*_first, motivation, yes),) = shown(client, page=page.pk)

    assert heads == ["Codice", "Chi", "Stato", "Perché vuoi partecipare?", "Avete una sede?"]
    assert (motivation, yes) == ("Per dare una mano", "Sì")
    assert shown(client)[0] == ["Codice", "Chi", "Stato"]


def test_personal_answers_and_files_are_not_offered_unless_put_in_sight(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submitted(page, answers={"q-motivation": "Ciao"})
    drawn = chosen(client, "status", page=page.pk)

    assert {str(box["value"]) for box in drawn.select("input[name=question]")} == {"q-motivation", "q-yes"}


def test_a_column_that_was_never_offered_shows_nothing(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submitted(page, answers={"q-motivation": "Ciao", "q-code": "RSSMRA80A01H501U"})
    address = f"{reverse('candidature_review:columns')}?page={page.pk}"
    client.post(address, {"fact": ["status", "answers"], "question": ["q-code", "q-none"]})
    assert "q-code" not in ColumnChoice.objects.get().keys
    ColumnChoice.objects.update(keys=f"status q:{page.pk}:q-code")

    assert "RSSMRA80A01H501U" not in client.get(QUEUE, {"page": page.pk}).content.decode()


def test_an_answer_that_was_not_asked_is_not_shown(client: Client, reviewer: User, page: CallPage) -> None:
    submission = submitted(page, answers={"q-motivation": "Ciao"})
    Submission.objects.filter(pk=submission.pk).update(answers={"q-motivation": "Ciao", "q-gone": "Segreto"})
    ColumnChoice.objects.create(account=reviewer, keys=f"status q:{page.pk}:q-gone q:{page.pk}:q-motivation")

    text = client.get(QUEUE, {"page": page.pk}).content.decode()

    assert "Ciao" in text
    assert "Segreto" not in text


def test_the_questions_of_two_calls_are_remembered_side_by_side(
    client: Client, reviewer: User, page: CallPage
) -> None:
    other = CallPageFactory.create(steps=steps(question("short_text", "q-else", "Altro?", max_length=90)))
    client.force_login(user := committee_member(page, other))
    submitted(page, answers={"q-motivation": "Ciao"})
    submitted(other, answers={"q-else": "Anche"})

    chosen(client, "status", questions=["q-motivation"], page=page.pk)
    chosen(client, "status", questions=["q-else"], page=other.pk)
    chosen(client, "zone")

    assert shown(client, page=page.pk)[0] == ["Codice", "Chi", "Zona-distretto", "Perché vuoi partecipare?"]
    assert shown(client, page=other.pk)[0][-1] == "Altro?"
    assert ColumnChoice.objects.get().account == user


def test_a_list_with_questions_costs_one_query_however_long(
    client: Client, reviewer: User, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(8):
        submitted(page, answers={"q-motivation": "parola " * 25})
    chosen(client, "status", "municipality", questions=["q-motivation"], page=page.pk)
    client.get(QUEUE, {"page": page.pk})

    with django_assert_max_num_queries(12):
        text = client.get(QUEUE, {"page": page.pk}).content.decode()
    assert "parola…" in text


@pytest.mark.parametrize("query", ["page=999999", "page=abc", "page=%00", ""])
def test_odd_addresses_of_the_choice_are_no_error(client: Client, reviewer: User, query: str) -> None:
    address = f"{reverse('candidature_review:columns')}?{query}"

    assert client.get(address).status_code == 200
    assert client.post(address, {"question": ["x"], "fact": ["\x00"]}).status_code == 302
