"""The script that opens branches and the server that decides about them see the same questions.

As many random sets of answers as `tests.moduli.test_agreement` tries (`ANSWER_SETS`) are put into the real
controls of a real page, whose script opens what they choose; what the form would then send is read by the
server.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from playwright.sync_api import Browser, Page

from candidature.models import ReferenceList
from moduli import Schema, Step, StepForm, StepsBlock, conditions_of, freeze, on_its_own, walk
from tests.candidature.pages.test_random_edits import EDIT_SEQUENCES, EDITS
from tests.moduli.lists import every_other_type
from tests.moduli.random_edits import Editor
from tests.moduli.random_forms import (
    KINDS,
    WITH_OPTIONS,
    AnswerSet,
    expected,
    expected_steps,
    random_answers,
    random_form,
)
from tests.moduli.right_answers import right_answers
from tests.moduli.test_agreement import ANSWER_SETS

ANSWER_SETS_A_STEP = 20
# Where nothing can be typed that does not exist.
PICKED = {*WITH_OPTIONS, "date", "ranking", "scale", "publication_consent"}

# Fills in the form once for each set of answers; tells which questions are seen, and what would be sent.
FILL_IN = """
(sets) => sets.map((answers) => {
  const form = document.querySelector("form");
  form.reset();
  // A reset leaves these alone; a page that is opened anew has no drawing.
  for (const drawing of form.querySelectorAll("[data-signature] input[type=hidden]")) drawing.value = "";
  document.dispatchEvent(new Event("change"));
  for (const [name, values] of answers) {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else if (control.type === "hidden") control.value = values[1] ?? "";
      else if (control.tagName === "SELECT") {
        // Several lists of one name: each takes the value that it offers.
        const offered = [...control.options].map((option) => option.value);
        control.value = values.find((value) => value && offered.includes(value)) ?? "";
      } else control.value = values[0];
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  const seen = [...form.elements].filter((control) => control.checkVisibility() && control.name);
  return {
    visible: [...new Set(seen.map((control) => control.name))],
    sent: [...new FormData(form)].filter(([, value]) => typeof value === "string"),
  };
})
"""


@pytest.fixture
def blank_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_script_and_server_see_the_same_questions(blank_page: Page) -> None:
    tried = number = 0
    while tried < ANSWER_SETS:
        number += 1
        chance = random.Random(number)  # noqa: S311 - no secret
        for step in map(on_its_own, random_form(chance)["steps"]):
            sets = [typeable(step, chance) for _set in range(ANSWER_SETS_A_STEP)]
            open_form(blank_page, step)
            for answers, found in zip(sets, filled_in(blank_page, step, sets), strict=True):
                compare(step, answers, found, f"Form {number}")
            tried += len(sets)


@pytest.mark.django_db
def test_whatever_an_editor_did_script_and_server_see_the_same_questions(blank_page: Page) -> None:
    every_other_type()
    lists = [str(pk) for pk in ReferenceList.objects.values_list("pk", flat=True)]
    for number in range(EDIT_SEQUENCES):
        chance = random.Random(number)  # noqa: S311 - no secret
        editor = Editor(chance, lists)
        for _edit in range(EDITS):
            editor.edit()
        for step in map(on_its_own, freeze(StepsBlock().to_python(editor.steps))["steps"]):
            sent = [right_answers(step, chance)[0] for _set in range(ANSWER_SETS_A_STEP)]
            open_form(blank_page, step)
            typed = [
                AnswerSet({name.removeprefix("q-"): values for name, values in one.lists()}) for one in sent
            ]
            for found in filled_in(blank_page, step, typed):
                see_the_same(step, found, f"Form {number}")


def see_the_same(step: Step, found: dict[str, Any], where: str) -> None:
    """What is seen on the page is what the server asks for, and it was answered."""
    told = f"{where}, sent: {found['sent']}, step: {json.dumps(step)}"
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in found["sent"]:
        data.appendlist(name, value)
    form = StepForm(step, data)
    visible = {name.removeprefix("q-").partition("-")[0] for name in found["visible"]} - {"rows"}
    assert visible == {question["key"].partition("-")[0] for question in form.visible()}, told
    assert form.unrevealed() == [], told


def test_where_all_steps_stand_on_one_page_the_script_shows_what_the_server_would_ask(
    blank_page: Page,
) -> None:
    """As the editor sees the form: with the kind of applicant, and steps that only some come to."""
    tried = number = 0
    while tried < ANSWER_SETS / 2:
        number += 1
        chance = random.Random(f"whole {number}")  # noqa: S311 - no secret
        schema = random_form(chance)
        open_whole_form(blank_page, schema)
        every = [question for step in schema["steps"] for question in walk(step["questions"])]
        sets = [
            typeable({**schema["steps"][0], "questions": every}, chance) for _set in range(ANSWER_SETS_A_STEP)
        ]
        kinds = [chance.choice(KINDS) for _set in sets]
        order = [question["key"] for question in every]
        typed = [
            [["applicant_kind", [kind]], *([f"q-{key}", one.sent[key]] for key in order if key in one.sent)]
            for one, kind in zip(sets, kinds, strict=True)
        ]
        for one, kind, found in zip(sets, kinds, blank_page.evaluate(FILL_IN, typed), strict=True):
            must = expected_steps(schema, one, kind)
            asked = {
                question["key"]
                for step, of_step in zip(schema["steps"], must, strict=True)
                if of_step is not None
                for question in walk(step["questions"])
                if question["key"] not in of_step.hidden
            }
            visible = {name.removeprefix("q-").partition("-")[0] for name in found["visible"]}
            told = f"Form {number}, {kind}, sent: {found['sent']}, form: {json.dumps(schema)}"
            assert visible - {"rows", "applicant_kind"} == asked, told
        tried += len(sets)


def open_whole_form(page: Page, schema: Schema) -> None:
    kinds = "".join(f'<input type="radio" name="applicant_kind" value="{kind}">' for kind in KINDS)
    steps = [
        f'<section data-only-if="{conditions_of(step)}">{drawn(step)}</section>'
        if conditions_of(step)
        else drawn(step)
        for step in schema["steps"]
    ]
    put(page, kinds + "".join(steps))


def typeable(step: Step, chance: random.Random) -> AnswerSet:
    """Random answers as a browser lets people give them; files are not sent."""
    answers = random_answers({"format": 1, "steps": [step]}, chance)
    answers.files.clear()
    for question in walk(step["questions"]):
        key, example = question["key"], answers.examples.get(question["key"])
        if question["type"] == "table":
            # Its rows have controls of their own; here they stay empty.
            answers.sent.pop(key, None)
            answers.examples.pop(key, None)
        elif question["type"] in PICKED and example is None:
            answers.sent.pop(key, None)
        elif question["type"] == "date" and example is not None:
            # A browser's calendar sends the day in this form, however it shows it.
            answers.sent[key] = [example.kept]
    return answers


def open_form(page: Page, step: Step) -> None:
    put(page, drawn(step))


def drawn(step: Step) -> str:
    return render_to_string("moduli/questions.html", {"nodes": StepForm(step).nodes()})


def put(page: Page, questions: str) -> None:
    page.set_content(f"<!doctype html><title>Modulo</title><form>{questions}</form>")
    for script in ("portal/js/portal.js", "portal/js/questions.js"):
        page.add_script_tag(path=str(finders.find(script)), type="module")


def filled_in(page: Page, step: Step, sets: list[AnswerSet]) -> list[dict[str, Any]]:
    # In the order of the form: what opens a branch comes before what stands in it.
    order = [question["key"] for question in walk(step["questions"])]
    typed = [[[f"q-{key}", one.sent[key]] for key in order if key in one.sent] for one in sets]
    found: list[dict[str, Any]] = page.evaluate(FILL_IN, typed)
    return found


def compare(step: Step, answers: AnswerSet, found: dict[str, Any], where: str) -> None:
    must = expected(step["questions"], answers)
    every = {question["key"] for question in walk(step["questions"])}
    told = f"{where}, sent: {found['sent']}, step: {json.dumps(step)}"
    # The cells of a table are named after it.
    visible = {name.removeprefix("q-").partition("-")[0] for name in found["visible"]}
    assert {name for name in visible if name != "rows"} == every - must.hidden, told
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in found["sent"]:
        data.appendlist(name, value)
    form = StepForm(step, data)
    assert {question["key"] for question in form.visible()} == every - must.hidden, told
    assert form.unrevealed() == [], told
    assert form.answers() == must.kept, told
    assert {name.removeprefix("q-") for name in form.errors} == must.refused, told
