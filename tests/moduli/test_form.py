"""The form of one step beside its questions: what a draft keeps, what is said of files, what is drawn."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from moduli import StepForm
from moduli.form import TYPED_LIMIT
from moduli.shape import is_blank
from tests.moduli.builders import StoredFile, answer, ask, attach, option, posted, step, upload

OPENING = ask("one_choice", "c", options=[option("x", ask("email", "m")), option("y")])


def drawn(form: Any) -> Any:
    return render_to_string("moduli/questions.html", {"nodes": form.nodes()})


def test_a_draft_keeps_a_wrong_answer_as_it_was_typed_up_to_a_limit() -> None:
    assert answer(ask("number"), "tanti").typed() == {"a": "tanti"}
    assert len(answer(ask("short_text"), "x" * (TYPED_LIMIT + 1)).typed()["a"]) == TYPED_LIMIT


def test_an_answer_kept_fills_the_page_and_what_is_posted_takes_its_place() -> None:
    question = ask("short_text")
    assert 'value="Ada"' in drawn(StepForm(step(question), answers={"a": "Ada"}))
    posted_again = drawn(StepForm(step(question), posted(a="Eva"), answers={"a": "Ada"}))
    assert 'value="Eva"' in posted_again
    assert "Ada" not in posted_again


def test_the_choice_kept_opens_its_branch_and_the_others_wait_in_a_template() -> None:
    chosen = drawn(StepForm(step(OPENING), answers={"c": "x"}))
    assert "<template" not in chosen
    assert 'name="shown" value="c.x"' in chosen
    assert "Domande per chi ha risposto «Opzione x»" in chosen
    assert "<template" in drawn(StepForm(step(OPENING)))


def test_an_unbound_form_has_nothing_to_reveal() -> None:
    assert StepForm(step(OPENING), answers={"c": "x"}).unrevealed() == []


def test_a_branch_without_questions_is_never_missed() -> None:
    assert StepForm(step(OPENING), posted(c="y")).unrevealed() == []
    assert StepForm(step(OPENING), posted(c="x")).unrevealed() == ["c.x"]


def test_a_question_that_opens_others_is_drawn_with_them_and_any_other_by_its_type() -> None:
    questions = [
        OPENING,
        ask("one_choice", "d", options=[option("z")]),
        ask("file", "f"),
        ask("text_only", "t"),
    ]
    templates = [node.template for node in StepForm(step(*questions)).nodes()]
    assert templates == [
        "moduli/branching.html",
        "moduli/question.html",
        "moduli/file.html",
        "moduli/text_only.html",
    ]


def test_a_passage_of_text_is_drawn_and_asks_nothing() -> None:
    form = StepForm(step(ask("text_only", label="Prima di iniziare", text="Uno.\n\nDue.")))
    assert form.fields == {}
    assert not form.has_required_fields()
    page = drawn(form)
    assert "Prima di iniziare" in page
    assert "<p>Uno.</p>" in page
    assert "question-text-title" not in drawn(StepForm(step(ask("text_only", label=""))))


def test_a_required_question_in_a_branch_counts_as_required_in_the_step() -> None:
    optional = ask("one_choice", "c", required=False, options=[option("x", ask("email", "m")), option("y")])
    assert StepForm(step(optional)).has_required_fields()
    assert not StepForm(step(ask("email", required=False))).has_required_fields()


def test_there_is_room_until_the_last_file_is_there() -> None:
    question, stored = ask("file", max_files=2), [StoredFile(), StoredFile()]
    for count, has_room in ((0, True), (1, True), (2, False)):
        answers = {"a": [str(one.public_id) for one in stored[:count]]}
        form = StepForm(step(question), answers=answers, uploads=stored)
        assert [node.has_room for node in form.nodes()] == [has_room]
        assert ('type="file"' in drawn(form)) is has_room
        assert drawn(form).count('name="attached"') == count
    assert not StepForm(step(ask("email"))).nodes()[0].has_room


def test_a_file_just_stored_is_part_of_the_answer() -> None:
    form, stored = attach(ask("file"), upload()), StoredFile()
    assert form.answers() == {}
    form.attach(stored)
    assert form.answers() == {"a": [str(stored.public_id)]}
    assert form.nodes()[0].uploads == [stored]


def test_a_file_the_portal_could_not_store_is_named_at_its_question() -> None:
    form = attach(ask("file"), upload("a.pdf"))
    [(key, checked)] = form.new_files()
    form.refuse(key, checked)
    said = "Il file «a.pdf» non è stato salvato per un guasto del portale: riprova tra qualche minuto."
    assert form.errors["q-a"] == [said]


def test_why_a_file_was_not_stored_may_be_said_in_other_words() -> None:
    questions = [ask("file", "a"), ask("file", "b")]
    files = MultiValueDict({"q-a": [upload("a.pdf")], "q-b": [upload("b.pdf")]})
    form = StepForm(step(*questions), posted(), files)
    [_first, (key, checked)] = form.new_files()
    form.refuse(key, checked, "Per «%(name)s» non c’è più posto.")
    assert form.errors == {"q-b": ["Per «b.pdf» non c’è più posto."]}


def test_going_on_later_forgives_all_but_a_file_that_is_gone() -> None:
    questions = [ask("email", "m"), ask("file", "f"), ask("file", "g")]
    files = MultiValueDict({"q-f": [upload("a.exe", b"MZ")]})
    form = StepForm(step(*questions), posted(m="wrong"), files)
    assert set(form.errors) == {"q-m", "q-f", "q-g"}
    refused = form.refused_files()
    form.forget_errors()
    form.tell(refused)
    assert form.errors == {"q-f": ["Il file «a.exe» non è di un tipo ammesso. Tipi ammessi: PDF, P7M."]}
    fine = StepForm(step(*questions), posted(m="wrong"), MultiValueDict())
    assert fine.refused_files() == {}


def test_a_branch_shown_again_complains_about_nothing() -> None:
    form = answer(ask("email"), "wrong")
    assert form.errors
    form.forget_errors()
    assert form.errors == {}
    assert "wrong" in drawn(form)


@pytest.mark.parametrize("dropped", [{"q-b": ["x.pdf"]}, None])
def test_a_file_dropped_at_another_question_is_no_fault_of_this_one(dropped: Any) -> None:
    form = StepForm(step(ask("file", required=False)), posted(), MultiValueDict(), dropped=dropped)
    assert form.is_valid()


def test_only_the_number_zero_is_an_answer_among_the_empty_values() -> None:
    assert [is_blank(value) for value in (None, False, "", [], 0, "0", ["x"])] == [True] * 4 + [False] * 3
