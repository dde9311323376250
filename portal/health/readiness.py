"""What must be well for the portal to serve, as a list of checks that any app adds to.

    readiness.register("free_space", free_space)

A check takes nothing and returns a `Finding`. It runs at each `/readyz`, so it must be cheap; what it raises
counts as failing. Register in `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


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
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Adds a check, or replaces the one of that name."""
    _checks[name] = check


def find() -> dict[str, Finding]:
    """Runs every check, in the order of registration."""
    return {name: _run(check) for name, check in list(_checks.items())}


def worst(findings: dict[str, Finding]) -> State:
    order = list(State)
    return max((finding.state for finding in findings.values()), key=order.index, default=State.OK)


def _run(check: Check) -> Finding:
    try:
        return check()
    except Exception:
        # Whatever fails here is the answer itself; its message may hold addresses, so it is not repeated.
        return Finding(State.FAILING, "fails")
