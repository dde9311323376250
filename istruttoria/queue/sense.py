"""What of the queue's filters makes no sense: a value that is not there, two that exclude each other."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.statuses import Status
from istruttoria.queue.filters import SubmissionFilterSet
from istruttoria.queue.stages import STAGE_STATUSES, Stage


def left_out(filters: SubmissionFilterSet) -> list[str]:
    """The names of the filters whose value does not exist, or not for this account: they choose nothing."""
    return [
        str(filters.form.fields[name].label) for name in filters.form.errors if name in filters.form.fields
    ]


def contradictions(filters: SubmissionFilterSet, stage: Stage) -> list[str]:
    """Why nothing can be in the list, whatever there is."""
    chosen: dict[str, Any] = filters.form.cleaned_data
    found = []
    states = [Status(state) for state in chosen.get("status") or []]
    if states and not set(states) & set(STAGE_STATUSES[stage]):
        found.append(
            _("Lavorazione «%(stage)s» e stato %(states)s non stanno insieme: nessuna è in tutti e due.")
            % {"stage": stage.label, "states": ", ".join(f"«{state.label}»" for state in states)}
        )
    days = chosen.get("submitted_at")
    if days and days.start and days.stop and days.start > days.stop:
        found.append(
            _("«Inviata» va dal %(first)s al %(last)s: il primo giorno viene dopo l’ultimo.")
            % {"first": date_format(days.start, "j F Y"), "last": date_format(days.stop, "j F Y")}
        )
    return found
