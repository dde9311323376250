"""A short way of writing the questions of a form, as the steps of a StreamField are stored."""

import json
from typing import Any

Block = dict[str, Any]


def steps(*blocks: Block) -> str:
    """Steps as the value of a page's `steps`."""
    return json.dumps(blocks)


def step(key: str, title: str, *questions: Block, intro: str = "") -> Block:
    return {
        "type": "step",
        "id": key,
        "value": {"title": title, "intro": intro, "questions": list(questions)},
    }


def eligibility(key: str, *questions: Block, intro: str = "") -> Block:
    """Questions that are asked before anything else."""
    value = {"title": "", "intro": intro, "questions": list(questions)}
    return {"type": "eligibility", "id": key, "value": value}


def leads_out(why: str) -> Block:
    """What is written beside an answer that leads out."""
    return {"leads_out": True, "why": why}


def question(kind: str, key: str, label: str, *, wrong: str = "", **values: Any) -> Block:
    """One question; its key is what answers are kept under.

    Args:
        wrong: what is said where it is not answered, and before the reason where the answer is not right.
    """
    own = {"extras": {"error": wrong}} if wrong else {}
    return {"type": kind, "id": key, "value": {"label": label, **own, **values}}


def option(key: str, label: str, *questions: Block) -> Block:
    """One option of a choice, with the questions it opens. The last level of nesting opens none."""
    value: dict[str, Any] = {"label": label}
    if questions:
        value["questions"] = list(questions)
    return {"type": "item", "id": key, "value": value}


def one_choice(key: str, label: str, *options: Block, **values: Any) -> Block:
    return question("one_choice", key, label, options=list(options), **values)


def several_choices(key: str, label: str, *options: Block, **values: Any) -> Block:
    return question("several_choices", key, label, options=list(options), **values)


def declaration(key: str, label: str) -> Block:
    return question("declaration", key, label)


def note(key: str, words: str) -> Block:
    return {"type": "text_only", "id": key, "value": {"label": "", "text": words}}
