"""The order of the pages of a form: what is asked before all else, who you are, the steps, the summary.

A page's number is its address; 0 is who you are, the steps count from 1, the summary is the last.
"""

from moduli import Answers, Schema, eligibility_step, is_complete


def eligibility_number(schema: Schema) -> int | None:
    """The number of the questions that are asked before all else; None where nothing is."""
    step = eligibility_step(schema)
    return None if step is None else schema["steps"].index(step) + 1


def numbers(schema: Schema, *, asks_who: bool = True) -> list[int]:
    """Every page in the order in which one comes to it.

    Args:
        asks_who: whether who you are is among them.
    """
    first = eligibility_number(schema)
    others = [number for number in range(1, len(schema["steps"]) + 2) if number != first]
    return [*([] if first is None else [first]), *([0] if asks_who else []), *others]


def barrier(schema: Schema, answers: Answers) -> int | None:
    """The number of the questions to answer before any other page is opened; None once they let in."""
    step = eligibility_step(schema)
    if step is None or is_complete(step, answers):
        return None
    return eligibility_number(schema)
