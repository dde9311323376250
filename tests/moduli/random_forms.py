"""Random forms with any nesting, random answers to them, and what an answer must become: told by the
examples below and by a walk of its own, never by the engine that is tested."""

import random
from copy import deepcopy
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
    """What is sent, what is kept of it, and how it reads.

    Attributes:
        cells: what is sent besides, by what follows the key of the question in the name of the control.
    """

    sent: list[str]
    kept: Any
    words: list[str]
    cells: dict[str, str] = field(default_factory=dict)


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
    "money": [
        Example(["1.500,50"], "1500.50", ["1.500,50 €"]),
        Example(["€ 3"], "3.00", ["3,00 €"]),
        Example(["0"], "0.00", ["0,00 €"]),
    ],
    "web_address": [
        Example(
            ["www.esempio.it/?a=1&b=<2>"],
            "https://www.esempio.it/?a=1&b=<2>",
            ["https://www.esempio.it/?a=1&b=<2>"],
        ),
        _same("http://città.example/"),
    ],
    "scale": [Example(["1"], "1", ["1 (<per> niente) su 3"]), Example(["3"], "3", ["3 su 3"])],
    "ranking": [
        Example(["1:b", "2:a"], ["b", "a"], ["1° <b>", "2° a & a"]),
        Example(["2:b", "", "1:a"], ["a", "b"], ["1° a & a", "2° <b>"]),
    ],
    "signature": [
        Example(["<Ada> & Lea"], {"name": "<Ada> & Lea"}, ["<Ada> & Lea"]),
        Example(
            ["Ada", "1,2 600,200;0,0"],
            {"name": "Ada", "drawn": "1,2 600,200;0,0"},
            ["Ada (con una firma disegnata)"],
        ),
    ],
    "table": [
        Example(
            ["0"],
            [{"n": "<Ada> & Lea", "s": "2.50"}],
            ["Riga 1: Nome & cognome: <Ada> & Lea; Spesa: 2,50 €"],
            {"0-n": "<Ada> & Lea", "0-s": "2,5"},
        ),
        # The second row is empty, and the third comes first.
        Example(
            ["12", "3", "1"],
            [{"n": "שלום"}, {"n": "B"}],
            ["Riga 1: Nome & cognome: שלום", "Riga 2: Nome & cognome: B"],
            {"12-n": "שלום", "3-n": "  ", "1-n": "B", "7-n": "never named"},
        ),
    ],
    "publication_consent": [
        Example(["yes"], "yes", ["Sì, acconsento"]),
        Example(["no"], "no", ["No, non acconsento"]),
    ],
}
# Of types whose entries stand in the database, which `tests.moduli.lists` writes there.
EXAMPLES_OF_LISTS: dict[str, list[Example]] = {
    "list_entry": [
        Example(["A1"], {"code": "A1", "label": "<Verdi> & C."}, ["<Verdi> & C."]),
        Example([" FORLI liceo "], {"code": "A2", "label": "Forlì – Liceo"}, ["Forlì – Liceo"]),
    ],
    "municipality": [
        Example(["vinci"], {"code": "M059", "label": "Vinci (FI)"}, ["Vinci (FI)"]),
        Example(
            ["other"],
            {"code": "other", "label": "Altro comune, non in elenco"},
            ["Altro comune, non in elenco"],
        ),
    ],
}
# What is frozen of a question of these types, which open nothing.
_FROZEN: dict[str, dict[str, Any]] = {
    "scale": {
        "options": [
            {"key": "1", "label": "1 (<per> niente)", "questions": []},
            {"key": "2", "label": "2", "questions": []},
            {"key": "3", "label": "3", "questions": []},
        ]
    },
    "table": {
        "columns": [
            ask("short_text", "n", label="Nome & cognome"),
            ask("money", "s", required=False, label="Spesa"),
        ]
    },
    "ranking": {
        "options": [
            {"key": "a", "label": "a & a", "questions": []},
            {"key": "b", "label": "<b>", "questions": []},
        ]
    },
    "publication_consent": {
        "options": [
            {"key": "yes", "label": "Sì, acconsento", "questions": []},
            {"key": "no", "label": "No, non acconsento", "questions": []},
        ]
    },
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
    "money": ["tanto", "1,505", "-1"],
    "web_address": ["javascript:alert(1)", "due parole", "https://a:b@esempio.it"],
    "scale": ["0", "4"],
    "ranking": ["1:mai-vista", "7:a", "1:a"],
    "publication_consent": ["forse"],
    "signature": ["123"],
    "list_entry": ["A", "Verdi (serale)", "A1\u200b", "\u0661"],
    "municipality": ["Vinci di sopra", "M05"],
}
_EVERY_EXAMPLE = {**EXAMPLES, **EXAMPLES_OF_LISTS}
# What is frozen of questions, by type.
Others = dict[str, dict[str, Any]]
ASKS_NOTHING = "text_only"
KINDS = ["citizen", "organisation"]
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

    `ways_out` are the reasons of answers that lead out, which are refused. A line is the question's label,
    its answer in words (file names last) and its depth.
    """

    kept: dict[str, Any] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    lines: list[tuple[str, list[str], int]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    ways_out: list[str] = field(default_factory=list)


def random_form(
    chance: random.Random, others: Others | None = None, *, conditions: bool = True, leads_out: bool = True
) -> Schema:
    """One to three steps with questions nested up to `DEEPEST` levels.

    Args:
        others: what is frozen of questions of other types that may be in it.
        conditions: whether steps and questions may depend on kinds of applicants and on choices above them.
        leads_out: whether answers may lead out. What is told of something that was sent holds none.
    """
    schema = schema_of(
        *(
            step(*_questions(chance, 1, others or {}), key=f"s{number}")
            for number in range(1, chance.randint(1, 3) + 1)
        )
    )
    if conditions:
        _put_conditions(schema, chance)
    if leads_out and chance.random() < 1 / 3:
        _put_ways_out(schema, chance)
    return schema


def _put_ways_out(schema: Schema, chance: random.Random) -> None:
    """Lets an answer in ten to a choice lead out."""
    for one in schema["steps"]:
        for question in _all(one["questions"]):
            for choice in question.get("options", []) if question["type"] in WITH_OPTIONS else []:
                if chance.random() < 0.1:
                    choice["leads_out"] = {"why": f"<{question['key']}> {choice['key']}", "page": None}


def _put_conditions(schema: Schema, chance: random.Random) -> None:
    """Gives a third of all steps and questions a condition on what stands above and not around them."""
    above: list[Question] = []

    def put(asked: Any) -> None:
        if chance.random() > 1 / 3:
            return
        only_if: dict[str, Any] = {}
        if chance.random() < 0.3:
            only_if["kinds"] = chance.sample(KINDS, chance.randint(1, len(KINDS)))
        for decides in chance.sample(above, min(len(above), chance.choice([1, 1, 1, 2]))):
            keys = [one["key"] for one in decides["options"]]
            chosen = sorted(chance.sample(keys, chance.randint(1, len(keys) - 1)))
            only_if.setdefault("answers", []).append({"question": decides["key"], "options": chosen})
        if only_if:
            asked["only_if"] = only_if

    def put_below(questions: list[Question]) -> None:
        for question in questions:
            put(question)
            for one in question.get("options", []):
                put_below(one["questions"])
            if question["type"] in WITH_OPTIONS:
                above.append(question)

    for one in schema["steps"]:
        put(one)
        put_below(one["questions"])


def _questions(chance: random.Random, depth: int, others: Others) -> list[Question]:
    fewest = 1 if depth == 1 else 0
    many = chance.randint(fewest, 4 if depth == 1 else 2)
    return [_question(chance, depth, others) for _number in range(many)]


def _question(chance: random.Random, depth: int, others: Others) -> Question:
    # Choices are what forms branch by: half of all questions are one.
    type_ = (
        chance.choice(CHOICES)
        if chance.random() < 0.5
        else chance.choice([*sorted(EXAMPLES), "file", *others])
    )
    key = f"k{chance.getrandbits(40):x}"
    required = type_ in ALWAYS_REQUIRED or chance.random() < 0.4
    more: dict[str, Any] = deepcopy({**_FROZEN, **others}.get(type_, {}))
    if type_ in WITH_OPTIONS:
        names = ["yes", "no"] if type_ == "yes_no" else [f"o{n}" for n in range(chance.randint(2, 4))]
        opens = depth < DEEPEST
        more["options"] = [
            option(name, *(_questions(chance, depth + 1, others) if opens and chance.random() < 0.5 else []))
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
    if luck < 0.1 or type_ == ASKS_NOTHING:
        return
    if type_ == "file":
        stored = StoredFile(key, f"{uuid4().hex} <statuto> & città.pdf")
        answers.files[key] = [stored]
        return
    if luck < 0.14 and type_ in REFUSED:
        answers.sent[key], answers.examples[key] = [chance.choice(REFUSED[type_])], None
        return
    example = _choice(question, chance) if type_ in WITH_OPTIONS else chance.choice(_EVERY_EXAMPLE[type_])
    answers.sent[key], answers.examples[key] = example.sent, example
    for name, cell in example.cells.items():
        answers.sent[f"{key}-{name}"] = [cell]


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


def expected(questions: list[Question], answers: AnswerSet, kind: str = "") -> Expected:
    """What must come of the answers to some questions, told without the engine."""
    return _expected(questions, answers, kind, {})


def hidden_keys(schema: Schema, must: list[Expected | None]) -> set[str]:
    """The keys of the questions that are not asked, those of steps that are not asked included."""
    return {
        key
        for one, of_step in zip(schema["steps"], must, strict=True)
        for key in (of_step.hidden if of_step else {question["key"] for question in _all(one["questions"])})
    }


def expected_steps(schema: Schema, answers: AnswerSet, kind: str) -> list[Expected | None]:
    """The same of every step of a form; None for one that is not asked."""
    given: dict[str, list[str]] = {}
    found: list[Expected | None] = []
    for one in schema["steps"]:
        if not _holds(one, kind, given):
            found.append(None)
            continue
        must = _expected(one["questions"], answers, kind, given)
        is_empty = must.hidden == {question["key"] for question in _all(one["questions"])}
        found.append(None if is_empty else must)
    return found


def _expected(
    questions: list[Question], answers: AnswerSet, kind: str, given: dict[str, list[str]]
) -> Expected:
    found = Expected(hidden={question["key"] for question in _all(questions)})
    _expect(questions, answers, found, 0, kind, given)
    return found


def _holds(asked: Any, kind: str, given: dict[str, list[str]]) -> bool:
    """Whether a condition holds; `given` is what was sent to the questions that are asked."""
    only_if = asked.get("only_if", {})
    if "kinds" in only_if and kind not in only_if["kinds"]:
        return False
    return all(
        any(option in given.get(one["question"], []) for option in one["options"])
        for one in only_if.get("answers", [])
    )


def _expect(
    questions: list[Question],
    answers: AnswerSet,
    found: Expected,
    depth: int,
    kind: str,
    given: dict[str, list[str]],
) -> None:
    for question in questions:
        key, words = question["key"], list[str]()
        if not _holds(question, kind, given):
            continue
        found.hidden.discard(key)
        if question["type"] == ASKS_NOTHING:
            continue
        example = answers.examples.get(key)
        if files := answers.files.get(key):
            found.kept[key] = [str(stored.public_id) for stored in files]
            words = [f"{stored.original_name} (1 KB)" for stored in files]
        elif outs := _whys(question, answers):
            found.refused.add(key)
            found.ways_out += outs
        elif example is not None:
            found.kept[key], words = example.kept, example.words
        elif key in answers.sent or question["required"]:
            found.refused.add(key)
        found.lines.append((question["label"], words, depth))
        given[key] = answers.sent.get(key, [])
        for one in question.get("options", []):
            if one["key"] in answers.sent.get(key, []):
                _expect(one["questions"], answers, found, depth + 1, kind, given)


def _whys(question: Question, answers: AnswerSet) -> list[str]:
    """Why what was sent leads out."""
    sent = answers.sent.get(question["key"], [])
    return [
        one["leads_out"]["why"]
        for one in question.get("options", [])
        if one["key"] in sent and "leads_out" in one
    ]


def _all(questions: list[Question]) -> list[Question]:
    every = []
    for question in questions:
        every.append(question)
        for one in question.get("options", []):
            every += _all(one["questions"])
    return every


def branches(questions: list[Question]) -> list[str]:
    """The names of all that is opened by an answer, as a page that shows everything would name them."""
    return [
        f"{question['key']}.{one['key']}"
        for question in _all(questions)
        for one in question.get("options", [])
        if one["questions"]
    ] + [question["key"] for question in _all(questions) if "only_if" in question]
