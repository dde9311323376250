"""What filters, orders, acts on many and files may tell of what is out of reach: nothing.

A list is, letter by letter, the same whether there is something hidden to which its filter leads or not.
"""

import io
import re
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from istruttoria.bulk.models import BulkJob
from istruttoria.exports.models import Export, Format
from istruttoria.queue.orders import BY_TITLE, BY_ZONE, ORDERINGS
from istruttoria.queue.selection import ACT, ALL
from portal.owners import ELSEWHERE
from portal.roles import Role
from tests.istruttoria.asked import FILTERS, values_of
from tests.istruttoria.hidden import (
    ELSEWHERE_BY_ZONE,
    NOBODY,
    QUEUE,
    WORDS,
    Hidden,
    as_told,
    hide,
    outsider,
    reviewer_elsewhere,
    taken_back,
    told,
)
from tests.istruttoria.people import committee_member, member_of
from tests.istruttoria.test_listing import listing
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

READERS = [ELSEWHERE, ELSEWHERE_BY_ZONE]
# Of a hidden number that exists nowhere.
NO_NUMBER = "987654"
# One found by its name, by an answer, among those that confirm, and at an event.
FEW = [WORDS[name] for name in ("last_name", "answer", "who confirms", "sign-up")]


@pytest.fixture
def hidden() -> Hidden:
    return hide()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute passes, and no day ends, while two answers are compared."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def leading_there(hidden: Hidden) -> dict[str, dict[str, str]]:
    """By filter, the first of its values with which who oversees finds what is hidden."""
    officer = member_of(Role.OFFICERS)
    found: dict[str, dict[str, str]] = {}
    for name, values in values_of(officer).items():
        for asked in values:
            rows = listing(officer, **{"stage": "all", **asked}).found
            if hidden.pks & set(rows.values_list("pk", flat=True)):
                found.setdefault(name, asked)
    return found


@pytest.mark.parametrize("role", READERS)
def test_a_list_is_the_same_whether_what_a_filter_leads_to_is_there_or_not(
    role: str, client: Client, still: None
) -> None:
    outsider(client, role)
    told(client, QUEUE, {"stage": "all"})
    # Everybody knows the zones.
    municipality = MunicipalityFactory.create()
    with taken_back():
        hidden = hide(municipality)
        leading = leading_there(hidden)
        assert sorted(leading) == FILTERS
        every = [one for values in values_of(member_of(Role.OFFICERS)).values() for one in values]
        # Of the other reader one of each: what differs is how their reach is asked for.
        asked = every if role == ELSEWHERE else list(leading.values())
        orders = cycle(["", *ORDERINGS])
        lists = [{**one, "ordering": order} for one, order in zip(asked, orders, strict=False)]
        there = [told(client, QUEUE, one) for one in lists]
        named = [
            (one, word)
            for one, (_state, body) in zip(lists, there, strict=True)
            for word in hidden.says
            if word in body
        ]

    gone = [told(client, QUEUE, one) for one in lists]

    assert named == []
    assert [one for one, was, now in zip(lists, there, gone, strict=True) if was != now] == []


@pytest.mark.parametrize("role", READERS)
def test_neither_a_filter_nor_an_order_leads_there(role: str, hidden: Hidden) -> None:
    reader = reviewer_elsewhere(role)
    wrong = []
    # Without any filter in all of them.
    leading = {**leading_there(hidden), "": dict[str, str]()}
    for name, asked in leading.items():
        for order in ["", BY_TITLE, BY_ZONE] if name else ORDERINGS:
            one = listing(reader, **{"stage": "all", **asked, "ordering": order})
            rows = {row.pk for row in one.rows(0, one.how_many)}
            if rows & hidden.pks or one.how_many != len(rows) or max(one.stage_counts.values()) > 1:
                wrong.append({**asked, "ordering": order})

    assert wrong == []


