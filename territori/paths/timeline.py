"""The phases of a path as they stand on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.documents import get_document_model

from territori.paths.phases import STATE_LABELS, Phase, PhaseState


@dataclass(frozen=True)
class TimelineEntry:
    """A phase as the timetable of today shows it, with the documents that came of it."""

    phase: Phase
    state: PhaseState
    documents: Sequence[Any] = ()

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


def documents_of(phases: Iterable[Phase]) -> Mapping[int, list[Any]]:
    """The documents of each phase, by its place among these; one query for all, none where there is none.

    A stream of blocks would ask for its own: the numbers are read out of what is stored.
    """
    chosen = {
        place: [block["value"] for block in phase.documents.raw_data if block["value"]]
        for place, phase in enumerate(phases)
    }
    wanted = {number for numbers in chosen.values() for number in numbers}
    known = get_document_model().objects.in_bulk(wanted) if wanted else {}
    return {
        place: [known[number] for number in numbers if number in known] for place, numbers in chosen.items()
    }
