"""«Firme dei patti»: names wait for a look, and who looks at whom is told."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from openpyxl import load_workbook

from candidature.models import LogEntry
from patti.models import Look, Signature
from portal.privacy.consultations import EXPORTED, SEARCHED_BY_EMAIL, SIGNATURE_ERASED, SIGNATURE_READ
from portal.roles import Role
from tests.istruttoria.people import member_of
from tests.patti.factories import body_signed, patto, signed

pytestmark = pytest.mark.django_db

REGISTER = "/admin/patti/signature/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of(Role.EDITORS))
    return client


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(member_of(Role.OFFICERS))
    return client


def told(action: str) -> list[dict[str, str]]:
    return [entry.details for entry in LogEntry.objects.filter(action=action)]


def test_names_are_approved_many_at_once_and_stand_on_the_page(django_app: DjangoTestApp) -> None:
    page = patto()
    for number in range(3):
        signed(page, f"{number}@example.org", last_name=f"Rossi{number}", shows_name=True)
    django_app.set_user(member_of(Role.EDITORS))
    assert "Rossi1" not in django_app.get(page.url).text

    form = django_app.get(REGISTER).forms["righe"]
    rows = [str(one.pk) for one in Signature.objects.filter(last_name__in=("Rossi0", "Rossi1"))]
    done = django_app.post(
        form.action,
        {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"].value, "row": rows, "state": "approved"},
    ).follow()

    assert "2 firme cambiate" in done.text
    shown = django_app.get(page.url).text
    assert "Rossi0" in shown
    assert "Rossi2" not in shown
    assert Signature.objects.filter(look=Look.APPROVED, looked_at=None).count() == 0


def test_the_boxes_of_the_rows_belong_to_the_form_of_the_buttons(editor: Client) -> None:
    signature = signed(patto())

    html = editor.get(REGISTER).content.decode()

    assert f'name="row" value="{signature.pk}" form="righe"' in html
    assert 'id="righe"' in html
    assert "ada@example.org" not in html


def test_hidden_and_back(editor: Client) -> None:
    signature = signed(patto(), shows_name=True, look=Look.APPROVED)
    mark = reverse("patti_signature_mark")

    for state in (Look.HIDDEN, Look.NEW):
        editor.post(mark, {"row": signature.pk, "state": state})
        signature.refresh_from_db()
        assert signature.look == state
    assert (signature.looked_by, signature.looked_at) == (None, None)


def test_who_let_a_name_be_shown_is_kept_and_can_be_read(client: Client) -> None:
    signature = signed(patto(), shows_name=True)
    first, later = member_of(Role.EDITORS), member_of(Role.EDITORS)
    for account in (first, later):
        client.force_login(account)
        client.post(reverse("patti_signature_mark"), {"row": signature.pk, "state": "approved"})

    signature.refresh_from_db()
    assert signature.looked_by == first
    assert str(first) in client.get(f"{REGISTER}inspect/{signature.pk}/").content.decode()

    # The signature stands though the account goes.
    first.delete()
    assert Signature.objects.filter(look=Look.APPROVED, looked_by=None).exists()


def test_who_marks_stays_in_the_list_as_it_was_narrowed(editor: Client) -> None:
    signature = signed(patto(), shows_name=True)
    narrowed = f"{REGISTER}?q=rossi&look__exact=new&o=2"
    form = BeautifulSoup(editor.get(narrowed).content, "html.parser").select_one("form#righe")
    assert form is not None

    answer = editor.post(str(form["action"]), {"row": signature.pk, "state": "approved"})

    assert answer["Location"] == narrowed


@pytest.mark.parametrize("row", ["", "x", "9" * 30, "9" * 5_000, "-1", "²"])
def test_what_is_no_row_changes_nothing(editor: Client, row: str) -> None:
    signed(patto())

    answer = editor.post(reverse("patti_signature_mark"), {"row": row, "state": "approved"}, follow=True)

    assert answer.status_code == 200
    assert Signature.objects.get().look == Look.NEW


def test_a_state_that_is_none_changes_nothing(editor: Client) -> None:
    signature = signed(patto())

    editor.post(reverse("patti_signature_mark"), {"row": signature.pk, "state": "amata"})

    assert Signature.objects.get().look == Look.NEW


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("look__exact=approved", {"Ada Verdi"}),
        ("kind__exact=body", {"Circolo Uno"}),
        ("shows_name__exact=1", {"Ada Verdi"}),
        ("q=circolo", {"Circolo Uno"}),
        ("q=ada@example.org", {"Ada Rossi"}),
    ],
)
def test_it_is_narrowed_and_searched(editor: Client, query: str, found: set[str]) -> None:
    page = patto()
    signed(page, "ada@example.org")
    signed(page, "v@example.org", last_name="Verdi", shows_name=True, look=Look.APPROVED)
    body_signed(page, "Circolo Uno")

    html = editor.get(f"{REGISTER}?{query}").content.decode()

    assert {name for name in ("Ada Rossi", "Ada Verdi", "Circolo Uno") if name in html} == found


def test_it_is_narrowed_to_one_patto(editor: Client) -> None:
    one, other = patto(title="Uno"), patto(title="Due")
    signed(one, last_name="Rossi")
    signed(other, "b@example.org", last_name="Verdi")

    html = editor.get(f"{REGISTER}?patto={one.pk}").content.decode()

    assert "Ada Rossi" in html
    assert "Ada Verdi" not in html
    assert editor.get(f"{REGISTER}?patto={'9' * 40}").status_code == 200


def test_looking_for_an_address_and_reading_one_are_told(editor: Client) -> None:
    signature = signed(patto())

    editor.get(f"{REGISTER}?q=ada@example.org")
    whole = editor.get(f"{REGISTER}inspect/{signature.pk}/").content.decode()

    assert "ada@example.org" in whole
    assert told(SEARCHED_BY_EMAIL) == [{"place": "signatures"}]
    assert told(SIGNATURE_READ) == [{"signature": str(signature.pk)}]


def test_a_spreadsheet_can_be_taken_away_too(editor: Client) -> None:
    signed(patto())

    answer = editor.get(REGISTER, {"export": "xlsx"})
    [sheet] = load_workbook(BytesIO(b"".join(answer))).worksheets

    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "Rossi" in rows[1]


def test_the_export_runs_no_formula_names_no_address_and_is_told(editor: Client) -> None:
    signed(patto(), last_name="=1+1", first_name="Ada")

    answer = editor.get(REGISTER, {"export": "csv"})
    written = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert "'=1+1" in written
    assert "ada@example.org" not in written
    assert told(EXPORTED) == [{"place": "signatures"}]


def test_only_an_officer_erases_a_signature_and_it_is_told(officer: Client) -> None:
    signature = signed(patto())
    erase = reverse("patti_signature_erase", args=[signature.pk])
    whole = BeautifulSoup(officer.get(f"{REGISTER}inspect/{signature.pk}/").content, "html.parser")
    # It is a link to a question: no press on this page erases anything.
    assert whole.select_one(f'a[href="{erase}"]')
    assert not whole.select_one(f'form[action="{erase}"]')

    asked = BeautifulSoup(officer.get(erase).content, "html.parser")
    assert Signature.objects.exists()
    assert "Vuoi cancellare la firma di Ada Rossi" in " ".join(asked.text.split())
    assert "ada@example.org" not in asked.text
    assert asked.select_one(f'a[href="{REGISTER}inspect/{signature.pk}/"]')
    form = asked.select_one('form[method="post"]')
    assert form is not None
    officer.post(str(form["action"]))

    assert not Signature.objects.exists()
    assert told(SIGNATURE_ERASED) == [{"signature": str(signature.pk)}]
    assert officer.post(erase).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITORS, Role.REVIEWERS])
def test_nobody_else_erases_one(client: Client, role: Role) -> None:
    signature = signed(patto())
    client.force_login(member_of(role))

    erase = reverse("patti_signature_erase", args=[signature.pk])
    assert "Ada Rossi" not in client.get(erase, follow=True).content.decode()
    client.post(erase)

    assert Signature.objects.exists()
    assert "signature_erase" not in client.get(f"{REGISTER}inspect/{signature.pk}/").content.decode()


def test_a_reviewer_sees_nothing_of_it(client: Client) -> None:
    signature = signed(patto())
    client.force_login(member_of(Role.REVIEWERS))

    for address in (REGISTER, f"{REGISTER}inspect/{signature.pk}/"):
        assert client.get(address).status_code == 302
    client.post(reverse("patti_signature_mark"), {"row": signature.pk, "state": "approved"})
    assert Signature.objects.get().look == Look.NEW


def test_many_rows_cost_few_queries(
    editor: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    page = patto()
    for number in range(30):
        signed(page, f"{number}@example.org")
    editor.get(REGISTER)

    with django_assert_max_num_queries(12):
        editor.get(REGISTER)
