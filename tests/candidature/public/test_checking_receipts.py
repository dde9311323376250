"""Anybody who holds a receipt learns whether it is authentic and of which moment; nobody learns more."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import Submission
from candidature.privacy import retention
from candidature.public import checking
from candidature.receipts import verification
from portal.limits import attempts
from portal.web import outage
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.journey import Journey, form_of
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

FORM = 0
ADDRESS = "/candidature/verifica/"
WRONG = "ABCD-EFGH-JKMN-PQRS"


@pytest.fixture
def submission() -> Submission:
    sent = submitted(CallPageFactory.create(title="Orti in città"), first_name="Ada", last_name="Segreta")
    sent.submitted_at = datetime(2026, 7, 3, 8, 5, 9, tzinfo=UTC)
    sent.save()
    return sent


@pytest.fixture
def journey() -> Journey:
    question = block("short_text", "why", label="Perché?", required=False)
    return Journey(CallPageFactory.create(steps=form_of([question])))


def check(client: Client, reference: str, code: str, **environ: Any) -> Any:
    return client.get(reverse("candidature:check_receipt", args=[reference, code]), **environ)


def words_of(answer: Any) -> str:
    """What the page says, without what belongs to every page."""
    found = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    assert found
    return found.group()


def test_the_address_of_the_receipt_says_authentic_with_the_moment_and_nothing_of_the_person(
    client: Client, submission: Submission
) -> None:
    answer = client.get(verification.address_of(submission, 1).removeprefix("http://127.0.0.1:8000"))

    words = words_of(answer)
    assert "<h1>Autentica</h1>" in words
    assert "venerdì 3 luglio 2026, ore 10:05:09" in words
    for secret in ("Ada", "Segreta", "Orti", submission.email, submission.reference):
        assert secret not in words
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_receipt_on_the_screen_draws_the_address_beside_it(journey: Journey) -> None:
    journey.start()
    journey.send()
    address = verification.address_of(Submission.objects.get(), 1)

    shown = journey.get("receipt").content.decode()

    [(name, drawn)] = re.findall(
        r'<p role="img" aria-label="([^"]+)">(<svg.*?</svg>)\s*</p>', shown, re.DOTALL
    )
    assert f">{address}</a>" in shown
    assert name == "Codice QR con l’indirizzo della pagina di verifica, scritto qui accanto."
    # The policy of the pages lets no style through that stands in an element.
    assert "style" not in drawn
    assert modules_of(drawn) == [list(line) for line in segno.make(address, error="m", mask=0).matrix]


def modules_of(drawn: str) -> list[list[int]]:
    """The dark and light squares of a QR code, read from its lines; the quiet zone of four left away."""
    size = int(drawn.split('width="')[1].split('"')[0]) // 4
    found = [[0] * size for _line in range(size)]
    (lines,) = re.findall(r'stroke="#000" d="([^"]+)"', drawn)
    column, row = 0, -0.5
    for letter, values in re.findall(r"([Mmh])([-\d. ]+)", lines):
        numbers = [float(value) for value in values.split()]
        if letter == "h":
            length = int(numbers[0])
            found[int(row)][column : column + length] = [1] * length
            column += length
        elif letter == "M":
            column, row = int(numbers[0]), numbers[1]
        else:
            column, row = column + int(numbers[0]), row + numbers[1]
    return [line[4:-4] for line in found[4:-4]]


def test_who_types_the_codes_comes_to_the_same_page(
    django_app: DjangoTestApp, submission: Submission
) -> None:
    form = django_app.get(ADDRESS).forms[FORM]
    form["reference"] = submission.reference.lower().replace("-", " ")
    form["code"] = verification.code_of(submission, 1).lower()

    assert "<h1>Autentica</h1>" in form.submit().follow()


@pytest.mark.parametrize(("reference", "code"), [("", ""), ("CS-2026", ""), ("…", "//")])
def test_who_forgets_a_code_is_told_which(django_app: DjangoTestApp, reference: str, code: str) -> None:
    form = django_app.get(ADDRESS).forms[FORM]
    form["reference"], form["code"] = reference, code

    answer = form.submit(status=302).follow()
    assert answer.forms[FORM]["reference"].value == reference
    assert "error" in answer.text


def test_unknown_wrong_and_erased_get_the_very_same_answer(client: Client, submission: Submission) -> None:
    other = submitted(CallPageFactory.create())
    gone, code = other.reference, verification.code_of(other, 1)
    retention.erase(other)

    answers = [
        check(client, submission.reference, WRONG),
        check(client, "CS-2026-2222-2222", WRONG),
        check(client, gone, code),
        check(client, "mai\x00vista", "\ud83d😀".encode("utf-8", "replace").decode()),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words_of(answer) for answer in answers}) == 1
    assert "<h1>Non autentica</h1>" in words_of(answers[0])


def test_a_known_and_an_unknown_reference_cost_the_same(client: Client, submission: Submission) -> None:
    check(client, "CS-2026-3333-3333", WRONG)
    asked = []
    for reference in (submission.reference, "CS-2026-2222-2222"):
        with CaptureQueriesContext(connection) as queries:
            check(client, reference, WRONG)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_who_guesses_has_to_wait_and_who_checks_right_ones_never(
    client: Client, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(checking.FAILED_CHECKS, at_most=3)
    monkeypatch.setattr(checking, "FAILED_CHECKS", few)
    right = verification.code_of(submission, 1)
    for _time in range(6):
        assert "Autentica" in words_of(check(client, submission.reference, right))
    for _time in range(3):
        assert check(client, submission.reference, WRONG).status_code == 200

    refused = check(client, submission.reference, WRONG)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Riprova dopo le" in words_of(refused)
    elsewhere = check(client, submission.reference, WRONG, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_a_press_on_the_page_leads_back_to_it(client: Client, submission: Submission) -> None:
    address = reverse("candidature:check_receipt", args=[submission.reference, WRONG])

    assert client.post(address)["Location"] == address


def test_a_portal_that_cannot_write_says_that_it_cannot_check_now(
    client: Client, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_kwargs: Any) -> None:
        raise outage.OutageError

    monkeypatch.setattr(attempts, "begin", full)

    answer = check(client, submission.reference, verification.code_of(submission, 1))
    assert answer.status_code == 503
    assert "Riprova tra qualche minuto" in words_of(answer)
