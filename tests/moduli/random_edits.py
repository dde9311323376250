"""An editor who changes a form at random, within the rules of the editor and sometimes outside of them.

What is changed is what a StreamField stores, so whatever comes of it came through the blocks.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from moduli.blocks import MAX_DEPTH
from moduli.types.registry import question_types
from tests.moduli.stored_forms import Stored, blocks, branches, height, streams

LABELS = [
    "Chi siete?",
    "Con chi?",
    "<b>Quanto</b> & «perché»",
    "E\u0301 ora",
    "👩\u200d👧 Famiglia",
    "=1+1",
    "x" * 255,
]
DECIDING = ("one_choice", "several_choices", "yes_no")
LETS_IN: dict[str, Any] = {"leads_out": False, "why": "", "page": None}
LEADS_OUT: dict[str, Any] = {"leads_out": True, "why": "Non è <per> te.", "page": None}
HELPS = ["", "Una frase.", "<script>alert(1)</script>"]


class Editor:
    """Changes `steps` one edit at a time.

    Attributes:
        steps: the form as a StreamField stores it.
        lists: what a question about a list may name.
    """

    def __init__(self, chance: random.Random, lists: list[str]) -> None:
        self.chance, self.lists = chance, lists
        self.steps: list[Stored] = []
        self.add_step()

    def edit(self) -> str:
        """One edit that the editor takes; its name."""
        edits: list[Callable[[], None]] = [
            *[self.add_question] * 5,
            *[self.move_question] * 3,
            *[self.change_options] * 2,
            *[self.change_condition] * 4,
            *[self.change_way_out] * 2,
            *[self.reword, self.change_rules, self.change_extras, self.duplicate] * 1,
            *[self.delete_question, self.add_step, self.move_step, self.delete_step, self.change_entry],
        ]
        chosen = self.chance.choice(edits)
        chosen()
        return chosen.__name__

    def slip(self) -> str:
        """One edit that may be saved, and not published; its name."""
        slips: list[Callable[[], bool]] = [
            self._no_label,
            self._no_title,
            self._no_options,
            self._same_options,
            self._crossed_limits,
            self._no_right_answer,
            self._entry_behind,
            self._all_lead_out,
            self._all_lead_out_of_a_step,
            self._below_a_way_out,
            self._condition_on_nothing,
            self._condition_on_itself,
            self._no_columns,
            self._empty_step,
        ]
        self.chance.shuffle(slips)
        return next(slip.__name__ for slip in slips if slip())

    # What an editor does

    def add_step(self) -> None:
        self.steps.append(
            {
                "type": "step",
                "id": self._id(),
                "value": {"title": self._label()[:120], "intro": "", "questions": [self._question(0)]},
            }
        )

    def add_question(self) -> None:
        stream, depth = self.chance.choice(self._streams())
        stream.insert(self.chance.randint(0, len(stream)), self._question(depth))

    def duplicate(self) -> None:
        stream, _depth = self.chance.choice(self._streams())
        if stream:
            stream.append(self._renamed(self.chance.choice(stream)))

    def reword(self) -> None:
        for question in self._some_question():
            question["value"]["label"] = self._label()
            if question["type"] != "text_only":
                question["value"]["help"] = self.chance.choice(HELPS)

    def change_rules(self) -> None:
        """Keeps what it says and what it opens; everything else is chosen anew."""
        for question in self._some_question():
            stays = {"label", "help", "options", "if_yes", "if_no", "yes_out", "no_out", "extras", "only_if"}
            fresh = self._value(question["type"], 0)
            question["value"] |= {name: value for name, value in fresh.items() if name not in stays}

    def change_extras(self) -> None:
        for question in self._some_question():
            if question["type"] != "text_only":
                question["value"]["extras"] = {
                    "example": self.chance.choice(["", "per esempio <questo>"]),
                    "error": self.chance.choice(["", "Scrivi meglio."]),
                    "personal": self.chance.choice(["", "yes", "no"]),
                    "listed": self.chance.choice(["", "yes", "no"]),
                }

    def change_options(self) -> None:
        for question in self._some_question(having="options"):
            options = question["value"]["options"]
            match self.chance.randint(0, 3):
                case 0:
                    options.insert(self.chance.randint(0, len(options)), self._option(question["type"]))
                case 1 if len(options) > 2:
                    options.pop(self.chance.randrange(len(options)))
                case 2:
                    self.chance.shuffle(options)
                case _:
                    self.chance.choice(options)["value"]["label"] = self._fresh_label()
            _let_somebody_in(question)

    def change_way_out(self) -> None:
        """An answer of a choice leads out, or no more; one always lets in."""
        choices = [one for one in self._questions() if _outs(one)]
        if choices:
            question = self.chance.choice(choices)
            outs = _outs(question)
            self.chance.choice(outs).update(self.chance.choice([LEADS_OUT, LETS_IN]))
            _let_somebody_in(question)

    def open_ways_to(self, places: list[str]) -> None:
        """What an editor does who is told that nobody meets what an answer opens that leads out."""
        below = {place.rpartition(".")[2] for place in places}
        for question in self._questions():
            for out, branch in _outs_and_branches(question):
                if any(one["id"] in below for one in branch):
                    out.update(LETS_IN)

    def change_condition(self) -> None:
        """Of a step or a question: on kinds of applicants, on choices that stand above it, or on nothing."""
        above: list[Stored] = []
        places: list[tuple[Stored, list[Stored]]] = []

        def walk(questions: list[Stored]) -> None:
            for question in questions:
                places.append((question, list(above)))
                for branch in branches(question):
                    walk(branch)
                if question["type"] in DECIDING:
                    above.append(question)

        for step in self.steps:
            if step["type"] == "eligibility":
                above += step["value"]["questions"]
                continue
            places.append((step, list(above)))
            walk(step["value"]["questions"])
        asked, choices = self.chance.choice(places)
        kinds = self.chance.choice([[], [], ["citizen"], ["organisation"], ["citizen", "organisation"]])
        some = self.chance.sample(choices, min(len(choices), self.chance.choice([0, 1, 1, 2])))
        answers = [{"question": one["id"], "options": self._some_options(one)} for one in some]
        asked["value"]["only_if"] = {"kinds": kinds, "answers": answers}

    def _some_options(self, choice: Stored) -> list[str]:
        keys = [option["id"] for option in choice["value"].get("options", [])] or ["yes", "no"]
        return self.chance.sample(keys, self.chance.randint(1, len(keys)))

    def clear_conditions(self, places: list[str]) -> None:
        """What an editor does who is told that these conditions cannot hold."""
        for block in blocks(self.steps):
            if any(place.endswith(f"{block['id']}.only_if") for place in places):
                block["value"]["only_if"] = None

    def move_question(self) -> None:
        """To any place that is deep enough for what it opens."""
        source, depth = self.chance.choice(self._streams())
        if not source or (depth == 0 and len(source) == 1):
            return
        moved = source.pop(self.chance.randrange(len(source)))
        room = [stream for stream, depth in self._streams() if depth + height(moved) <= MAX_DEPTH]
        stream = self.chance.choice(room)
        stream.insert(self.chance.randint(0, len(stream)), moved)

    def delete_question(self) -> None:
        stream, depth = self.chance.choice(self._streams())
        if len(stream) > (depth == 0):
            stream.pop(self.chance.randrange(len(stream)))

    def delete_step(self) -> None:
        steps = self._ordinary()
        if len(steps) > 1:
            self.steps.remove(self.chance.choice(steps))

    def move_step(self) -> None:
        steps = self._ordinary()
        self.chance.shuffle(steps)
        self.steps = [step for step in self.steps if step["type"] == "eligibility"] + steps

    def change_entry(self) -> None:
        """The questions before the form come, change or go."""
        had = self.steps[0]["type"] == "eligibility"
        steps = self._ordinary()
        if had and self.chance.random() < 0.5:
            self.steps = steps
            return
        questions = [self._entry_question() for _number in range(self.chance.randint(1, 3))]
        value = {"title": "", "intro": "Prima di tutto", "questions": questions}
        self.steps = [{"type": "eligibility", "id": self._id(), "value": value}, *steps]

    # What an editor forgets

    def _no_label(self) -> bool:
        asked = [question for question in self._questions() if question["type"] != "text_only"]
        if asked:
            self.chance.choice(asked)["value"]["label"] = ""
        return bool(asked)

    def _no_title(self) -> bool:
        self.chance.choice(self._ordinary())["value"]["title"] = ""
        return True

    def _no_options(self) -> bool:
        return self._wrong("options", lambda value: value["options"].__delitem__(slice(1, None)))

    def _same_options(self) -> bool:
        def repeat(value: Stored) -> None:
            value["options"][1]["value"]["label"] = value["options"][0]["value"]["label"].upper() + " "

        return self._wrong("options", repeat)

    def _crossed_limits(self) -> bool:
        return self._wrong("minimum", lambda value: value.update(minimum="3", maximum="2"))

    def _no_right_answer(self) -> bool:
        """Limits that stand in order, and that nothing meets."""
        born = {"earliest": "2020-01-01", "latest": None, "minimum_age": 30}
        limits = {
            "date": born,
            "number": {"minimum": "1.2", "maximum": "1.8", "whole": True},
            "money": {"minimum": None, "maximum": "-1"},
        }
        asked = [question for question in self._questions() if question["type"] in limits]
        for question in self.chance.sample(asked, min(1, len(asked))):
            question["value"] |= limits[question["type"]]
        return bool(asked)

    def _condition_on_nothing(self) -> bool:
        answers = [{"question": self._id(), "options": ["yes"]}]
        self.chance.choice(self._ordinary())["value"]["only_if"] = {"answers": answers}
        return True

    def _condition_on_itself(self) -> bool:
        choices = [question for question in self._questions() if question["type"] in DECIDING]
        for question in self.chance.sample(choices, min(1, len(choices))):
            answers = [{"question": question["id"], "options": self._some_options(question)}]
            question["value"]["only_if"] = {"answers": answers}
        return bool(choices)

    def _no_columns(self) -> bool:
        return self._wrong("columns", lambda value: value["columns"].clear())

    def _entry_behind(self) -> bool:
        if self.steps[0]["type"] != "eligibility":
            return False
        self.steps.append(self.steps.pop(0))
        return True

    def _all_lead_out(self) -> bool:
        if self.steps[0]["type"] != "eligibility":
            return False
        out = {**LEADS_OUT}
        question = self.steps[0]["value"]["questions"][0]["value"]
        question |= {"yes_out": out, "no_out": out} if "yes_out" in question else {}
        for option in question.get("options", []):
            option["value"]["out"] = out
        return True

    def _all_lead_out_of_a_step(self) -> bool:
        choices = [one for one in self._questions() if _outs(one) and one["value"]["required"]]
        for out in _outs(self.chance.choice(choices)) if choices else []:
            out.update(LEADS_OUT)
        return bool(choices)

    def _below_a_way_out(self) -> bool:
        pairs = [pair for one in self._questions() for pair in _outs_and_branches(one) if pair[1]]
        if pairs:
            self.chance.choice(pairs)[0].update(LEADS_OUT)
        return bool(pairs)

    def _empty_step(self) -> bool:
        self.chance.choice(self._ordinary())["value"]["questions"].clear()
        return True

    def _wrong(self, having: str, change: Callable[[Stored], None]) -> bool:
        for question in self._some_question(having=having):
            change(question["value"])
            return True
        return False

    # Where everything is

    def _ordinary(self) -> list[Stored]:
        return [step for step in self.steps if step["type"] == "step"]

    def _streams(self) -> list[tuple[list[Stored], int]]:
        """Every list of questions with its depth."""
        return [found for step in self._ordinary() for found in streams(step["value"]["questions"], 0)]

    def _questions(self) -> list[Stored]:
        return [question for stream, _depth in self._streams() for question in stream]

    def _some_question(self, having: str = "label") -> Iterator[Stored]:
        """One question that has this entry, or none."""
        found = [question for question in self._questions() if question["value"].get(having) is not None]
        if found:
            yield self.chance.choice(found)

    # What is new

    def _id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _renamed(self, block: Stored) -> Stored:
        """A copy whose blocks are all new ones, and whose conditions within it name those."""
        keys = {found["id"]: self._id() for found in blocks(block)}
        written = json.dumps(block)
        for key, fresh in keys.items():
            written = written.replace(json.dumps(key), json.dumps(fresh))
        copy: Stored = json.loads(written)
        return copy

    def _label(self) -> str:
        return self.chance.choice(LABELS)

    def _fresh_label(self) -> str:
        return f"Opzione <{self.chance.getrandbits(30)}>"

    def _question(self, depth: int) -> Stored:
        # Choices are what forms branch by: a third of all questions are one.
        kinds = [kind.key for kind in question_types()]
        type_ = self.chance.choice(["one_choice", "several_choices", "yes_no"] * (len(kinds) // 6) + kinds)
        return {"type": type_, "id": self._id(), "value": self._value(type_, depth)}

    def _value(self, type_: str, depth: int) -> Stored:
        value: Stored = {"label": self._label(), "help": self.chance.choice(HELPS)}
        value["required"] = self.chance.random() < 0.5
        value |= self._own(type_, self.chance)
        if type_ in ("one_choice", "several_choices", "ranking"):
            value["options"] = [self._option(type_) for _number in range(self.chance.randint(2, 4))]
            if depth < MAX_DEPTH and type_ != "ranking" and self.chance.random() < 0.5:
                self.chance.choice(value["options"])["value"]["questions"].append(self._question(depth + 1))
        if type_ == "yes_no":
            value |= {"yes_out": {**LETS_IN}, "no_out": {**LETS_IN}}
        if type_ == "yes_no" and depth < MAX_DEPTH:
            value |= {"if_yes": [], "if_no": []}
            if self.chance.random() < 0.5:
                value[self.chance.choice(["if_yes", "if_no"])].append(self._question(depth + 1))
        return value

    def _own(self, type_: str, chance: random.Random) -> Stored:
        """What only this type asks of the editor."""
        low, high = sorted(chance.sample(range(-5, 100), 2))
        match type_:
            case "short_text":
                return {"max_length": chance.choice([None, 1, 500])}
            case "long_text":
                return {"max_length": chance.choice([None, 1, 10_000])}
            case "number":
                halves = {"minimum": f"{low}.5", "maximum": chance.choice([None, f"{high}.5"])}
                return {**chance.choice([halves, {}]), "whole": chance.random() < 0.5, "unit": "anni"}
            case "money":
                limits = {"minimum": chance.choice([None, "0.50"]), "maximum": chance.choice([None, "99.9"])}
                return chance.choice([limits, {}])
            case "date":
                days = {"earliest": "2024-02-29", "latest": chance.choice([None, "2024-02-29", "2030-12-31"])}
                age = {"earliest": None, "latest": None, "minimum_age": chance.choice([0, 16, 120])}
                return chance.choice([{**days, "minimum_age": None}, age, {}])
            case "several_choices":
                return {"max_choices": chance.choice([None, 1, 2])}
            case "ranking":
                return {"places": chance.choice([None, 1, 20])}
            case "scale":
                return {"degrees": chance.choice(["5", "10"]), "lowest": "<per> niente", "highest": ""}
            case "tax_code":
                return {"holder": chance.choice(["either", "person", "organisation"])}
            case "file":
                kinds = chance.sample(["pdf", "signed", "image", "text", "sheet"], chance.randint(1, 5))
                return {"kinds": kinds, "max_megabytes": chance.choice([1, 25]), "max_files": 1}
            case "publication_consent":
                return {"published": "Il nome, sul sito."}
            case "signature":
                return {"may_draw": chance.random() < 0.5}
            case "text_only":
                return {"text": "Da leggere.\n\n<b>Due</b> paragrafi."}
            case "list_entry":
                return {"source": chance.choice(self.lists)}
            case "table":
                kinds = chance.sample(["short_text", "number", "money", "date", "one_choice", "yes_no"], 3)
                return {
                    "row_name": chance.choice(["", "Partner"]),
                    "columns": [self._column(kind) for kind in kinds],
                    "min_rows": chance.choice([None, 0, 2, 50]),
                    "max_rows": chance.choice([None, 50]),
                }
        return {}

    def _column(self, kind: str) -> Stored:
        value = {"label": self._label()[:120], "kind": kind, "options": "Uno\nDue\nUno"}
        return {"type": "item", "id": self._id(), "value": {**value, "required": self.chance.random() < 0.5}}

    def _option(self, type_: str) -> Stored:
        value: Stored = {"label": self._fresh_label()}
        if type_ != "ranking":
            value |= {"questions": [], "out": {**LETS_IN}}
        return {"type": "item", "id": self._id(), "value": value}

    def _entry_question(self) -> Stored:
        stays, out = {**LETS_IN}, {**LEADS_OUT}
        value: Stored = {"label": self._label(), "help": ""}
        if self.chance.random() < 0.5:
            value |= {"yes_out": stays, "no_out": out}
            return {"type": "yes_no", "id": self._id(), "value": value}
        value["options"] = [
            {"type": "item", "id": self._id(), "value": {"label": self._fresh_label(), "out": leads}}
            for leads in (out, stays, stays)
        ]
        return {"type": "one_choice", "id": self._id(), "value": value}


def _outs(question: Stored) -> list[Stored]:
    """What stands beside each answer of a choice in a step; nothing of another question."""
    value = question["value"]
    if "yes_out" in value:
        return [value["yes_out"], value["no_out"]]
    options = value.get("options")
    of_options = options if isinstance(options, list) else []
    return [option["value"]["out"] for option in of_options if "out" in option["value"]]


def _outs_and_branches(question: Stored) -> list[tuple[Stored, list[Stored]]]:
    """The same, each with what the answer opens."""
    value = question["value"]
    if "yes_out" in value:
        return [(value["yes_out"], value.get("if_yes", [])), (value["no_out"], value.get("if_no", []))]
    options = [option["value"] for option in value["options"]] if _outs(question) else []
    return [(option["out"], option["questions"]) for option in options]


def _let_somebody_in(question: Stored) -> None:
    outs = _outs(question)
    if outs and all(out["leads_out"] for out in outs):
        outs[0].update(LETS_IN)
