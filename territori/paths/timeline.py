"""The phases of a path as they stand on a day."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from territori.paths.phases import STATE_LABELS, PhaseState

if TYPE_CHECKING:
    from territori.paths.pages import Phase


@dataclass(frozen=True)
class TimelineEntry:
    """A phase as the timetable of today shows it."""

    phase: "Phase"
    state: PhaseState

    @property
    def label(self) -> str:
        return str(STATE_LABELS[self.state])

    @property
    def is_current(self) -> bool:
        return self.state is PhaseState.CURRENT

    @property
    def is_over(self) -> bool:
        return self.state is PhaseState.PAST

    @property
    def has_state_label(self) -> bool:
        """An undated phase already says in place of its date that it has none."""
        return self.state is not PhaseState.UNDATED

    @property
    def css_state(self) -> str:
        """The badge that goes with the state (see `state-…` in the style sheet)."""
        return {
            PhaseState.CURRENT: "open",
            PhaseState.UPCOMING: "upcoming",
            PhaseState.STARTED: "waiting",
        }.get(self.state, "closed")