def _said(body: str, asked: str) -> str:
    """Without what was asked for, and numbers, which are those of the request."""
    return re.sub(r"\d+", "", body.replace(asked, ""))


def test_no_list_in_any_order_tells_a_hidden_value_from_none(client: Client, hidden: Hidden) -> None:
    outsider(client, ELSEWHERE)
    submission = hidden.submission
    pairs = [
        ("page", str(submission.page_id), NO_NUMBER),
        ("label", str(hidden.label.pk), NO_NUMBER),
        ("assigned_to", str(submission.assigned_to_id), NO_NUMBER),
        ("q", submission.reference, "CS-2026-QQQQ-QQQQ"),
        ("q", WORDS["last_name"], NOBODY),
    ]
    further = [
        {"stage": "all"},
        {"twice": "maybe"},
        {"status": submission.status},
        *({"ordering": order} for order in ORDERINGS),
    ]
    wrong = []
    for name, asked, nobody in pairs:
        for more in further:
            path = QUEUE if "ordering" not in more else f"{QUEUE}results/"
            got, untold = (told(client, path, {**more, name: one})[1] for one in (asked, nobody))
            if _said(got, asked) != _said(untold, nobody):
                wrong.append(str({**more, name: asked}))

    assert wrong == []


@pytest.mark.parametrize("role", READERS)
def test_nothing_is_done_to_all_that_a_hidden_word_finds(role: str, client: Client, hidden: Hidden) -> None:
    address = reverse("candidature_review:bulk")
    reader = reviewer_elsewhere(role)
    client.force_login(reader)

    def asked(word: str) -> list[tuple[int, str]]:
        query = f"q={word}&{ALL}=1&{ACT}=take"
        answers = [client.get(f"{address}?{query}"), client.post(f"{address}?{query}")]
        # What is said then is said in the list.
        return [as_told(one, but=word) for one in (*answers, client.get(QUEUE, {"q": word}))]

    untold = asked(NOBODY)
    assert untold[0][0] == untold[1][0] == 302
    for word in (*WORDS.values(), hidden.submission.reference):
        assert asked(word) == untold, word
    assert not BulkJob.objects.exists()

    client.force_login(committee_member(*hidden.pages))
    for word in (WORDS["last_name"], WORDS["sign-up"]):
        assert asked(word)[0][0] == 200


def taken_away(client: Client, query: dict[str, str], chosen: str) -> Any:
    """The cells of the file that a list is taken away in."""
    address = reverse("candidature_review:export")
    response: Any = client.post(f"{address}?{urlencode(query)}", {"format": chosen})
    assert response.headers["Content-Disposition"].startswith("attachment"), response.content.decode()
    content = b"".join(response)
    if chosen != Format.XLSX:
        return content.decode("utf-8-sig")
    sheets = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets
    return str([list(sheet.values) for sheet in sheets])


@pytest.mark.parametrize("role", READERS)
def test_no_file_holds_what_is_hidden(role: str, client: Client, still: None, hidden: Hidden) -> None:
    outsider(client, role)
    formats = [one for one in Format.values if one != Format.ZIP]
    for chosen in formats:
        untold = taken_away(client, {"q": NOBODY}, chosen)
        for word in FEW:
            assert taken_away(client, {"q": word}, chosen) == untold, (chosen, word)
    untold = taken_away(client, {"q": NOBODY}, Format.CSV)
    for word in set(WORDS.values()) - set(FEW):
        assert taken_away(client, {"q": word}, Format.CSV) == untold, word
    assert set(Export.objects.values_list("rows", flat=True)) == {0}

    for asked in leading_there(hidden).values():
        file = taken_away(client, {"stage": "all", **asked}, Format.CSV)
        assert [word for word in hidden.says if word in file] == [], asked

    client.force_login(committee_member(*hidden.pages))
    for chosen in formats:
        file = taken_away(client, {"q": WORDS["last_name"]}, chosen)
        assert hidden.submission.reference in file
        assert hidden.sign_up.reference not in file
