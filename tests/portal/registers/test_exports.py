"""Whatever staff take away as a spreadsheet holds text, and no formula."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.template.response import SimpleTemplateResponse
from django.test import Client
from openpyxl import load_workbook

from portal.models import User
from portal.registers import spreadsheets
from portal.registers.spreadsheets import as_plain_cell
from territori.models import Municipality, Organisation, Zone
from tests.candidature.factories import UserFactory
from tests.portal.addresses import World, addresses

pytestmark = pytest.mark.django_db

FORMULA = "=HYPERLINK(1)"
STARTS = ("=", "+", "-", "@", "\t", "\r")


TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml")


@pytest.fixture(scope="module")
def user(module_db: None) -> User:
    """An administrator with a name like a formula."""
    return UserFactory.create(is_superuser=True, first_name=FORMULA)


@pytest.fixture(scope="module")
def full_of_formulas(user: User, module_files: Path) -> World:
    """A portal full of such names."""
    world = World()
    world.page.title = FORMULA
    world.page.save_revision(user=user, log_action=True).publish()
    User.objects.update(first_name=FORMULA, last_name=FORMULA)
    for named in (Municipality, Organisation, Zone):
        # No two zones have the same name.
        named.objects.update(name=Concat(Value(FORMULA), Cast("pk", CharField())))
    return world


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def only_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens are asked for and not drawn: what is taken away as a spreadsheet is no template."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def cells(response: Any) -> list[str]:
    content = b"".join(response)
    if response["Content-Type"].startswith("text/csv"):
        return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
    sheet = load_workbook(io.BytesIO(content)).active
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.mark.usefixtures("only_tables")
def test_no_spreadsheet_of_any_listing_or_report_holds_a_formula(
    client: Client, full_of_formulas: World
) -> None:
    exported = set()
    formulas = []

    for address in addresses(full_of_formulas):
        if not address.path.startswith("/admin/") or "logout" in address.path or "failwhale" in address.path:
            continue
        for kind in ("csv", "xlsx"):
            response = client.get(address.path, {"export": kind})
            # A file that an applicant sent is handed over as it is; only tables are read here. What gives no
            # table of one kind gives none of the other: Wagtail's views know both or neither.
            if not (response.streaming and response["Content-Type"].startswith(TABLES)):
                break
            exported.add(address.name)
            formulas += [
                f"{address.name} {kind}: {cell}" for cell in cells(response) if cell.startswith(STARTS)
            ]

    assert formulas == []
    assert {
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:page_types_usage",
        "territori_municipality_modeladmin_index",
    } <= exported


@pytest.mark.parametrize("report", ["site-history", "aging-pages"])
@pytest.mark.usefixtures("full_of_formulas")
def test_a_title_like_a_formula_is_exported_as_text(client: Client, report: str) -> None:
    assert f"'{FORMULA}" in cells(client.get(f"/admin/reports/{report}/?export=csv"))


@pytest.mark.parametrize(
    "value",
    ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", " =1", "\u00a0=1", "\u3000＝1", "＋1", "－1", "＠a",
     "\u200b=1", "\ufeff=1", "\x00=1", " \t =1"],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(value: str) -> None:
    assert as_plain_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "a=1", "1+1", "Anna", "’=1", 5, -5, None, "12-03-2026"])
def test_any_other_cell_stays_as_it_is(value: Any) -> None:
    assert as_plain_cell(value) == value


def test_a_cell_is_looked_at_after_wagtail_has_written_it_for_its_kind_of_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Export:
        """Writes cells out of what it is asked, as Wagtail's does with dates and choices."""

        start = "="

        def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
            return f"{self.start}{field} {value} {export_format}" if value else value

    monkeypatch.setattr(spreadsheets, "SpreadsheetExportMixin", Export)

    spreadsheets.neutralise_exports()

    assert Export().preprocess_field_value("nome", 5, "csv") == "'=nome 5 csv"
    assert Export().preprocess_field_value("nome", None, "xlsx") is None
