"""A form on paper asks all that the form on the screen may ask, and says who answers what."""

import random

from moduli import PaperQuestion, on_paper, walk
from moduli.types.registry import type_of
from tests.moduli.builders import ask, option, schema_of, step
from tests.moduli.random_forms import random_form


def every(questions: list[PaperQuestion]) -> list[PaperQuestion]:
    found = []
    for one in questions:
        found.append(one)
        for branch in one.branches:
            found += every(branch.questions)
    return found


def test_every_question_is_there_once_with_a_number_of_its_own() -> None:
    for seed in range(30):
        schema = random_form(random.Random(f"paper {seed}"))  # noqa: S311 - no secret
        asked = [question for part in schema["steps"] for question in walk(part["questions"])]
        printed = [one for part in on_paper(schema) for one in every(part.questions)]

        assert [one.label for one in printed] == [question["label"] for question in asked]
        numbers = [one.number for one in printed if one.number is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        for one, question in zip(printed, asked, strict=True):
            assert (one.number is None) == type_of(question).asks_nothing
            # Whatever is asked has room for its answer.
            assert one.number is None or one.room.lines or one.room.tick or one.options


def test_a_branch_says_in_words_who_answers_it() -> None:
    schema = schema_of(
        step(
            ask("short_text", "name"),
            ask(
                "one_choice",
                "kind",
                label="Che cosa siete?",
                options=[option("aps", ask("short_text", "runts", label="RUNTS")), option("informal")],
            ),
        )
    )
    _name, kind = on_paper(schema)[0].questions

    assert kind.number == 2
    assert [one.label for one in kind.options] == ["Opzione aps", "Opzione informal"]
    (branch,) = kind.branches
    assert branch.only_if == "Rispondi qui solo se alla domanda 2 hai scelto «Opzione aps»."
    assert [below.number for below in branch.questions] == [3]
    assert kind.room.how == "Segna una sola risposta."


def test_what_several_options_ask_in_the_same_words_is_printed_once() -> None:
    options = [
        option("odv", ask("short_text", "runts-1", label="RUNTS")),
        option("none"),
        option("aps", ask("short_text", "runts-2", label="RUNTS")),
        option("coop", ask("short_text", "runts-3", label="RUNTS", required=False)),
        option("ets", ask("short_text", "runts-4", label="RUNTS")),
    ]
    (kind,) = on_paper(schema_of(step(ask("one_choice", "kind", options=options))))[0].questions

    same, other = kind.branches
    assert same.only_if.endswith("hai scelto «Opzione odv», «Opzione aps» oppure «Opzione ets».")
    assert other.only_if.endswith("hai scelto «Opzione coop».")
    assert [one.number for branch in kind.branches for one in branch.questions] == [2, 3]


def test_an_answer_that_leads_out_says_so() -> None:
    way_out = {**option("no"), "leads_out": {"why": "Si parte da 18.", "page": None}}
    question = ask("yes_no", "adult", label="Sei maggiorenne?", options=[option("yes"), way_out])
    (printed,) = on_paper(schema_of(step(question)))[0].questions

    assert [one.leads_out for one in printed.options] == [
        "",
        "Chi risponde così non può partecipare. Si parte da 18.",
    ]


def test_a_long_text_has_lines_for_what_it_may_hold() -> None:
    lines = [
        on_paper(schema_of(step(ask("long_text", "why", label="Perché?", max_length=length))))[0]
        .questions[0]
        .room.lines
        for length in (50, 600, 10_000)
    ]
    assert lines == [4, 10, 14]
