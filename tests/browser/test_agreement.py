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

from moduli import Step, StepForm, walk
from tests.moduli.random_forms import WITH_OPTIONS, AnswerSet, expected, random_answers, random_form
from tests.moduli.test_agreement import ANSWER_SETS

ANSWER_SETS_A_STEP = 20
# Where nothing can be typed that does not exist.
PICKED = {*WITH_OPTIONS, "date"}

# Fills in the form once for each set of answers; tells which questions are seen, and what would be sent.
FILL_IN = """
(sets) => sets.map((answers) => {
  const form = document.querySelector("form");
  form.reset();
  document.dispatchEvent(new Event("change"));
  for (const [key, values] of answers) {
    for (const control of form.querySelectorAll(`[name="q-${key}"]`)) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0];
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
        for step in random_form(chance)["steps"]:
            sets = [typeable(step, chance) for _set in range(ANSWER_SETS_A_STEP)]
            open_form(blank_page, step)
            for answers, found in zip(sets, filled_in(blank_page, step, sets), strict=True):
                compare(step, answers, found, f"Form {number}")
            tried += len(sets)


def typeable(step: Step, chance: random.Random) -> AnswerSet:
    """Random answers as a browser lets people give them; files are not sent."""
    answers = random_answers({"format": 1, "steps": [step]}, chance)
    answers.files.clear()
    for question in walk(step["questions"]):
        key, example = question["key"], answers.examples.get(question["key"])
        if question["type"] in PICKED and example is None:
            answers.sent.pop(key, None)
        elif question["type"] == "date" and example is not None:
            # A browser's calendar sends the day in this form, however it shows it.
            answers.sent[key] = [example.kept]
    return answers


def open_form(page: Page, step: Step) -> None:
    questions = render_to_string("moduli/questions.html", {"nodes": StepForm(step).nodes()})
    page.set_content(f"<!doctype html><title>Modulo</title><form>{questions}</form>")
    page.add_script_tag(path=str(finders.find("portal/js/portal.js")), type="module")


def filled_in(page: Page, step: Step, sets: list[AnswerSet]) -> list[dict[str, Any]]:
    # In the order of the form: what opens a branch comes before what stands in it.
    order = [question["key"] for question in walk(step["questions"])]
    typed = [[[key, one.sent[key]] for key in order if key in one.sent] for one in sets]
    found: list[dict[str, Any]] = page.evaluate(FILL_IN, typed)
    return found


def compare(step: Step, answers: AnswerSet, found: dict[str, Any], where: str) -> None:
    must = expected(step["questions"], answers)
    every = {question["key"] for question in walk(step["questions"])}
    told = f"{where}, sent: {found['sent']}, step: {json.dumps(step)}"
    assert {name.removeprefix("q-") for name in found["visible"]} == every - must.hidden, told
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in found["sent"]:
        data.appendlist(name, value)
    form = StepForm(step, data)
    assert {question["key"] for question in form.visible()} == every - must.hidden, told
    assert form.unrevealed() == [], told
    assert form.answers() == must.kept, told
    assert {name.removeprefix("q-") for name in form.errors} == must.refused, told
