"""What a posted step said that its answers do not hold, so that the page can say it after a redirect.

No page of the way is the direct answer of a press: what is wrong with the answers is found out again from the
answers, and what is not among them is kept here until the step is posted again.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from moduli import Answers

# Stands for the first step, "Chi sei", among the keys of steps.
WHO = "0"


class Remarked(Protocol):
    remarks: dict[str, Any]


@dataclass(frozen=True)
class Remarks:
    """Of one step.

    Attributes:
        refused: why files were not taken, by question key.
        clashes: the answers that another tab wrote differently meanwhile, as this tab wrote them; of the
            first step, texts by field.
    """

    refused: dict[str, list[str]] = field(default_factory=dict)
    clashes: Answers = field(default_factory=dict)


def about(written: Remarked, step: str) -> Remarks:
    """What is remarked of the step of this key of what is written."""
    kept: dict[str, Any] = written.remarks.get(step, {})
    return Remarks(**kept)


def put(written: Remarked, step: str, remarks: Remarks) -> None:
    """Takes the place of what was remarked of the step of this key; saved with the answers, not here."""
    others = {key: value for key, value in written.remarks.items() if key != step}
    said = {name: value for name, value in asdict(remarks).items() if value}
    written.remarks = {**others, step: said} if said else others
