"""What it means to those who are writing that a page admits others than before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.changes.pending import Pending
from candidature.changes.people import being_written
from candidature.pages.window import AllowedApplicants


@dataclass(frozen=True)
class AdmissionChange:
    """One thing that decides who may take part, as it was and as it will be.

    Attributes:
        matters: whether somebody who could take part no longer can.
    """

    name: str
    before: str
    after: str
    matters: bool
    for_whom: str


def admission_changes(pending: Pending) -> list[AdmissionChange]:
    """Everything that differs; empty where that is nobody's concern."""
    return list(_changes(pending)) if pending.admits_others else []


def _changes(pending: Pending) -> Iterator[AdmissionChange]:
    before, after = pending.live.admits_whom, pending.draft.admits_whom
    if before.kinds != after.kinds:
        matters = after.kinds not in (AllowedApplicants.BOTH, before.kinds)
        said = [str(AllowedApplicants(one.kinds).label) for one in (before, after)]
        yield AdmissionChange(
            _("Chi può partecipare"), said[0], said[1], matters, _shut_out(pending, matters)
        )
    if before.zones != after.zones:
        matters = bool(after.zones) and not (before.zones and set(before.zones) <= set(after.zones))
        said = [", ".join(one.zones) or _("da ovunque") for one in (before, after)]
        yield AdmissionChange(_("Zone ammesse"), said[0], said[1], matters, _shut_out(pending, matters))
    if before.age != after.age:
        matters = (after.age or 0) > (before.age or 0)
        said = [str(one.age or _("nessuna")) for one in (before, after)]
        whom = _("Chi non ha l’età lo legge prima di inviare, con il giorno da cui può.")
        yield AdmissionChange(_("Età minima"), said[0], said[1], matters, whom if matters else _nobody())
    if before.most != after.most:
        matters = after.most is not None and (before.most is None or after.most < before.most)
        said = [str(one.most or _("nessuno")) for one in (before, after)]
        whom = _("Chi arriva dopo l’ultimo posto non può inviare, e conserva la bozza.")
        yield AdmissionChange(_("Numero massimo"), said[0], said[1], matters, whom if matters else _nobody())


def _shut_out(pending: Pending, matters: bool) -> str:
    """How many of those who are writing could send before and no longer can."""
    if not matters:
        return _nobody()
    told = being_written(pending.live.pk, pending.at).exclude(last_name="").select_related("municipality")
    number = sum(
        pending.live.admits_applicant(draft) and not pending.draft.admits_applicant(draft)
        for draft in told.defer("answers", "remarks").iterator()
    )
    if not number:
        return _("Di chi sta scrivendo, nessuno di quelli che hanno già detto chi sono.")
    return ngettext(
        "%(n)d persona che sta scrivendo non potrà più inviare: la bozza resta, e legge perché.",
        "%(n)d persone che stanno scrivendo non potranno più inviare: le bozze restano, e leggono perché.",
        number,
    ) % {"n": number}


def _nobody() -> str:
    return _("Nessuno deve rifare nulla.")
