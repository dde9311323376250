"""The server decides which questions are asked; the page only draws them."""

from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from moduli import IncompleteAnswersError, StepForm, check_answers
from tests.moduli.builders import PDF, StoredFile, ask, option, posted, schema_of, step, upload

# kind? ── formal ── registered? ── yes ── number!
#       └─ informal ─ contact!
NUMBER = ask("short_text", "number")
REGISTERED = ask("yes_no", "registered", options=[option("yes", NUMBER), option("no")])
CONTACT = ask("short_text", "contact")
KIND = ask("one_choice", "kind", options=[option("formal", REGISTERED), option("informal", CONTACT)])
STEP = step(KIND, ask("short_text", "note", required=False))


def test_a_required_question_of_a_branch_not_chosen_is_not_required() -> None:
    form = StepForm(STEP, posted(kind="informal", contact="Ada", shown=["kind.informal"]))
    assert form.is_valid()
    assert form.answers() == {"kind": "informal", "contact": "Ada"}


def test_an_answer_posted_for_a_hidden_question_is_dropped() -> None:
    form = StepForm(
        STEP,
        posted(kind="informal", contact="Ada", number="123", registered="yes", shown=["kind.informal"]),
    )
    assert form.is_valid()
    assert set(form.answers()) == {"kind", "contact"}
    assert form.typed()["number"] is None


def test_a_crafted_post_cannot_skip_a_required_question_of_a_chosen_branch() -> None:
    form = StepForm(STEP, posted(kind="formal", registered="yes", shown=["kind.formal", "registered.yes"]))
    assert form.errors == {"q-number": ["Rispondi a «Domanda number»."]}


def test_leaving_out_what_the_page_held_only_shows_the_branch_again() -> None:
    form = StepForm(STEP, posted(kind="formal", registered="yes"))
    assert form.unrevealed() == ["kind.formal", "registered.yes"]


def test_a_branch_the_page_did_not_hold_yet_is_noticed_level_by_level() -> None:
    assert StepForm(STEP, posted(kind="formal")).unrevealed() == ["kind.formal"]
    assert StepForm(STEP, posted(kind="formal", shown=["kind.formal"])).unrevealed() == []
    second = posted(kind="formal", registered="yes", shown=["kind.formal"])
    assert StepForm(STEP, second).unrevealed() == ["registered.yes"]
    assert StepForm(STEP, posted(kind="formal", registered="no", shown=["kind.formal"])).unrevealed() == []


def test_an_option_that_does_not_exist_opens_nothing() -> None:
    form = StepForm(STEP, posted(kind="nonsense"))
    assert form.unrevealed() == []
    assert list(form.errors) == ["q-kind"]


def test_answers_to_questions_nobody_asked_are_ignored() -> None:
    form = StepForm(STEP, posted(kind="informal", contact="Ada", intruder="x", shown=["kind.informal"]))
    assert form.is_valid()
    assert "intruder" not in form.typed()


def test_a_file_sent_for_a_hidden_question_is_not_taken() -> None:
    hidden = step(ask("yes_no", "more", options=[option("yes", ask("file", "cv")), option("no")]))
    files = MultiValueDict({"q-cv": [upload("cv.pdf", PDF)]})
    assert StepForm(hidden, posted(more="no"), files).new_files() == []
    chosen = StepForm(hidden, posted(more="yes", shown=["more.yes"]), files)
    assert [(key, checked.name) for key, checked in chosen.new_files()] == [("cv", "cv.pdf")]


def test_clearing_an_optional_answer_clears_it_in_the_draft() -> None:
    form = StepForm(STEP, posted(kind="informal", contact="Ada", note="", shown=["kind.informal"]))
    assert form.typed()["note"] is None


def test_the_page_draws_every_branch_and_says_which_are_chosen() -> None:
    kind = StepForm(STEP, answers={"kind": "formal"}).nodes()[0]
    assert [(node.branch, node.chosen) for node in kind.options] == [
        ("kind.formal", True),
        ("kind.informal", False),
    ]
    opened = kind.options[1].nodes[0].control
    assert opened is not None
    assert opened.html_name == "q-contact"


def test_a_whole_draft_is_checked_before_it_is_sent_and_hidden_answers_go() -> None:
    schema = schema_of(STEP, step(ask("email", "mail"), key="s2"))
    typed = {"kind": "informal", "contact": "Ada", "number": "123", "mail": "ada@esempio.it", "stale": "x"}
    assert check_answers(schema, typed) == {"kind": "informal", "contact": "Ada", "mail": "ada@esempio.it"}


def test_a_draft_with_something_missing_names_the_steps_to_go_back_to() -> None:
    schema = schema_of(STEP, step(ask("email", "mail"), key="s2"))
    with pytest.raises(IncompleteAnswersError) as refused:
        check_answers(schema, {"kind": "formal", "mail": "not an address"})
    assert refused.value.steps == ["s1", "s2"]
    # What a log holds of it: how many, and no answers.
    assert str(refused.value) == "Incomplete steps: 2"


def test_a_file_counts_only_for_its_own_question_and_only_when_the_answers_name_it() -> None:
    schema = schema_of(step(ask("file", "cv")))
    mine, other = StoredFile("cv"), StoredFile("id")
    assert check_answers(schema, {"cv": [str(mine.public_id)]}, [mine, other]) == {
        "cv": [str(mine.public_id)]
    }
    for typed in ({}, {"cv": [str(other.public_id)]}, {"cv": "x"}):
        with pytest.raises(IncompleteAnswersError):
            check_answers(schema, typed, [mine, other])


KEYS = ["kind", "registered", "number", "contact", "note"]
VALUES = st.sampled_from(["formal", "informal", "yes", "no", "", "x"])


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES),
    st.lists(st.sampled_from(["kind.formal", "registered.yes"])),
)
def test_whatever_is_posted_a_valid_form_has_all_and_only_what_its_choices_ask(
    values: Any, shown: Any
) -> None:
    form = StepForm(STEP, posted(**values, shown=shown))
    if not form.is_valid():
        return
    answers = form.answers()
    if answers["kind"] == "informal":
        assert answers["contact"]
        assert not {"registered", "number"} & set(answers)
    else:
        assert "contact" not in answers
        assert answers["registered"] == "no" or answers["number"]
        assert answers["registered"] == "yes" or "number" not in answers
