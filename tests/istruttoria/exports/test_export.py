"""Taking a list away: what is in the file, who may, what the log says, and that scope holds."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, LogEntry, Submission
from candidature.statuses import Status
from istruttoria.exports import archive, progress
from istruttoria.exports.models import Export
from portal.models import User
from portal.pdf.press import NotMadeError
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.people import committee_member, member_of, received_file
from tests.territori.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

FORM = [
    question(
        "one_choice",
        "q-kind",
        "Che cosa proponi?",
        options=[
            {
                "type": "item",
                "id": "o-lab",
                "value": {
                    "label": "Un laboratorio",
                    "questions": [question("short_text", "q-where", "Dove?", max_length=99)],
                },
            },
            {"type": "item", "id": "o-other", "value": {"label": "Altro", "questions": []}},
        ],
    ),
    question("money", "q-cost", "Quanto costa"),
    question(
        "table",
        "q-spent",
        "Spese",
        row_name="Voce",
        max_rows=9,
        columns=[
            {"type": "item", "id": "c-what", "value": {"label": "Che cosa", "kind": "short_text"}},
            {"type": "item", "id": "c-much", "value": {"label": "Quanto", "kind": "money"}},
        ],
    ),
]
ANSWERS = {
    "q-kind": "o-lab",
    "q-where": "=Vinci",
    "q-cost": "1500.50",
    "q-spent": [{"c-what": "Sala", "c-much": "100.00"}, {"c-what": "Tè", "c-much": "9.50"}],
}


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso per i partner", steps=steps(*FORM))
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    made = submitted(
        page,
        answers=ANSWERS,
        first_name="Zenobia",
        last_name="Inventata",
        phone="+390552345678",
        municipality_id=MunicipalityFactory.create(name="Vinci", province="FI").pk,
    )
    Submission.objects.filter(pk=made.pk).update(protocol_number="2026/7")
    return made


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


def export(client: Client, query: str = "", **chosen: Any) -> bytes:
    """Presses with what the page offers; gives the whole file."""
    address = reverse("candidature_review:export") + (f"?{query}" if query else "")
    assert client.get(address).status_code == 200
    response: Any = client.post(address, {"format": "csv", "personal": "on", **chosen})
    assert response.headers["Content-Disposition"].startswith("attachment"), response.content.decode()
    return b"".join(response.streaming_content)


def table(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    """The rows of a CSV, by the keys in its second line."""
    _labels, keys, *rows = csv.reader(
        io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator
    )
    assert len(set(keys)) == len(keys)
    return [dict(zip(keys, row, strict=True)) for row in rows]


def test_a_csv_holds_the_columns_of_all_and_the_questions_in_form_order(
    client: Client, officer: User, submission: Submission
) -> None:
    content = export(client)

    labels, keys, _row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert keys[-4:] == ["q-kind", "q-where", "q-cost", "q-spent"]
    assert labels[-4:] == ["Che cosa proponi?", "Dove?", "Quanto costa (€)", "Spese"]
    (row,) = table(content)
    assert row["reference"] == submission.reference
    assert (row["status"], row["status_code"]) == ("Ricevuta", "received")
    assert (row["first_name"], row["municipality"], row["province"]) == ("Zenobia", "Vinci", "FI")
    assert row["protocol_number"] == "2026/7"
    assert row["submitted_at"] == f"{timezone.localtime(submission.submitted_at):%Y-%m-%d %H:%M:%S}"
    assert row["respond_by"] == (submission.respond_by.isoformat() if submission.respond_by else "")
    assert (row["q-kind"], row["q-cost"]) == ("Un laboratorio", "1500.50")


def test_no_cell_of_a_csv_is_run_as_a_formula(client: Client, officer: User, submission: Submission) -> None:
    (row,) = table(export(client))

    assert (row["q-where"], row["phone"]) == ("'=Vinci", "'+390552345678")


def test_with_a_semicolon_numbers_have_a_comma(client: Client, officer: User, submission: Submission) -> None:
    (row,) = table(export(client, format="csv-semicolon"), ";")

    assert row["q-cost"] == "1500,50"


def test_an_xlsx_has_real_types_and_a_sheet_for_the_rows_of_a_table(
    client: Client, officer: User, submission: Submission
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(client, format="xlsx")))

    assert book.sheetnames == ["Candidature", "Spese", "Conferme di altri"]
    main = book["Candidature"]
    keys = [cell.value for cell in main[2]]
    row = dict(zip(keys, main[3], strict=False))
    assert row["q-cost"].value == 1500.5
    assert row["submitted_at"].is_date
    assert (row["q-where"].value, row["phone"].value) == ("=Vinci", "+390552345678")
    assert [[cell.value for cell in line] for line in book["Spese"].iter_rows(min_row=2)] == [
        ["reference", "row", "c-what", "c-much"],
        [submission.reference, 1, "Sala", 100],
        [submission.reference, 2, "Tè", 9.5],
    ]


def test_json_holds_the_same_by_key(client: Client, officer: User, submission: Submission) -> None:
    data = json.loads(export(client, format="json"))

    (entry,) = data["submissions"]
    assert entry["reference"] == submission.reference
    assert entry["answers"]["q-where"] == "=Vinci"
    assert entry["answers"]["q-cost"] == "1500.50"
    assert entry["rows"]["q-spent"][1] == {"c-what": "Tè", "c-much": "9.50"}
    assert {"key": "q-where", "label": "Dove?"} in data["columns"]


def test_json_of_nothing_is_json(client: Client, officer: User) -> None:
    assert json.loads(export(client, format="json"))["submissions"] == []


def test_the_file_holds_what_the_list_holds(client: Client, officer: User, page: CallPage) -> None:
    mine = submitted(page, answers=ANSWERS, last_name="Cercata")
    submitted(page, answers=ANSWERS, last_name="Altra")
    rejected = submitted(page, answers=ANSWERS)
    Submission.objects.filter(pk=rejected.pk).update(status=Status.REJECTED)

    assert [row["reference"] for row in table(export(client, "q=cercata"))] == [mine.reference]
    assert len(table(export(client))) == 2
    assert [row["reference"] for row in table(export(client, "status=rejected"))] == [rejected.reference]
    assert len(table(export(client, "stage=all"))) == 3


def test_forms_that_differ_keep_their_columns_apart(client: Client, officer: User) -> None:
    """Copies of a form share a question; once one is reworded they no longer ask the same."""
    same = question("short_text", "q-same", "Perché?", max_length=99)
    one = CallPageFactory.create(
        title="A",
        steps=steps(same, question("short_text", "q-x", "In euro?", max_length=99)),
    )
    two = CallPageFactory.create(
        title="B",
        steps=steps(same, question("short_text", "q-x", "In lire?", max_length=99)),
    )
    submitted(one, answers={"q-same": "sì", "q-x": "dieci"})
    submitted(two, answers={"q-same": "no", "q-x": "mille"})

    rows = {row["page"]: row for row in table(export(client))}
    assert (rows["A"]["q-same"], rows["B"]["q-same"]) == ("sì", "no")
    assert (rows["A"][f"q-x@{one.pk}"], rows["A"][f"q-x@{two.pk}"]) == ("dieci", "")
    assert (rows["B"][f"q-x@{one.pk}"], rows["B"][f"q-x@{two.pk}"]) == ("", "mille")


def test_a_form_that_was_changed_keeps_old_answers_where_they_stood(client: Client, officer: User) -> None:
    first = question("short_text", "q-1", "Uno", max_length=99)
    second = question("short_text", "q-2", "Due", max_length=99)
    page = CallPageFactory.create(steps=steps(first, second))
    submitted(page, answers={"q-1": "a", "q-2": "b"})
    page.steps = json.loads(
        steps(
            question("short_text", "q-1", "Uno, detto meglio", max_length=99),
            question("short_text", "q-3", "Tre", max_length=99),
        )
    )
    page.save_revision().publish()
    submitted(page, answers={"q-1": "c", "q-3": "d"})

    content = export(client)
    labels, keys, *_rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert keys[-3:] == ["q-1", "q-2", "q-3"]
    assert labels[-3:] == ["Uno, detto meglio", "Due", "Tre"]
    assert [(row["q-1"], row["q-2"], row["q-3"]) for row in table(content)] == [
        ("a", "b", ""),
        ("c", "", "d"),
    ]


def test_a_hidden_answer_is_in_no_file(client: Client, officer: User, page: CallPage) -> None:
    made = submitted(page, answers=ANSWERS)
    Submission.objects.filter(pk=made.pk).update(
        answers={**ANSWERS, "q-kind": "o-other", "q-where": "Nascosto"}
    )

    for chosen in ("csv", "json"):
        assert b"Nascosto" not in export(client, format=chosen)


# Who may


def test_a_reviewer_takes_away_no_personal_data_whatever_is_posted(
    client: Client, page: CallPage, submission: Submission
) -> None:
    client.force_login(committee_member(page))

    (row,) = table(export(client, format="csv", personal="on"))

    assert (row["reference"], row["q-kind"], row["q-cost"]) == (
        submission.reference,
        "Un laboratorio",
        "1500.50",
    )
    assert not {
        "first_name",
        "email",
        "phone",
        "municipality",
        "protocol_number",
        "q-where",
        "q-spent",
    } & set(row)
    book = openpyxl.load_workbook(io.BytesIO(export(client, format="xlsx")))
    assert book.sheetnames == ["Candidature"]
    assert not any("Zenobia" in str(cell.value) for line in book.active.iter_rows() for cell in line)


def test_a_reviewer_is_offered_no_files(client: Client, page: CallPage, submission: Submission) -> None:
    client.force_login(committee_member(page))
    address = reverse("candidature_review:export")

    assert 'value="zip"' not in client.get(address).content.decode()
    response = client.post(address, {"format": "zip", "personal": "on", "receipts": "on"})
    assert not response.streaming
    assert not Export.objects.exists()


@pytest.mark.parametrize("chosen", ["csv", "xlsx", "json"])
def test_what_is_out_of_scope_is_in_no_file(
    client: Client, page: CallPage, submission: Submission, chosen: str
) -> None:
    client.force_login(committee_member(CallPageFactory.create()))

    for query in ("", "stage=all", "q=Zenobia", f"page={page.pk}&stage=all"):
        content = export(client, query, format=chosen)
        assert submission.reference.encode() not in content
        assert b"Un laboratorio" not in content
        assert b"Che cosa proponi" not in content


def test_an_editor_is_sent_away(client: Client, submission: Submission) -> None:
    client.force_login(member_of(Role.EDITORS))

    assert client.post(reverse("candidature_review:export"), {"format": "csv"}).status_code == 302
    assert not LogEntry.objects.filter(action="exported").exists()


def test_nothing_chosen_and_nonsense_are_refused_in_a_sentence(client: Client, officer: User) -> None:
    address = reverse("candidature_review:export") + "?page=x&submitted_at_from=mai&status=nuovo"

    for data in ({}, {"format": "exe"}, {"format": "zip"}):
        response = client.post(address, data)
        assert response.status_code == 200
        assert not response.streaming
    assert not Export.objects.exists()


# What is noted


def test_the_log_says_who_took_what_away_and_never_what_was_searched_for(
    client: Client, officer: User, page: CallPage, submission: Submission
) -> None:
    export(client, f"q=zenobia&status=received&page={page.pk}", format="csv")

    entry = LogEntry.objects.get(action="exported")
    assert entry.actor == officer
    assert entry.details == {
        "format": "csv",
        "rows": "1",
        "personal": "yes",
        "stage": "all",
        "searched": "yes",
        "status": "received",
        "page": str(page.pk),
    }
    assert "zenobia" not in str(entry.details)


def test_the_page_says_how_far_the_last_ones_are(
    client: Client, officer: User, submission: Submission
) -> None:
    export(client)
    Export.objects.create(user=officer, format="xlsx", rows=200, written=50)
    Export.objects.create(
        user=officer, format="json", rows=9, written=3, moved_at=timezone.now() - timedelta(hours=1)
    )
    Export.objects.create(user=member_of(Role.OFFICERS), format="csv", rows=777, written=1)

    shown = " ".join(client.get(reverse("candidature_review:export")).content.decode().split())

    assert "Completa: 1 riga" in shown
    assert "50 di 200 righe" in shown
    assert 'value="25"' in shown
    assert "Interrotta a 3 di 9 righe" in shown
    assert "777" not in shown
    # Read again by the script while one is on its way, and after a press.
    assert '<div data-progress="running">' in shown
    assert "data-begins-progress" in shown
    assert "portal/js/review.js" in shown


def test_what_is_over_is_not_read_again(client: Client, officer: User, submission: Submission) -> None:
    export(client)

    assert '<div data-progress="ended">' in client.get(reverse("candidature_review:export")).content.decode()


def test_a_file_that_nobody_takes_to_its_end_is_not_called_complete(
    client: Client, officer: User, submission: Submission
) -> None:
    response: Any = client.post(reverse("candidature_review:export"), {"format": "xlsx", "personal": "on"})
    next(iter(response.streaming_content))

    assert Export.objects.get().ended_at is None


def test_queries_follow_the_pieces_and_not_the_rows(
    client: Client,
    officer: User,
    page: CallPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _number in range(12):
        submitted(page, answers=ANSWERS)
    address = reverse("candidature_review:export")
    # How far it is, is noted by the clock.
    monkeypatch.setattr(progress, "SECONDS", 3600.0)

    with django_assert_max_num_queries(26):
        response: Any = client.post(address, {"format": "xlsx", "personal": "on"})
        b"".join(response.streaming_content)


# The archive


@pytest.fixture
def no_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipts as bytes, because making them is another test's."""
    monkeypatch.setattr(archive, "receipt_pdf", lambda submission: b"%PDF " + submission.reference.encode())


