"""What of the queue's filters makes no sense: a value that is not there, two that exclude each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.access.scope import DECIDE
from candidature.confirmations.applications import ENDED
from candidature.process.transitions import TRANSITIONS
from candidature.statuses import AWAITED_STATUSES, OPEN_STATUSES, STILL_EXAMINED, Kind, Status
from istruttoria.absences.cover import work_of
from istruttoria.queue.filters import ME, NOBODY, PROPOSED, PROPOSING, SubmissionFilterSet
from istruttoria.queue.needs import Need
from istruttoria.queue.stages import STAGE_STATUSES, Stage
from istruttoria.queue.terms import TermNow
from istruttoria.scores.own import OwnPoints
from portal.italian.days import with_article
from portal.models import User

_OURS = OPEN_STATUSES - AWAITED_STATUSES
# By the decision that is proposed, the states in which that can be; one of the reserve can be accepted.
_PROPOSAL_STATUSES: Mapping[str, frozenset[Status]] = {
    decision: frozenset[Status]().union(*(step.sources for step in TRANSITIONS if step.proposes == decision))
    for decision in PROPOSING
}
_PROPOSED_STATUSES = frozenset[Status]().union(*_PROPOSAL_STATUSES.values())
# What can be asked for besides states that is so in some states alone.
_NEED_STATUSES: Mapping[str, Collection[Status]] = {
    Need.PROPOSED: _PROPOSED_STATUSES,
    Need.NEW: {Status.RECEIVED},
    Need.DUE: _OURS,
    # Until somebody takes the next step.
    Need.ANSWERED: {Status.IN_REVIEW},
    Need.EXPIRED: AWAITED_STATUSES,
    Need.OPINION: STILL_EXAMINED,
}
_TERM_STATUSES: Mapping[str, Collection[Status]] = {
    TermNow.LATE: _OURS,
    TermNow.SOON: _OURS,
    TermNow.PAUSED: AWAITED_STATUSES,
}
# What comes of a call, and of an event: not each has every state.
_KIND_STATUSES: Mapping[str, frozenset[Status]] = {
    kind: frozenset(
        {Status.RECEIVED, *(step.target for step in TRANSITIONS if step.target and kind in step.kinds)}
    )
    for kind in Kind
}


@dataclass(frozen=True)
class _Asked:
    """A choice in the middle of a sentence, and what alone can meet it; None where anything can.

    Attributes:
        pages: their numbers, of those that the filter of pages offers.
    """

    words: str
    statuses: Collection[Status] | None = None
    kinds: Collection[str] | None = None
    pages: Collection[str] | None = None

    def excludes(self, other: "_Asked") -> bool:
        sides = (
            (self.statuses, other.statuses),
            (self.kinds, other.kinds),
            (self.pages, other.pages),
        )
        return any(
            mine is not None and theirs is not None and not set(mine) & set(theirs) for mine, theirs in sides
        )


def left_out(filters: SubmissionFilterSet) -> list[str]:
    """The names of the filters whose value does not exist, or not for this account: they choose nothing."""
    return [
        str(filters.form.fields[name].label) for name in filters.form.errors if name in filters.form.fields
    ]


def contradictions(filters: SubmissionFilterSet, stage: Stage) -> list[str]:
    """Why nothing can be in the list, whatever there is.

    Filters that nothing but what came so far keeps apart, such as a zone and a call, are no matter of these.
    """
    chosen: dict[str, Any] = filters.form.cleaned_data
    found = [
        capfirst(
            _("%(one)s e %(other)s non stanno insieme: nessuna è in tutti e due.")
            % {"one": one, "other": other}
        )
        for one, other in _excluding_each_other(filters, stage)
    ]
    days = chosen.get("submitted_at")
    if days and days.start and days.stop and days.start > days.stop:
        found.append(
            _("«Inviata» va %(first)s %(last)s: il primo giorno viene dopo l’ultimo.")
            % {"first": with_article(days.start, "dal j F Y"), "last": with_article(days.stop, "al")}
        )
    return found


def _excluding_each_other(filters: SubmissionFilterSet, stage: Stage) -> Iterator[tuple[str, str]]:
    """The choices of which no submission meets two, in words."""
    asked = [*_asked_of_states(filters, stage), *_asked_of_pages(filters)]
    yield from ((one.words, other.words) for one, other in combinations(asked, 2) if one.excludes(other))
    if _is_left_to_others(filters):
        whose = _("assegnate a «%(whose)s»") % {"whose": _words(filters, "assigned_to")}
        yield _need_in_words(filters), whose


def _asked_of_states(filters: SubmissionFilterSet, stage: Stage) -> Iterator[_Asked]:
    """What is asked for and holds for some states alone."""
    chosen: Mapping[str, Any] = filters.form.cleaned_data
    named = _("lavorazione «%(stage)s»") % {"stage": stage.label}
    yield _Asked(named, frozenset(map(Status, STAGE_STATUSES[stage])))
    states = [Status(state) for state in chosen.get("status") or []]
    if states:
        labels = ", ".join(f"«{state.label}»" for state in states)
        yield _Asked(_("stato %(states)s") % {"states": labels}, states)
    term = chosen.get("term")
    if term:
        yield _Asked(_("termine «%(term)s»") % {"term": _words(filters, "term")}, _TERM_STATUSES[term])
    if filters.asked_need in _NEED_STATUSES:
        yield _Asked(_need_in_words(filters), _NEED_STATUSES[filters.asked_need])
    proposal = chosen.get("proposal")
    if proposal:
        named = _("proposta «%(proposal)s»") % {"proposal": _words(filters, "proposal")}
        yield _Asked(named, _PROPOSED_STATUSES if proposal == PROPOSED else _PROPOSAL_STATUSES[proposal])
    if chosen.get("observations"):
        named = _("osservazioni «%(observations)s»") % {"observations": _words(filters, "observations")}
        yield _Asked(named, {Status.FOREWARNED})
    if chosen.get("others"):
        named = _("conferme di altri «%(others)s»") % {"others": _words(filters, "others")}
        yield _Asked(named, set(Status) - set(ENDED))


def _asked_of_pages(filters: SubmissionFilterSet) -> Iterator[_Asked]:
    """What is asked for and holds for some calls or events alone, and so for their states."""
    chosen: Mapping[str, Any] = filters.form.cleaned_data
    kind, page, points = (chosen.get(name) for name in ("kind", "page", "points"))
    if kind:
        named = _("tipo «%(kind)s»") % {"kind": _words(filters, "kind")}
        yield _Asked(named, _KIND_STATUSES[kind], {kind})
    if page:
        named = _("avviso o evento «%(page)s»") % {"page": _words(filters, "page")}
        yield _of_pages(filters, named, {page})
    labels = chosen.get("label") or []
    pages = {filters.offered.page_of_label[label] for label in labels}
    # A label for all pages fits any.
    if pages and "" not in pages:
        words = ", ".join(f"«{words}»" for pk, words in filters.offered.choices["label"] if pk in labels)
        named = ngettext("l’etichetta %(labels)s", "le etichette %(labels)s", len(labels)) % {"labels": words}
        yield _of_pages(filters, named, pages)
    if points:
        named = _("i miei punti «%(points)s»") % {"points": _words(filters, "points")}
        statuses = STILL_EXAMINED if points == OwnPoints.MISSING else None
        # Where no call has points yet, any would be excluded: then it is told of events alone.
        yield _Asked(named, statuses, {Kind.CALL.value}, filters.offered.pages_with_points or None)


def _of_pages(filters: SubmissionFilterSet, words: str, pages: Collection[str]) -> _Asked:
    kinds = {filters.offered.kind_of_page[page] for page in pages}
    statuses = frozenset[Status]().union(*(_KIND_STATUSES[kind] for kind in kinds))
    return _Asked(words, statuses, kinds, pages)


def _is_left_to_others(filters: SubmissionFilterSet) -> bool:
    """Whether what waits for the account is looked for among what a colleague has, whom it stands in for
    not: there are proposals alone, for whoever decides. One query, where both are asked for.
    """
    need, whose = filters.asked_need, filters.form.cleaned_data.get("assigned_to")
    user = cast(User, filters.request.user)
    if not need or not whose or whose in (ME, NOBODY, str(user.pk)):
        return False
    if need == Need.PROPOSED or (need == Need.ANY and user.has_perm(DECIDE)):
        return False
    covered = work_of(user, timezone.localdate())
    return not User.objects.filter(pk=int(whose), pk__in=covered).exists()


def _need_in_words(filters: SubmissionFilterSet) -> str:
    return _("ciò che ti aspetta, «%(need)s»,") % {"need": Need(filters.asked_need).label}


def _words(filters: SubmissionFilterSet, name: str) -> str:
    """What the chosen value of a filter is called."""
    chosen = filters.form.cleaned_data[name]
    return next(str(words) for value, words in filters.form.fields[name].choices if str(value) == chosen)
