"""A form as long as the longest calls have it: what the editor must bear."""

from typing import Any

from moduli.types.registry import question_types
from tests.moduli.builders import block, item
from tests.moduli.types.test_every_type import FROZEN

KINDS = (
    "short_text",
    "long_text",
    "one_choice",
    "several_choices",
    "yes_no",
    "email",
    "file",
    "number",
    "date",
)
_HELP = "Scrivi in poche parole che cosa fate, con chi e da quanto tempo: «si può» anche lasciare un rimando."
_OPTIONS = ("Sì, da più di un anno", "Sì, da poco", "No, ma ci stiamo pensando", "No, e non è previsto")


def long_form(steps: int = 8, questions: int = 9) -> list[dict[str, Any]]:
    """Steps as the editor stores them. Every question has a help, every choice four options, one of which
    opens a question."""
    return [
        block(
            "step",
            f"step-{step}",
            title=f"Passo {step + 1}",
            intro="Queste domande aiutano a capire chi siete.",
            questions=[_question(step * questions + number) for number in range(questions)],
        )
        for step in range(steps)
    ]


def _question(number: int) -> dict[str, Any]:
    kind = KINDS[number % len(KINDS)]
    value: dict[str, Any] = {
        "label": f"Domanda {number + 1}: che cosa ha fatto finora l’organizzazione nella zona?",
        "help": _HELP,
        "required": bool(number % 2),
    }
    if kind.endswith(("choice", "choices")):
        below = block("short_text", f"below-{number}", label="Da quando, e con quali altri?", help=_HELP)
        value["options"] = [item(label, *([below] if label is _OPTIONS[0] else [])) for label in _OPTIONS]
    return block(kind, f"question-{number}", **value)


def one_of_each() -> list[dict[str, Any]]:
    """A step with a question of every type, all of it written that may be, and the same below an option."""
    below = [_filled_in(kind.key, "below") for kind in question_types()]
    options = [item("Un’opzione", *below), item("Un’altra")]
    # The root of all pages is always there.
    options[1]["value"]["out"] = {"leads_out": True, "why": "È «per» <altri>.", "page": 1}
    questions = [_filled_in(kind.key, "each") for kind in question_types()]
    questions.append(block("one_choice", "opens", label="Quale?", options=options))
    return [block("step", "step", title="Di tutto", intro="Due\r\n\r\nparagrafi.", questions=questions)]


def _filled_in(kind: str, prefix: str) -> dict[str, Any]:
    written, _frozen = FROZEN.get(kind, ({}, {}))
    extras = {"example": 'Ca’ "Nova" & <altro>', "personal": "yes", "listed": "no"}
    return block(kind, f"{prefix}-{kind}", label=f"Domanda {kind}", help=_HELP, extras=extras, **written)