def opened(content: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return found


def test_a_zip_holds_a_folder_for_each_with_receipt_and_files(
    client: Client, officer: User, submission: Submission, no_press: None
) -> None:
    received_file(submission, "../statuto.pdf")
    received_file(submission, "_STATUTO.pdf")

    found = opened(export(client, format="zip", receipts="on"))

    folder = submission.reference
    assert sorted(found.namelist()) == sorted(
        [
            "elenco.csv",
            f"{folder}/ricevuta-{folder}.pdf",
            f"{folder}/_statuto.pdf",
            f"{folder}/_STATUTO (2).pdf",
        ]
    )
    assert found.read(f"{folder}/_statuto.pdf").startswith(b"%PDF")
    (row,) = table(found.read("elenco.csv"), ";")
    assert row["reference"] == submission.reference
    assert LogEntry.objects.filter(submission=submission, action="exported", actor=officer).exists()


def test_what_is_missing_is_listed_and_the_rest_is_there(
    client: Client, officer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, there = received_file(submission, "via.pdf"), received_file(submission, "resta.pdf")
    gone.file.storage.delete(str(gone.file.name))

    def fails(_submission: Submission) -> bytes:
        raise NotMadeError

    monkeypatch.setattr(archive, "receipt_pdf", fails)
    found = opened(export(client, format="zip", receipts="on"))

    missing = found.read("mancanti.txt").decode()
    assert f"{submission.reference}/via.pdf" in missing
    assert f"ricevuta-{submission.reference}.pdf" in missing
    assert f"{submission.reference}/{there.original_name}" in found.namelist()


def test_a_zip_of_too_many_is_refused_in_a_sentence(
    client: Client, officer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("istruttoria.exports.forms.MOST", 0)

    response = client.post(reverse("candidature_review:export"), {"format": "zip", "personal": "on"})

    assert "aggiungi un filtro" in response.content.decode()


def test_only_receipts_bound_a_zip_to_a_thousand(
    client: Client, officer: User, submission: Submission, monkeypatch: pytest.MonkeyPatch, no_press: None
) -> None:
    """They take long to be made; files are only copied."""
    assert (archive.MOST_WITH_RECEIPTS, archive.MOST) == (1_000, 10_000)
    monkeypatch.setattr("istruttoria.exports.forms.MOST_WITH_RECEIPTS", 0)
    chosen = {"format": "zip", "personal": "on", "receipts": "on"}

    refused = client.post(reverse("candidature_review:export"), chosen)

    assert "Le ricevute si fanno al massimo per 0 candidature, qui sono 1" in refused.content.decode()
    assert not Export.objects.exists()
    assert opened(export(client, format="zip")).namelist() == ["elenco.csv"]
    # In a table there are none.
    assert table(export(client, receipts="on"))
