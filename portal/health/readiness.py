"""What must be well for the portal to serve, as a list of checks that any app adds to.

    readiness.register("free_space", free_space)

A check takes nothing and returns a `Finding`. It runs at each `/readyz`, so it must be cheap; one that raises
counts as failing, or as a warning where it never says worse. Register in `AppConfig.ready`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

logger = logging.getLogger(__name__)


class State(StrEnum):
    """How one thing is, from well to unbearable."""

    OK = "ok"
    # Somebody must look, and visitors are served meanwhile: the answer stays 200.
    WARNING = "warning"
    # This machine must not be sent visitors: the answer is 503.
    FAILING = "failing"


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes:
        state: how it is.
        detail: in a few words that reveal nothing, such as "never seen".
        figures: numbers for whoever draws them, each named with its unit, such as `age_seconds`.
    """

    state: State
    detail: str = ""
    figures: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, str | int]:
        words: dict[str, str | int] = {"state": self.state.value}
        if self.detail:
            words["detail"] = self.detail
        return words | self.figures


Check = Callable[[], Finding]

WELL = Finding(State.OK)
_checks: dict[str, tuple[Check, State]] = {}


def register(name: str, check: Check, *, if_it_raises: State = State.FAILING) -> None:
    """Adds a check, or replaces the one of that name.

    Args:
        if_it_raises: what counts then; a warning for a check that never says worse.
    """
    _checks[name] = (check, if_it_raises)


def find() -> dict[str, Finding]:
    """Runs every check, in the order of registration."""
    return {name: _run(name, check, then) for name, (check, then) in list(_checks.items())}


def worst(findings: dict[str, Finding]) -> State:
    order = list(State)
    return max((finding.state for finding in findings.values()), key=order.index, default=State.OK)


def _run(name: str, check: Check, then: State) -> Finding:
    try:
        return check()
    except Exception as error:
        # Whatever fails here is the answer itself; its message may hold addresses, so it is not repeated.
        logger.warning("The check %s of readiness fails: %s.", name, type(error).__name__)
        return Finding(then, "fails")
