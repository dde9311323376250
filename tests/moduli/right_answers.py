"""Answers that a form must take, made from what it asks and from nothing else."""

import random
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from moduli import Question, Step, walk
from tests.moduli.builders import StoredFile
from tests.moduli.random_forms import branches

PLAIN = {
    "address": "Via Roma 1, Vinci",
    "email": "ada@esempio.it",
    "pec": "ada@pec.esempio.it",
    "phone": "055 2345678",
    "vat_number": "07643520567",
    "iban": "IT60X0542811101000000123456",
    "web_address": "www.esempio.it",
    "declaration": "on",
    "municipality": "M059",
    "list_entry": "A1",
    "signature": "Ada Lovelace",
}
PERSON, ORGANISATION = "RSSMRA80A01H501U", "07643520567"


def right_answers(step: Step, chance: random.Random) -> tuple[MultiValueDict[str, str], list[StoredFile]]:
    """What a browser sends of a step when every branch was open, and the files that were sent before.

    Optional questions are sometimes left blank.
    """
    sent: MultiValueDict[str, str] = MultiValueDict()
    files: list[StoredFile] = []
    for question in walk(step["questions"]):
        if question["type"] == "text_only" or (not question["required"] and chance.random() < 0.3):
            continue
        key, asked = question["key"], dict[str, Any](question)
        if question["type"] == "file":
            files.append(StoredFile(key, f"documento.{chance.choice(asked['extensions'])}"))
        elif question["type"] == "table":
            rows = range(max(asked["min_rows"], 1))
            sent.setlist(f"q-{key}", [str(row) for row in rows])
            for row in rows:
                for column in asked["columns"]:
                    sent.setlist(f"q-{key}-{row}-{column['key']}", _right(column, chance))
        else:
            sent.setlist(f"q-{key}", _right(question, chance))
    sent.setlist("shown", branches(step["questions"]))
    return sent, files


def _right(question: Question, chance: random.Random) -> list[str]:
    asked = dict[str, Any](question)
    options = [option["key"] for option in question.get("options", []) if "leads_out" not in option]
    match question["type"]:
        case "short_text" | "long_text":
            return ["à" * chance.choice([1, asked["max_length"]])]
        case "number":
            return [_number(asked["minimum"], asked["maximum"], Decimal(1 if asked["whole"] else "0.5"))]
        case "money":
            return [_number(asked["minimum"] or "0", asked["maximum"], Decimal("0.01"))]
        case "date":
            today = timezone.localdate()
            years = asked["minimum_age"] or 0
            return [asked["earliest"] or asked["latest"] or f"{today.year - years - 1}-01-01"]
        case "several_choices":
            return chance.sample(options, chance.randint(1, min(asked["max_choices"] or 9, len(options))))
        case "ranking":
            places = min(asked["places"] or len(options), len(options))
            return [f"{place}:{key}" for place, key in enumerate(chance.sample(options, places), start=1)]
        case "tax_code":
            return [ORGANISATION if asked["holder"] == "organisation" else PERSON]
    return [chance.choice(options) if options else PLAIN[question["type"]]]


def _number(minimum: str | None, maximum: str | None, step: Decimal) -> str:
    """The first number from the lowest limit on that stands on a step."""
    if minimum is None:
        return format((Decimal(maximum or 0) / step).to_integral_value("ROUND_FLOOR") * step, "f")
    return format((Decimal(minimum) / step).to_integral_value(ROUND_CEILING) * step, "f")
