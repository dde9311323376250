"""The rows of a table on the pages of a form, by the buttons alone: added, taken away, sent and read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from candidature.models import CallPage, Draft
from candidature.privacy import portable
from candidature.receipts import document
from candidature.submissions.models import Submission
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.public.by_buttons import first_step
from tests.candidature.public.journey import form_of
from tests.istruttoria.people import committee_member
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def column(id_: str, label: str, kind: str = "short_text", **more: Any) -> dict[str, Any]:
    return {"type": "item", "id": id_, "value": {"label": label, "kind": kind, "required": True, **more}}


@pytest.fixture
def page() -> CallPage:
    partners = block(
        "table",
        "k",
        label="Chi partecipa con te?",
        required=True,
        row_name="Partner",
        max_rows=3,
        columns=[column("n", "Nome"), column("s", "Contributo", "money", required=False)],
    )
    made: CallPage = CallPageFactory.create(
        steps=form_of([partners, block("short_text", "b", label="Perché?")])
    )
    return made


def at_the_table(app: Any, page: CallPage) -> Any:
    """The page of the step with the table, empty."""
    return first_step(app, page).submit("action", value="next").follow()


def pressed(step: Any, value: str) -> Any:
    """The page after the press of a button of a table."""
    return step.forms["step-form"].submit("rows", value=value)


def test_a_row_is_added_and_nothing_typed_is_lost(django_app: Any, page: CallPage) -> None:
    step = at_the_table(django_app, page)
    form = step.forms["step-form"]
    form["q-k-0-n"], form["q-b"] = "Ada & figli", "Perché sì"
    added = form.submit("rows", value="add:q-k")

    # The press ends in a redirect, to the new row, and says nothing of what is still missing.
    assert added.status_code == 302
    assert added.location.endswith("?riga=k#q-k_1")
    shown = added.follow()
    assert "C’è un errore" not in shown.text
    form = shown.forms["step-form"]
    assert (form["q-k-0-n"].value, form["q-k-1-n"].value, form["q-b"].value) == (
        "Ada & figli",
        "",
        "Perché sì",
    )

    form["q-k-1-n"] = "Lea"
    full = pressed(shown, "add:q-k").follow()
    again = full.forms["step-form"]
    assert [again[f"q-k-{row}-n"].value for row in range(3)] == ["Ada & figli", "Lea", ""]
    # Three is the most: the button is there for the script alone.
    assert full.html.select_one('button[value="add:q-k"]').has_attr("hidden")


def test_a_row_is_taken_away_and_the_others_stay(django_app: Any, page: CallPage) -> None:
    step = at_the_table(django_app, page)
    step.forms["step-form"]["q-k-0-n"] = "Ada"
    step = pressed(step, "add:q-k").follow()
    step.forms["step-form"]["q-k-1-n"] = "Lea"
    dropped = pressed(step, "drop:q-k:0")

    assert dropped.location.endswith("#q-k_group")
    assert Draft.objects.get().answers["k"] == [{"n": "Lea"}]
    assert dropped.follow().forms["step-form"]["q-k-0-n"].value == "Lea"


@pytest.mark.parametrize(
    "value", ["add:", "add:q-x", "drop:q-k:99", "drop", "x:q-k", 'add:q-k"><b>', "add:q-k#/../"]
)
def test_a_button_that_no_page_has_loses_nothing(django_app: Any, page: CallPage, value: str) -> None:
    step = at_the_table(django_app, page)
    step.forms["step-form"]["q-k-0-n"] = "Ada"
    shown = pressed(step, value).follow()

    assert "<b>" not in shown.text
    assert Draft.objects.get().answers["k"] == [{"n": "Ada"}]


@pytest.mark.parametrize("asked", ["k", "x", "<b>", "k" * 500])
def test_an_address_alone_opens_a_row_at_the_most(django_app: Any, page: CallPage, asked: str) -> None:
    step = at_the_table(django_app, page)
    shown = django_app.get(step.request.path, {"riga": asked})

    assert shown.status_code == 200
    assert "q-k-1-n" not in shown.forms["step-form"].fields


def test_what_is_missing_is_named_by_row_and_leads_there(django_app: Any, page: CallPage) -> None:
    form = at_the_table(django_app, page).forms["step-form"]
    form["q-k-0-s"], form["q-b"] = "molto", "Sì"
    shown = form.submit("action", value="next").follow()

    links = list(shown.html.select("[role=alert] a"))
    assert [link["href"] for link in links] == ["#q-k-0-n", "#q-k-0-s"]
    assert links[0].text == "Chi partecipa con te? – Partner 1, Nome: Rispondi a «Nome»."
    assert all(shown.html.find(id=link["href"][1:]) is not None for link in links)


def test_rows_are_read_the_same_by_staff_in_the_receipt_and_in_the_copy_of_the_data(
    client: Client, page: CallPage
) -> None:
    sent = submitted(page, answers={"k": [{"n": "=1+1", "s": "2.50"}, {"n": "Lea"}], "b": "Sì"})
    lines = ["Partner 1: Nome: =1+1; Contributo: 2,50 €", "Partner 2: Nome: Lea"]
    client.force_login(committee_member(page))
    read = client.get(reverse("candidature_review:detail", args=[sent.pk])).content.decode()
    submission = Submission.objects.get(pk=sent.pk)
    copy = portable.everything(submission)

    assert all(line in read for line in lines)
    assert document.contents(submission, 1)["sections"][0]["rows"][0]["values"] == lines
    assert document.receipt_pdf(submission).startswith(b"%PDF")
    assert copy["answers"]["k"] == [{"n": "=1+1", "s": "2.50"}, {"n": "Lea"}]
    assert copy["in_words"][0]["rows"][0]["answer"] == lines
