"""What slows down a crowd: a ticket answered by work or by waiting, and a stamp of when a page was shown."""

import base64
import json
from datetime import timedelta
from typing import Any
from unittest import mock

import altcha
import pytest
from django.utils import timezone
from pytest_django import Settings

from portal.limits import challenges, haste
from portal.limits.challenges import Answer, Ticket

pytestmark = pytest.mark.django_db

ABOUT = "begin 7"
WAIT = timedelta(seconds=20)


def later(seconds: float) -> Any:
    """So much later, for tickets, signatures and counts."""
    moment = timezone.now() + timedelta(seconds=seconds)
    return (
        mock.patch("django.utils.timezone.now", return_value=moment),
        mock.patch("time.time", return_value=moment.timestamp()),
    )


def solved(ticket: Ticket) -> str:
    """What the script makes of the work in a ticket."""
    work = ticket.work()
    found = altcha.solve_challenge(work["challenge"], work["salt"], work["algorithm"], work["maxnumber"], 0)
    assert found
    asked = {name: work[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**asked, "number": found.number}).encode()).decode()


@pytest.fixture
def ticket() -> Ticket:
    return challenges.give(ABOUT, WAIT)


def test_the_work_spares_the_waiting(ticket: Ticket) -> None:
    assert challenges.answer(ABOUT, ticket.text, solved(ticket)) is Answer.RIGHT


def test_without_work_one_waits_and_then_goes_on(ticket: Ticket) -> None:
    assert challenges.answer(ABOUT, ticket.text, "") is Answer.TOO_EARLY
    now, clock = later(21)
    with now, clock:
        assert challenges.answer(ABOUT, ticket.text, "") is Answer.RIGHT


def test_a_ticket_counts_once(ticket: Ticket) -> None:
    solution = solved(ticket)
    challenges.answer(ABOUT, ticket.text, solution)

    assert challenges.answer(ABOUT, ticket.text, solution) is Answer.WORTHLESS


def test_a_ticket_is_for_one_thing(ticket: Ticket) -> None:
    assert challenges.answer("begin 8", ticket.text, solved(ticket)) is Answer.WORTHLESS


def test_the_work_of_another_ticket_is_none(ticket: Ticket) -> None:
    other = challenges.give(ABOUT, WAIT)

    assert challenges.answer(ABOUT, ticket.text, solved(other)) is Answer.TOO_EARLY


def test_a_ticket_grows_old(ticket: Ticket) -> None:
    now, clock = later(31 * 60)
    with now, clock:
        assert challenges.answer(ABOUT, ticket.text, "") is Answer.WORTHLESS


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "\x00", "é" * 300])
def test_a_forged_ticket_or_solution_is_worth_nothing(ticket: Ticket, text: str) -> None:
    assert challenges.answer(ABOUT, text, "") is Answer.WORTHLESS
    assert challenges.answer(ABOUT, ticket.text, text) is Answer.TOO_EARLY


@pytest.mark.parametrize("wrong", [[], 7, None, {"number": "x"}, {"algorithm": 3}])
def test_a_solution_of_another_shape_is_worth_nothing(ticket: Ticket, wrong: Any) -> None:
    text = base64.b64encode(json.dumps(wrong).encode()).decode()

    assert challenges.answer(ABOUT, ticket.text, text) is Answer.TOO_EARLY


def test_a_page_is_hasty_for_some_seconds(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "MINIMUM_SECONDS": 60}
    stamped = haste.stamp(ABOUT)

    assert haste.is_hasty(ABOUT, stamped)
    now, clock = later(61)
    with now, clock:
        assert not haste.is_hasty(ABOUT, stamped)
        assert haste.is_hasty("begin 8", stamped)
        assert haste.is_hasty(ABOUT, stamped + "x")


def test_without_a_minimum_nothing_is_hasty(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "MINIMUM_SECONDS": 0}

    assert not haste.is_hasty(ABOUT, "")
