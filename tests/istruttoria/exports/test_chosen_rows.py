"""Taking away the rows ticked in the list, and no others."""

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import CallPage, LogEntry
from istruttoria.exports.models import Export
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.exports.test_export import export, table
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def officer(client: Client, django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    django_app.set_user(user)
    return user


def test_from_the_boxes_of_the_list_to_the_file(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    first, _second, third = submitted(page), submitted(page), submitted(page)
    listing = django_app.get(reverse("candidature_review:index"), {"page": page.pk, "stage": "todo"})
    bar = listing.forms["molte-insieme"]
    bar.set("scelta", True, index=0)
    bar.set("scelta", True, index=2)
    button = listing.html.find("button", {"name": "scelte"})
    bar.action = button["formaction"]

    asked = bar.submit("scelte", value="1")
    assert "<strong>2</strong> candidature, quelle che hai scelto" in asked.text
    form = next(form for form in asked.forms.values() if "format" in form.fields)
    form["format"] = "csv"
    form["personal"] = True
    file = form.submit()

    assert {row["reference"] for row in table(file.body)} == {first.reference, third.reference}
    # Back to the list as it was, without the boxes.
    back = asked.click("Torna all’elenco")
    assert f"page={page.pk}" in back.request.query_string
    assert "scelt" not in back.request.query_string


def test_every_format_holds_just_these(client: Client, officer: User, page: CallPage) -> None:
    mine, other = submitted(page), submitted(page)
    query = f"scelte=1&scelta={mine.pk}"

    book = openpyxl.load_workbook(io.BytesIO(export(client, query, format="xlsx")))
    assert [row[0].value for row in book["Candidature"].iter_rows(min_row=3)] == [mine.reference]
    data = json.loads(export(client, query, format="json"))
    assert [one["reference"] for one in data["submissions"]] == [mine.reference]
    archive = zipfile.ZipFile(io.BytesIO(export(client, query, format="zip")))
    assert other.reference not in archive.read("elenco.csv").decode()
    assert Export.objects.filter(rows=1).count() == 3


def test_filters_of_the_list_do_not_drop_what_was_ticked(
    client: Client, officer: User, page: CallPage
) -> None:
    """A colleague may have decided it while the list stood there."""
    one = submitted(page)

    (row,) = table(export(client, f"scelte=1&scelta={one.pk}&stage=concluded&q=niente"))

    assert row["reference"] == one.reference


@pytest.mark.parametrize(
    "query", ["scelte=1", "scelte=1&scelta=", "scelta=abc", "scelte=1&scelta=99999999999"]
)
def test_where_nothing_is_ticked_nothing_leaves(
    client: Client, officer: User, page: CallPage, query: str
) -> None:
    submitted(page)
    address = f"{reverse('candidature_review:export')}?{query}"

    for answer in (client.get(address), client.post(address, {"format": "csv", "personal": "on"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("candidature_review:index"))
    assert not Export.objects.exists()
    assert not LogEntry.objects.filter(action="exported").exists()


def test_where_the_whole_list_is_asked_for_the_log_says_so_and_not_that_rows_were_ticked(
    client: Client, officer: User, page: CallPage
) -> None:
    one, other = submitted(page), submitted(page)

    rows = table(export(client, f"tutte=1&scelte=1&scelta={one.pk}&stage=all"))

    assert {row["reference"] for row in rows} == {one.reference, other.reference}
    details = LogEntry.objects.get(action="exported").details
    assert (details["stage"], details["rows"], details.get("chosen")) == ("all", "2", None)


def test_foreign_rows_are_not_in_it_and_are_not_told_from_none(client: Client, page: CallPage) -> None:
    mine, foreign = submitted(page), submitted(CallPageFactory.create())
    client.force_login(committee_member(page))

    (row,) = table(export(client, f"scelte=1&scelta={mine.pk}&scelta={foreign.pk}"))
    assert row["reference"] == mine.reference

    def answer_to(pk: int) -> Any:
        address = f"{reverse('candidature_review:export')}?scelte=1&scelta={pk}"
        answer = client.post(address, {"format": "csv"})
        return answer.status_code, answer["Location"]

    assert answer_to(foreign.pk) == answer_to(foreign.pk + 1000)


def test_the_log_of_all_and_of_each_says_who_took_it_away(
    client: Client, officer: User, page: CallPage
) -> None:
    mine, other = submitted(page), submitted(page)

    export(client, f"scelte=1&scelta={mine.pk}&status=received", format="xlsx")

    whole = LogEntry.objects.get(action="exported")
    assert whole.details == {"format": "xlsx", "rows": "1", "personal": "yes", "chosen": "yes"}
    entry = LogEntry.objects.get(action="taken_away")
    assert (entry.submission, entry.actor, entry.details) == (mine, officer, {"format": "xlsx"})
    shown = client.get(reverse("candidature_review:detail", args=[mine.pk])).content.decode()
    assert "Esportata con altre, con i dati personali" in shown
    assert not other.log.filter(action="taken_away").exists()


def test_without_personal_data_no_log_but_that_of_all_tells_of_it(client: Client, page: CallPage) -> None:
    one = submitted(page)
    client.force_login(committee_member(page))

    export(client, f"scelte=1&scelta={one.pk}")

    assert LogEntry.objects.get(action="exported").details["personal"] == "no"
    assert not LogEntry.objects.filter(action="taken_away").exists()
