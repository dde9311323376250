"""How types of question are found, those of a site included."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from moduli import (
    Question,
    QuestionBlock,
    QuestionType,
    StepForm,
    StepsBlock,
    check_answers,
    freeze,
    readable,
)
from moduli.blocks import MAX_DEPTH, question_blocks
from moduli.types import registry
from moduli.types.registry import UnknownQuestionTypeError, question_types, register, type_named
from tests.moduli.builders import ask, block, posted, schema_of, step


class ColourBlock(QuestionBlock):
    class Meta:
        label = "Colore"


class Colour(QuestionType[Question]):
    key = "colour"
    position = 125
    block_class = ColourBlock
    template = "moduli/question.html"

    def field(self, question: Question, **shared: Any) -> forms.Field:
        return forms.RegexField("^#", **shared)

    def freeze(self, value: Any, copier: Any) -> dict[str, Any]:
        return {"palette": "web"}

    def keep(self, question: Question, value: str) -> dict[str, str]:
        return {question["palette"]: value}  # type: ignore[typeddict-item]

    def show(self, question: Question, answer: Any) -> str:
        text: str = answer["web"] if isinstance(answer, dict) else answer
        return text

    def words(self, question: Question, answer: Any) -> list[str]:
        return [f"Colore {self.show(question, answer)}"]


class Impostor(Colour):
    key = "email"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Any]:
    """Starts a site with these types of its own."""
    monkeypatch.setattr(registry, "_types", dict(registry._types))

    def start(*paths: Any) -> Any:
        settings.MODULI_QUESTION_TYPES = list(paths)
        registry._find.cache_clear()
        return question_types()

    yield start
    registry._find.cache_clear()


def test_a_site_adds_a_type_by_naming_it_in_its_settings(named: Any) -> None:
    keys = [kind.key for kind in named("tests.moduli.test_registry.Colour")]
    assert keys[keys.index("colour") - 1] == "vat_number"
    assert [key for key, _block in question_blocks()] == keys


def test_a_type_of_a_site_is_asked_kept_and_read_as_any_other(named: Any) -> None:
    named("tests.moduli.test_registry.Colour")
    question = ask("colour", palette="web")
    form = StepForm(step(question), posted(a="#ff0000"))
    assert form.nodes()[0].template == "moduli/question.html"
    kept = form.answers()
    assert kept == check_answers(schema_of(step(question)), kept) == {"a": {"web": "#ff0000"}}
    assert readable(schema_of(step(question)), kept)[0].rows[0].text == "Colore #ff0000"


def test_two_types_cannot_have_the_same_key(named: Any) -> None:
    named()
    with pytest.raises(ImproperlyConfigured, match=r"'email': .*\.Email'.* and .*\.Impostor'"):
        register(Impostor)
    assert type_named("email").__class__.__name__ == "Email"
    # The same one twice is no harm.
    assert register(type(type_named("email"))) is type(type_named("email"))


@pytest.mark.parametrize("path", ["tests.moduli.nowhere.Colour", "tests.moduli.test_registry.Nothing"])
def test_a_type_that_cannot_be_found_stops_the_portal_with_a_sentence(named: Any, path: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"MODULI_QUESTION_TYPES names '{path}'"):
        named(path)


@pytest.mark.parametrize("path", ["tests.moduli.test_registry.ColourBlock", "tests.moduli.builders.ask"])
def test_what_is_no_type_of_question_is_not_taken_for_one(named: Any, path: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is no QuestionType"):
        named(path)


def test_a_question_whose_type_is_gone_says_which_setting_named_it() -> None:
    with pytest.raises(UnknownQuestionTypeError, match=r"'colour'.*MODULI_QUESTION_TYPES"):
        readable(schema_of(step(ask("colour"))), {})


def test_every_type_has_a_place_of_its_own_in_the_menu() -> None:
    positions = [kind.position for kind in question_types()]
    assert positions == sorted(set(positions))


def test_types_without_options_stand_once_in_the_edit_page_however_deep_they_are_offered() -> None:
    questions = StepsBlock().child_blocks["step"].child_blocks["questions"].child_blocks
    below = questions["yes_no"].child_blocks["if_yes"].child_blocks
    assert below["email"] is questions["email"]
    # Choices of one level share their options.
    assert (
        questions["one_choice"].child_blocks["options"]
        is questions["several_choices"].child_blocks["options"]
    )


def test_choices_of_every_level_but_the_last_offer_options_that_open_questions() -> None:
    for depth in range(MAX_DEPTH + 1):
        offered = dict(question_blocks(depth))
        one, several = (offered[key].child_blocks["options"] for key in ("one_choice", "several_choices"))
        assert one is several
        assert ("questions" in one.child_block.child_blocks) is (depth < MAX_DEPTH)


def test_a_block_that_an_editor_may_choose_can_be_frozen() -> None:
    blocks = [block(key, f"k-{key}", label="X") for key, _block in question_blocks()]
    value = StepsBlock().to_python([{"type": "step", "value": {"title": "T", "questions": blocks}}])
    frozen_types = [question["type"] for question in freeze(value)["steps"][0]["questions"]]
    assert frozen_types == [key for key, _block in question_blocks()]
