"""What a posted step said that its answers do not hold, so that the page can say it after a redirect.

No page of the way is the direct answer of a press: what is wrong with the answers is found out again from the
answers, and what is not among them is kept here until the step is posted again.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from candidature.submissions.models import Draft
from moduli import Answers, Step


@dataclass(frozen=True)
class Remarks:
    """Of one step.

    Attributes:
        refused: why files were not taken, by question key.
        clashes: the answers that another tab wrote differently meanwhile, as this tab wrote them.
    """

    refused: dict[str, list[str]] = field(default_factory=dict)
    clashes: Answers = field(default_factory=dict)


def about(draft: Draft, step: Step) -> Remarks:
    """What is remarked of a step of a draft."""
    kept: dict[str, Any] = draft.remarks.get(step["key"], {})
    return Remarks(**kept)


def put(draft: Draft, step: Step, remarks: Remarks) -> None:
    """Takes the place of what was remarked of this step; saved with the answers, not here."""
    others = {key: value for key, value in draft.remarks.items() if key != step["key"]}
    said = {name: value for name, value in asdict(remarks).items() if value}
    draft.remarks = {**others, step["key"]: said} if said else others
