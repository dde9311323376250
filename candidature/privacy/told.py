"""What happened to a submission, as its sender may know: told on their page, and in what they take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from candidature.confirmations import noting
from candidature.confirmations.in_words import happened, names_of
from candidature.log.models import UNDONE, LogEntry
from candidature.process import reasons
from candidature.process.corrections import CORRECT
from candidature.process.forewarning import OBSERVED
from candidature.process.more_time import GIVEN
from candidature.process.transitions import BY_ACTION, UNDO
from candidature.statuses import label_for
from candidature.submissions.models import Submission


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened, without who of the staff did it.

    Attributes:
        reason: that the applicant was given; empty while no letter has told it.
        instead: what is said in the place of a reason that no letter has told.
        status: to which it led; empty for a correction, more time, or a confirmation by somebody else.
    """

    at: datetime
    label: str
    reason: str
    status: str = ""
    instead: str = ""

    @property
    def is_state(self) -> bool:
        return bool(self.status)


def history(submission: Submission) -> list[HistoryRow]:
    """The changes of state, the corrections, more time and the confirmations of others, first to last.

    Each with the reason that the applicant was given, once its letter has left. What was taken back before
    its letter left is not told, nor that it was.
    """
    told = ~Q(to_status="") | Q(action__in=(CORRECT, OBSERVED, GIVEN, *noting.TOLD))
    names = names_of(submission)
    found = list(submission.log.filter(told).select_related("reason").order_by("at", "pk"))
    undone = {entry.details.get(UNDONE) for entry in found if entry.action == UNDO.action}
    entries = [one for one in found if one.action != UNDO.action and str(one.pk) not in undone]
    unsaid = reasons.unsaid(submission) if any(hasattr(one, "reason") for one in entries) else {}
    return [_row(entry, names, unsaid.get(entry.pk)) for entry in entries]


def _row(entry: LogEntry, names: Mapping[str, str], unsaid: reasons.Unsaid | None) -> HistoryRow:
    label, has_reason = _label(entry, names), hasattr(entry, "reason")
    if unsaid is not None and has_reason:
        return HistoryRow(entry.at, label, "", entry.to_status, reasons.instead(entry, unsaid))
    return HistoryRow(entry.at, label, entry.reason.text if has_reason else "", entry.to_status)


def _label(entry: LogEntry, names: Mapping[str, str]) -> str:
    if entry.action in noting.TOLD:
        return happened(entry, names)
    if entry.action == OBSERVED:
        return _("Osservazioni inviate")
    return label_for(entry.to_status, entry.kind) if entry.to_status else str(BY_ACTION[entry.action].label)
