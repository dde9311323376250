"""What a posted step said that its answers do not hold, so that the page can say it after a redirect.

No page of the way is the direct answer of a press: what is wrong with the answers is found out again from the
answers, and what is not among them is kept here until the step is posted again.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from moduli import Answers, Step


class Remarked(Protocol):
    remarks: dict[str, Any]


@dataclass(frozen=True)
class Remarks:
    """Of one step.

    Attributes:
        refused: why files were not taken, by question key.
        clashes: the answers that another tab wrote differently meanwhile, as this tab wrote them.
    """

    refused: dict[str, list[str]] = field(default_factory=dict)
    clashes: Answers = field(default_factory=dict)


def about(written: Remarked, step: Step) -> Remarks:
    """What is remarked of a step of what is written."""
    kept: dict[str, Any] = written.remarks.get(step["key"], {})
    return Remarks(**kept)


def put(written: Remarked, step: Step, remarks: Remarks) -> None:
    """Takes the place of what was remarked of this step; saved with the answers, not here."""
    others = {key: value for key, value in written.remarks.items() if key != step["key"]}
    said = {name: value for name, value in asdict(remarks).items() if value}
    written.remarks = {**others, step["key"]: said} if said else others
