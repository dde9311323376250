"""What of the queue's filters makes no sense: a value that is not there, two that exclude each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from candidature.statuses import AWAITED_STATUSES, OPEN_STATUSES, Status
from istruttoria.queue.filters import SubmissionFilterSet
from istruttoria.queue.needs import Need
from istruttoria.queue.stages import STAGE_STATUSES, Stage
from istruttoria.queue.terms import TermNow
from portal.italian.days import with_article

_OURS = OPEN_STATUSES - AWAITED_STATUSES
# What can be asked for besides states that is so in some states alone.
_NEED_STATUSES: Mapping[str, Collection[Status]] = {
    Need.PROPOSED: OPEN_STATUSES,
    Need.NEW: {Status.RECEIVED},
    Need.DUE: _OURS,
    Need.EXPIRED: AWAITED_STATUSES,
    Need.OPINION: OPEN_STATUSES,
}
_TERM_STATUSES: Mapping[str, Collection[Status]] = {
    TermNow.LATE: _OURS,
    TermNow.SOON: _OURS,
    TermNow.PAUSED: AWAITED_STATUSES,
}


@dataclass(frozen=True)
class _Asked:
    """A choice in the middle of a sentence, and the states in which it can be met."""

    words: str
    statuses: frozenset[Status]


def left_out(filters: SubmissionFilterSet) -> list[str]:
    """The names of the filters whose value does not exist, or not for this account: they choose nothing."""
    return [
        str(filters.form.fields[name].label) for name in filters.form.errors if name in filters.form.fields
    ]


def contradictions(filters: SubmissionFilterSet, stage: Stage) -> list[str]:
    """Why nothing can be in the list, whatever there is."""
    chosen: dict[str, Any] = filters.form.cleaned_data
    found = [
        capfirst(
            _("%(one)s e %(other)s non stanno insieme: nessuna è in tutti e due.")
            % {"one": one.words, "other": other.words}
        )
        for one, other in combinations(_asked(chosen, stage), 2)
        if not one.statuses & other.statuses
    ]
    days = chosen.get("submitted_at")
    if days and days.start and days.stop and days.start > days.stop:
        found.append(
            _("«Inviata» va %(first)s %(last)s: il primo giorno viene dopo l’ultimo.")
            % {"first": with_article(days.start, "dal j F Y"), "last": with_article(days.stop, "al")}
        )
    return found


def _asked(chosen: Mapping[str, Any], stage: Stage) -> Iterator[_Asked]:
    """All that is asked for and holds for some states alone."""
    yield _Asked(
        _("lavorazione «%(stage)s»") % {"stage": stage.label}, frozenset(map(Status, STAGE_STATUSES[stage]))
    )
    states = [Status(state) for state in chosen.get("status") or []]
    if states:
        named = ", ".join(f"«{state.label}»" for state in states)
        yield _Asked(_("stato %(states)s") % {"states": named}, frozenset(states))
    term = chosen.get("term")
    if term:
        named = _("termine «%(term)s»") % {"term": TermNow(term).label}
        yield _Asked(named, frozenset(_TERM_STATUSES[term]))
    need = str(chosen.get("need") or "")
    if need in _NEED_STATUSES:
        named = _("ciò che ti aspetta, «%(need)s»,") % {"need": Need(need).label}
        yield _Asked(named, frozenset(_NEED_STATUSES[need]))
