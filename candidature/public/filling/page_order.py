"""The order of the pages of a form: what is asked before all else, who you are, the steps, the summary.

A page's number is its address; 0 is who you are, the steps count from 1, the summary is the last. Between
them and the summary others are named who confirm, where the page asks for them.
"""

from moduli import Answers, Schema, eligibility_step, is_complete

# The number of the page on which others are named: more than any form has steps.
OTHERS = 999


def eligibility_number(schema: Schema) -> int | None:
    """The number of the questions that are asked before all else; None where nothing is."""
    step = eligibility_step(schema)
    return None if step is None else schema["steps"].index(step) + 1


def numbers(schema: Schema, *, asks_who: bool = True, asks_others: bool = False) -> list[int]:
    """Every page in the order in which one comes to it.

    Args:
        asks_who: whether who you are is among them.
        asks_others: whether others are named.
    """
    first = eligibility_number(schema)
    steps = [number for number in range(1, len(schema["steps"]) + 1) if number != first]
    before = [*([] if first is None else [first]), *([0] if asks_who else [])]
    return [*before, *steps, *([OTHERS] if asks_others else []), len(schema["steps"]) + 1]


def barrier(schema: Schema, answers: Answers) -> int | None:
    """The number of the questions to answer before any other page is opened; None once they let in."""
    step = eligibility_step(schema)
    if step is None or is_complete(step, answers):
        return None
    return eligibility_number(schema)
