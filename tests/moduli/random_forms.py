"""Random forms with any nesting, random answers to them, and what an answer must become: told by the
examples below and by a walk of its own, never by the engine that is tested."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from moduli import Question, Schema
from tests.moduli.builders import StoredFile, ask, option, schema_of, step

DEEPEST = 4
TEXTS = [
    "Ada",
    "<b>Ada</b> & «Carlo» \"1\" 'due'",
    "ὠδή — città",
    "👩‍👩‍👧 ✓",
    "שלום עולם",
    "e\u0301 combinata",
    "=1+1",
    "{{ 7|add:7 }} {% now %}",
    "#let x = 1; *forte* _corsivo_ $a$ \\u{41}",
    "https://example.org/?a=1&b=2",
    "una" * 70,
]
LINES = ["Due\nrighe", "Una\n\nvuota in mezzo", "\u2028separatore"]


@dataclass(frozen=True)
class Example:
    """What is sent, what is kept of it, and how it reads."""

    sent: list[str]
    kept: Any
    words: list[str]


def _same(text: str) -> Example:
    return Example([text], text, [text])


EXAMPLES: dict[str, list[Example]] = {
    "short_text": [_same(text) for text in TEXTS],
    "long_text": [_same(text) for text in [*TEXTS, *LINES[:2]]],
    "address": [Example(["Via Roma 1\r\nVinci"], "Via Roma 1\nVinci", ["Via Roma 1\nVinci"])],
    "number": [
        Example(["1.500,50"], "1500.50", ["1.500,5"]),
        Example(["0"], "0", ["0"]),
        Example(["-12,5"], "-12.5", ["-12,5"]),
    ],
    "date": [Example(["01/03/2026"], "2026-03-01", ["1 marzo 2026"])],
    "yes_no": [Example(["yes"], "yes", ["Sì"]), Example(["no"], "no", ["No"])],
    "email": [_same("ada@esempio.it")],
    "pec": [_same("ada@pec.esempio.it")],
    "phone": [Example(["055 2345678"], "+390552345678", ["+39 055 234 5678"])],
    "tax_code": [Example(["rss mra 80a01 h501u"], "RSSMRA80A01H501U", ["RSSMRA80A01H501U"])],
    "vat_number": [Example(["IT 07643520567"], "07643520567", ["07643520567"])],
    "iban": [
        Example(
            ["it60 x054 2811 1010 0000 0123 456"],
            "IT60X0542811101000000123456",
            ["IT60 X054 2811 1010 0000 0123 456"],
        )
    ],
    "declaration": [Example(["on"], True, ["Dichiarazione resa"])],
}
# What no question of the type takes.
REFUSED: dict[str, list[str]] = {
    "number": ["dodici", "1,2,3"],
    "date": ["ieri", "31/02/2026"],
    "yes_no": ["forse"],
    "one_choice": ["mai vista"],
    "several_choices": ["mai vista"],
    "email": ["ada", "ada@"],
    "pec": ["pec"],
    "phone": ["12"],
    "tax_code": ["RSSMRA80A01H501X"],
    "vat_number": ["1"],
    "iban": ["IT00"],
}
CHOICES = ["one_choice", "several_choices", "yes_no"]
WITH_OPTIONS = frozenset(CHOICES)
ALWAYS_REQUIRED = frozenset({"declaration"})


@dataclass
class AnswerSet:
    """What somebody sends for every question of a form, those of branches not chosen included.

    Attributes:
        sent: the values of each control, by key of its question.
        examples: what was meant by them; None for an answer that must be refused.
        files: stored before, by key.
    """

    sent: dict[str, list[str]] = field(default_factory=dict)
    examples: dict[str, Example | None] = field(default_factory=dict)
    files: dict[str, list[StoredFile]] = field(default_factory=dict)


@dataclass
class Expected:
    """What must come of an answer set: what is kept, what is refused, and the lines that tell it.

    A line is the question's label, its answer in words (file names last) and its depth.
    """

    kept: dict[str, Any] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    lines: list[tuple[str, list[str], int]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)


def random_form(chance: random.Random) -> Schema:
    """One to three steps with questions nested up to `DEEPEST` levels."""
    return schema_of(
        *(step(*_questions(chance, 1), key=f"s{number}") for number in range(1, chance.randint(1, 3) + 1))
    )


def _questions(chance: random.Random, depth: int) -> list[Question]:
    fewest = 1 if depth == 1 else 0
    return [_question(chance, depth) for _number in range(chance.randint(fewest, 4 if depth == 1 else 2))]


def _question(chance: random.Random, depth: int) -> Question:
    # Choices are what forms branch by: half of all questions are one.
    type_ = chance.choice(CHOICES) if chance.random() < 0.5 else chance.choice([*sorted(EXAMPLES), "file"])
    key = f"k{chance.getrandbits(40):x}"
    required = type_ in ALWAYS_REQUIRED or chance.random() < 0.4
    more: dict[str, Any] = {}
    if type_ in WITH_OPTIONS:
        names = ["yes", "no"] if type_ == "yes_no" else [f"o{n}" for n in range(chance.randint(2, 4))]
        opens = depth < DEEPEST
        more["options"] = [
            option(name, *(_questions(chance, depth + 1) if opens and chance.random() < 0.5 else []))
            for name in names
        ]
        for one in more["options"]:
            one["label"] = {"yes": "Sì", "no": "No"}.get(one["key"], f"Opzione <{one['key']}> di {key}")
    return ask(type_, key, required=required, **more)


def random_answers(schema: Schema, chance: random.Random) -> AnswerSet:
    """An answer, a blank or something wrong for every question, chosen or hidden."""
    answers = AnswerSet()
    for one in schema["steps"]:
        for question in _all(one["questions"]):
            _answer(question, answers, chance)
    return answers


def _answer(question: Question, answers: AnswerSet, chance: random.Random) -> None:
    key, type_, luck = question["key"], question["type"], chance.random()
    if luck < 0.1:
        return
    if type_ == "file":
        stored = StoredFile(key, f"{uuid4().hex} <statuto> & città.pdf")
        answers.files[key] = [stored]
        return
    if luck < 0.14 and type_ in REFUSED:
        answers.sent[key], answers.examples[key] = [chance.choice(REFUSED[type_])], None
        return
    example = _choice(question, chance) if type_ in WITH_OPTIONS else chance.choice(EXAMPLES[type_])
    answers.sent[key], answers.examples[key] = example.sent, example


def _choice(question: Question, chance: random.Random) -> Example:
    options = question["options"]
    if question["type"] != "several_choices":
        one = chance.choice(options)
        return Example([one["key"]], one["key"], [one["label"]])
    chosen = chance.sample(options, chance.randint(1, len(options)))
    in_order = [one for one in options if one in chosen]
    return Example(
        [one["key"] for one in chosen],
        [one["key"] for one in in_order],
        [one["label"] for one in in_order],
    )


def expected(questions: list[Question], answers: AnswerSet) -> Expected:
    """What must come of the answers to some questions, told without the engine."""
    found = Expected(hidden={question["key"] for question in _all(questions)})
    _expect(questions, answers, found, depth=0)
    return found


def _expect(questions: list[Question], answers: AnswerSet, found: Expected, depth: int) -> None:
    for question in questions:
        key, words = question["key"], list[str]()
        found.hidden.discard(key)
        example = answers.examples.get(key)
        if files := answers.files.get(key):
            found.kept[key] = [str(stored.public_id) for stored in files]
            words = [f"{stored.original_name} (1 KB)" for stored in files]
        elif example is not None:
            found.kept[key], words = example.kept, example.words
        elif key in answers.sent or question["required"]:
            found.refused.add(key)
        found.lines.append((question["label"], words, depth))
        for one in question.get("options", []):
            if one["key"] in answers.sent.get(key, []):
                _expect(one["questions"], answers, found, depth + 1)


def _all(questions: list[Question]) -> list[Question]:
    every = []
    for question in questions:
        every.append(question)
        for one in question.get("options", []):
            every += _all(one["questions"])
    return every


def branches(questions: list[Question]) -> list[str]:
    """The names of all branches, as a page that shows everything would name them."""
    return [
        f"{question['key']}.{one['key']}"
        for question in _all(questions)
        for one in question.get("options", [])
        if one["questions"]
    ]
