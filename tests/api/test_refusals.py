"""Whatever a program asks for below `/api/`, and however, it is answered as programs are."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from tests.candidature.factories import CallPageFactory
from tests.home.factories import make_home

ADDRESSES = ("/api/v1/", "/api/v1/openapi.json", "/api/v1/avvisi/", "/api/v1/avvisi/1/", "/api/v1/altro/")
NOWHERE = (
    "/api/",
    "/api/v2/",
    "/api/v1/è/",
    "/api/v1/a.b/",
    "/api/v1/avvisi/1/2/",
    "/api/v1/avvisi/uno/",
    "/api/v1/openapi.json/",
    "/api/v1/openapi",
    "/api/v1/altro",
    "/api/v1//avvisi/",
    "/api/v1/%0A",
)
METHODS = "GET, HEAD, OPTIONS"


@pytest.fixture(autouse=True)
def home(db: None) -> Page:
    return make_home()


@pytest.fixture
def program() -> Client:
    """It has no cookie and no token, and the portal asks for one as it does of a browser."""
    return Client(enforce_csrf_checks=True)


def is_open(answer: Any) -> bool:
    return bool(answer["Access-Control-Allow-Origin"] == "*" and not answer.cookies)


def problem(answer: Any, status: int) -> Any:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert is_open(answer)
    said = answer.json()
    assert said["status"] == status
    return said


@pytest.mark.parametrize("address", [*ADDRESSES, *NOWHERE])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_there_is_not_is_refused_in_json(program: Client, address: str, method: str) -> None:
    answer = program.generic(method, address)

    assert problem(answer, 405)["detail"] == "Qui si legge soltanto, con GET o HEAD."
    assert answer["Allow"] == METHODS


def test_a_form_with_a_body_is_refused_no_other_way(program: Client) -> None:
    problem(program.post("/api/v1/avvisi/", {"a": "b"}), 405)


@pytest.mark.parametrize("address", [*ADDRESSES, *NOWHERE])
def test_a_browser_that_asks_before_is_told_what_a_page_may_do(program: Client, address: str) -> None:
    answer = program.options(
        address,
        headers={
            "origin": "https://altrove.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert is_open(answer)
    assert answer["Allow"] == answer["Access-Control-Allow-Methods"] == METHODS
    assert answer["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize("address", NOWHERE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_nowhere_is_said_in_json(program: Client, address: str, method: str) -> None:
    answer = program.generic(method, address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert is_open(answer)
    if method == "GET":
        assert "/api/v1/" in problem(answer, 404)["detail"] or "pagine, avvisi" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/api/v1", "/api/v1/"),
        ("/api/v1/avvisi?lingua=it&p=1", "/api/v1/avvisi/?lingua=it&p=1"),
        ("/api/v1/avvisi/7", "/api/v1/avvisi/7/"),
    ],
)
def test_an_address_that_lacks_but_its_slash_leads_on_from_any_origin(
    program: Client, address: str, to: str
) -> None:
    answer = program.get(address)

    assert (answer.status_code, answer["Location"]) == (301, to)
    assert is_open(answer)


@pytest.mark.parametrize("address", ["/api/v1/?x=1", "/api/v1/openapi.json?x=1", "/api/v1/avvisi/1/?x=1"])
def test_where_there_are_no_parameters_one_is_refused(program: Client, address: str) -> None:
    said = problem(program.get(address), 400)

    assert said["detail"] == "Il parametro «x» non esiste qui: questo indirizzo non ne ha."


def test_pages_of_another_origin_may_ask_whether_anything_changed(program: Client, home: Page) -> None:
    CallPageFactory.create(parent=home)
    first = program.get("/api/v1/avvisi/")
    assert first["Access-Control-Expose-Headers"] == "ETag"

    again = program.get("/api/v1/avvisi/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert is_open(again)
