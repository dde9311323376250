"""Each set that comes with the portal can be published as it is, asks nothing twice and nothing of health."""

from typing import Any

import pytest

from candidature.models import CallPage
from candidature.ready_sets import contents
from candidature.ready_sets.supplied import SUPPLIED, SuppliedSet
from moduli import StepForm, on_paper, walk
from moduli.types.registry import type_of
from portal.editorial import checking
from tests.candidature.factories import CallPageFactory, EventPageFactory

pytestmark = pytest.mark.django_db

each_set = pytest.mark.parametrize("supplied", SUPPLIED, ids=[one.key for one in SUPPLIED])


def unpacked(supplied: SuppliedSet) -> contents.Contents:
    return contents.unpacked(list(supplied.steps))


@each_set
@pytest.mark.parametrize("factory", [CallPageFactory, EventPageFactory], ids=["call", "event"])
def test_nothing_is_to_be_said_of_a_page_that_asks_it(supplied: SuppliedSet, factory: Any) -> None:
    """Among the checks: a field half written, equal labels, what "Chi sei" asks, sensitive and hard words."""
    read = unpacked(supplied)
    page = factory.create(steps=read.steps, office="Ufficio", responsible_person="Dirigente")

    about_the_form = [one for one in checking.findings(page) if one.place.startswith("steps")]

    assert read.remarks == []
    assert about_the_form == []


@each_set
def test_it_freezes_and_is_drawn_on_screen_and_paper(supplied: SuppliedSet) -> None:
    schema = unpacked(supplied).schema

    drawn = [node for step in schema["steps"] for node in StepForm(step).nodes()]

    assert len(drawn) == sum(len(step["questions"]) for step in schema["steps"])
    assert [step.title for step in on_paper(schema)] == [step["title"] for step in schema["steps"]]


@each_set
def test_every_long_text_says_that_no_data_about_health_is_wanted(supplied: SuppliedSet) -> None:
    schema = unpacked(supplied).schema
    asked = [one for step in schema["steps"] for one in walk(step["questions"]) if one["type"] == "long_text"]

    for question in asked:
        assert "salute" in str(type_of(question).form_field(question).help_text)


def test_together_they_stand_in_one_form(db: None) -> None:
    """As “Da gruppi pronti” puts them: no key comes twice, and the form is one that cleans."""
    read = [unpacked(one) for one in SUPPLIED]
    stored = [step.get_prep_value() for one in read for step in one.steps]
    value = contents.block().to_python(stored)
    page = CallPage(steps=value)

    contents.block().clean(value)
    keys = [question["key"] for step in page.schema["steps"] for question in walk(step["questions"])]
    assert len(keys) == len(set(keys))


@each_set
def test_what_is_said_of_a_missing_answer_names_the_thing(supplied: SuppliedSet) -> None:
    """A tax code or an address is named by its type; a text, a choice or a file by its question alone."""
    unnamed = {"short_text", "long_text", "number", "one_choice", "several_choices", "file"}
    schema = unpacked(supplied).schema
    asked = [one for step in schema["steps"] for one in walk(step["questions"]) if one["type"] in unnamed]

    for question in asked:
        said = str(type_of(question).form_field(question).error_messages["required"])
        assert not question["required"] or said != type_of(question).blank_of(question), question["label"]
