"""Tables whose columns an editor changed while the call was open: each answer stays under its own heading."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from django.test import Client

from candidature.models import CallPage
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.exports.test_export import export, table
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

WHAT, MUCH, WHEN = (
    ("c-what", "Che cosa", "short_text"),
    ("c-much", "Quanto", "money"),
    ("c-when", "Quando", "date"),
)


def spent(*columns: tuple[str, str, str], title: str = "Spese") -> Any:
    return question(
        "table",
        "q-spent",
        title,
        row_name="Voce",
        max_rows=9,
        columns=[
            {"type": "item", "id": key, "value": {"label": label, "kind": kind, "required": False}}
            for key, label, kind in columns
        ],
    )


def changed(page: CallPage, *columns: tuple[str, str, str]) -> None:
    page.steps = json.loads(steps(spent(*columns)))
    page.save_revision().publish()


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


@pytest.fixture
def page(officer: User) -> CallPage:
    """Three answers: to the first form, to one in another order, to one with a column less and a new one."""
    made: CallPage = CallPageFactory.create(steps=steps(spent(WHAT, MUCH)))
    submitted(made, answers={"q-spent": [{"c-what": "Sala", "c-much": "100.00"}, {"c-what": "Tè"}]})
    changed(made, MUCH, WHAT)
    submitted(made, answers={"q-spent": [{"c-what": "Pane", "c-much": "7.00"}]})
    changed(made, ("c-much", "Importo", "money"), WHEN)
    submitted(made, answers={"q-spent": [{"c-much": "5.00", "c-when": "2026-03-01"}]})
    return made


def test_each_cell_of_a_sheet_stands_under_the_heading_it_was_given_below(
    client: Client, page: CallPage
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(client, format="xlsx")))

    labels, keys, *rows = [[cell.value for cell in line] for line in book["Spese"].iter_rows()]
    # As the newest form has them, and those it no longer has where they stood.
    assert labels[2:] == ["Importo (€)", "Che cosa", "Quando"]
    assert keys == ["reference", "row", "c-much", "c-what", "c-when"]
    assert [row[1:4] for row in rows] == [[1, 100, "Sala"], [2, None, "Tè"], [1, 7, "Pane"], [1, 5, None]]
    assert [row[4] and row[4].date().isoformat() for row in rows] == [None, None, None, "2026-03-01"]


def test_json_names_each_cell_by_the_column_it_was_given_below(client: Client, page: CallPage) -> None:
    data = json.loads(export(client, format="json"))

    assert [one["rows"]["q-spent"] for one in data["submissions"]] == [
        [{"c-what": "Sala", "c-much": "100.00"}, {"c-what": "Tè"}],
        [{"c-what": "Pane", "c-much": "7.00"}],
        [{"c-much": "5.00", "c-when": "2026-03-01"}],
    ]


def test_csv_says_in_words_what_each_was_asked(client: Client, page: CallPage) -> None:
    content = export(client)

    labels, _keys, *_rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert labels[-1] == "Spese"
    first, second, third = (row["q-spent"] for row in table(content))
    assert "Che cosa: Sala; Quanto: 100,00" in first
    assert "Quanto: 7,00" in second
    assert "Importo: 5,00" in third


def test_a_version_that_two_calls_share_is_placed_as_the_sheet_of_each_has_it(
    client: Client, officer: User
) -> None:
    """The same frozen questions: in one call the newest, in the other replaced since."""
    alone = CallPageFactory.create(title="A", steps=steps(spent(WHAT, MUCH)))
    changing = CallPageFactory.create(title="B", steps=steps(spent(WHAT, MUCH)))
    for one in (alone, changing):
        submitted(one, answers={"q-spent": [{"c-what": "Sala", "c-much": "100.00"}]})
    changed(changing, WHEN, MUCH)
    submitted(changing, answers={"q-spent": [{"c-much": "5.00", "c-when": "2026-03-01"}]})

    data = json.loads(export(client, format="json"))
    assert [one["rows"] for one in data["submissions"]] == [
        {f"q-spent@{alone.pk}": [{"c-what": "Sala", "c-much": "100.00"}]},
        {f"q-spent@{changing.pk}": [{"c-what": "Sala", "c-much": "100.00"}]},
        {f"q-spent@{changing.pk}": [{"c-much": "5.00", "c-when": "2026-03-01"}]},
    ]


@pytest.mark.parametrize("now", [True, False], ids=["personal now", "no more"])
def test_what_was_personal_in_one_version_leaves_with_no_other(
    client: Client, officer: User, now: bool
) -> None:
    asked = [
        question("number", "q-age", "Età", extras={"personal": "yes" if personal else "no"})
        for personal in (not now, now)
    ]
    page = CallPageFactory.create(steps=steps(asked[0]))
    submitted(page, answers={"q-age": "41"})
    page.steps = json.loads(steps(asked[1]))
    page.save_revision().publish()
    submitted(page, answers={"q-age": "52"})

    assert [row["q-age"] for row in table(export(client))] == ["41", "52"]
    assert ["q-age" in row for row in table(export(client, personal=""))] == [False, False]
