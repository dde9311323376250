"""A question whose answers are the entries of a list that the staff loaded."""

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from candidature.models import CallPage, ReferenceList
from candidature.submissions.models import Submission
from moduli import StepForm, changes, freeze, readable, taken_over
from moduli.check import as_data
from tests.candidature.factories import CallPageFactory, question, steps, submitted
from tests.istruttoria.people import committee_member
from tests.moduli.builders import posted, schema_of, step

pytestmark = pytest.mark.django_db

SCHOOLS = [("A1", "Scuola Verdi"), ("A2", "Forlì – Liceo"), ("A3", "Scuola Verdi (serale)")]


@pytest.fixture
def schools() -> ReferenceList:
    made = ReferenceList.objects.create(name="Scuole")
    made.take(SCHOOLS)
    return made


@pytest.fixture
def page(schools: ReferenceList) -> CallPage:
    made: CallPage = CallPageFactory.create(
        steps=steps(question("list_entry", "k", "Quale scuola?", source=str(schools.pk)))
    )
    return made


def asked(page: CallPage) -> Any:
    return freeze(page.steps)["steps"][0]["questions"][0]


def form_of(page: CallPage, typed: Any) -> StepForm:
    return StepForm(step(asked(page)), posted(k=typed))


@pytest.mark.parametrize("typed", ["A2", "Forlì – Liceo", " forli liceo ", "FORLI LICEO"])
def test_an_entry_is_chosen_or_typed_and_kept_with_its_label(page: CallPage, typed: str) -> None:
    form = form_of(page, typed)

    assert form.answers() == {"k": {"code": "A2", "label": "Forlì – Liceo"}}
    assert StepForm(step(asked(page)), as_data(step(asked(page)), form.typed())).answers() == form.answers()
    assert readable(schema_of(step(asked(page))), form.answers())[0].rows[0].text == "Forlì – Liceo"


@pytest.mark.parametrize(
    "typed", ["Scuola Bianchi", "a1'; drop", "<b>A1</b>", "שלום", "x" * 5000, "other", "{'code': 'A1'}"]
)
def test_what_is_not_in_the_list_is_refused_and_kept_as_it_was_typed(page: CallPage, typed: str) -> None:
    form = form_of(page, typed)

    assert list(form.errors) == ["q-k"]
    assert form.typed() == {"k": typed}
    html = render_to_string("moduli/questions.html", {"nodes": form.nodes()})
    assert "<b>A1</b>" not in html


def test_signs_alone_mean_only_the_entry_that_is_written_so() -> None:
    listed = ReferenceList.objects.create(name="Segni")
    listed.take([("A1", "—"), ("A2", "Altro")])
    page = CallPageFactory.create(
        steps=steps(question("list_entry", "k", "Quale segno?", source=str(listed.pk)))
    )

    assert form_of(page, "—").answers() == {"k": {"code": "A1", "label": "—"}}
    for typed in ("?", "…", "\u0301"):
        assert form_of(page, typed).errors


def test_of_several_values_the_last_counts_as_of_any_list(page: CallPage) -> None:
    assert form_of(page, ["A1", "A2"]).answers() == {"k": {"code": "A2", "label": "Forlì – Liceo"}}


def test_an_entry_of_another_list_is_none_of_this_one(page: CallPage) -> None:
    other = ReferenceList.objects.create(name="Altre")
    other.take([("Z9", "Altrove")])

    assert not form_of(page, "Z9").is_valid()


def test_a_new_version_is_another_form_and_what_was_sent_reads_as_before(
    page: CallPage, schools: ReferenceList
) -> None:
    before: Any = freeze(page.steps)
    sent = submitted(page, answers={"k": {"code": "A1", "label": "Scuola Verdi"}})
    assert schools.take([("A1", "Istituto Verdi")])
    after: Any = freeze(CallPage.objects.get(pk=page.pk).steps)

    [change] = changes(before, after)
    assert (change.what, change.before, change.after) == (
        "rules",
        "Elenco «Scuole», versione 1.",
        "Elenco «Scuole», versione 2.",
    )
    kept: Any = Submission.objects.get(pk=sent.pk)
    assert (
        kept.schema["steps"][0]["questions"][0]["list_version"]
        == before["steps"][0]["questions"][0]["list_version"]
    )
    assert readable(kept.schema, kept.answers)[0].rows[0].text == "Scuola Verdi"
    # Whoever was writing with the former version is asked in the words of the new one.
    assert StepForm(after["steps"][0], posted(k="A1")).answers() == {
        "k": {"code": "A1", "label": "Istituto Verdi"}
    }
    assert StepForm(before["steps"][0], posted(k="A2")).is_valid()


def test_the_same_file_again_makes_no_version(schools: ReferenceList) -> None:
    assert not schools.take(SCHOOLS)
    assert schools.versions.count() == 1


def test_an_entry_is_taken_over_by_its_code(page: CallPage) -> None:
    schema = freeze(page.steps)

    assert taken_over(schema, {"k": {"code": "A1", "label": "Scuola Verdi"}}, schema)["k"]["code"] == "A1"


@pytest.mark.parametrize("source", [None, "", "99999", "x", "٣", "-1"])
def test_a_question_without_its_list_is_drawn_and_takes_nothing(source: Any) -> None:
    page = CallPageFactory.create(steps=steps(question("list_entry", "k", "Quale?", source=source)))

    assert render_to_string("moduli/questions.html", {"nodes": form_of(page, "A1").nodes()})
    assert not form_of(page, "A1").is_valid()


def test_freezing_costs_a_query_and_a_form_one_more(page: CallPage, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        question_asked = asked(page)
    with django_assert_num_queries(1):
        form = StepForm(step(question_asked), posted(k="A1"))
        assert form.is_valid()
        render_to_string("moduli/questions.html", {"nodes": form.nodes()})


def test_reviewers_read_the_label(client: Client, page: CallPage) -> None:
    sent = submitted(page, answers={"k": {"code": "A1", "label": "Scuola Verdi"}})
    client.force_login(committee_member(page))

    assert "Scuola Verdi" in client.get(reverse("candidature_review:detail", args=[sent.pk])).content.decode()


def test_what_is_frozen_is_plain_data(page: CallPage, schools: ReferenceList) -> None:
    present = schools.present()
    assert present is not None
    kept = {name: asked(page)[name] for name in ("list_name", "list_version", "list_number")}

    assert json.loads(json.dumps(kept)) == {
        "list_name": "Scuole",
        "list_version": present.pk,
        "list_number": 1,
    }
