"""The access log of personal data, and the log in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.actors import Actor
from candidature.intake import contact
from candidature.links.secret_links import RENEWED
from candidature.log.models import ERASED
from candidature.messages.reading import READ
from candidature.messages.writing import SENT
from candidature.models import LogEntry, Submission
from candidature.privacy import requests
from candidature.process import changes, protocol, unreached
from candidature.process.transitions import BY_ACTION
from candidature.statuses import label_for
from portal.models import User
from portal.privacy.consultations import LETTER_READ, SEARCHED_BY_EMAIL

VIEWED = "viewed"
FILE_DOWNLOADED = "file_downloaded"
# Reading the same submission again within this time is one reading.
VIEW_COLLAPSES = timedelta(hours=1)

_WORDS = {
    "received": gettext_lazy("Ricevuta"),
    VIEWED: gettext_lazy("Consultata"),
    FILE_DOWNLOADED: gettext_lazy("File scaricato"),
    protocol.REGISTERED: gettext_lazy("Numero di protocollo registrato"),
    ERASED: gettext_lazy("Dati cancellati"),
    SENT: gettext_lazy("Messaggio inviato"),
    READ: gettext_lazy("Messaggi letti"),
    contact.ASKED: gettext_lazy("Chiesto un altro indirizzo email"),
    contact.STOPPED: gettext_lazy("Lasciato l’indirizzo di prima"),
    contact.CHANGED: gettext_lazy("Indirizzo email cambiato"),
    contact.OBJECTED: gettext_lazy("Indirizzo contestato da chi legge quello di prima, e rimesso"),
    contact.PHONE_CHANGED: gettext_lazy("Telefono cambiato"),
    requests.ASKED: gettext_lazy("Chiesta la cancellazione dei dati"),
    requests.REFUSED: gettext_lazy("Cancellazione dei dati rifiutata"),
    RENEWED: gettext_lazy("Nuovo collegamento personale, annullati i precedenti"),
    unreached.UNREACHED: gettext_lazy("Lettera non consegnata"),
    unreached.REACHED: gettext_lazy("Persona raggiunta per altra via"),
    LETTER_READ: gettext_lazy("Lettera letta"),
    SEARCHED_BY_EMAIL: gettext_lazy("Ricerca per indirizzo email"),
}


@dataclass(frozen=True)
class Line:
    """An entry of the log as staff read it."""

    at: datetime
    what: str
    who: str
    status: str
    reason: str
    until: str
    number: str
    is_access: bool


def record_view(submission: Submission, user: User) -> None:
    """Notes that this account read the submission, once an hour."""
    recently = LogEntry.objects.filter(
        submission=submission, actor=user, action=VIEWED, at__gt=timezone.now() - VIEW_COLLAPSES
    )
    if not recently.exists():
        changes.record(submission, VIEWED, Actor.staff(user))


def in_words(entries: Iterable[LogEntry]) -> list[Line]:
    """The entries, each with its reason where it has one (`select_related("reason")` spares the queries)."""
    return [_line(entry) for entry in entries]


def _line(entry: LogEntry) -> Line:
    due_at = parse_datetime(str(entry.details.get("due_at", "")))
    reason = getattr(entry, "reason", None)
    return Line(
        at=entry.at,
        what=_action(entry),
        who=entry.actor_label,
        status=label_for(entry.to_status, entry.kind) if entry.to_status else "",
        reason=reason.text if reason else "",
        until=date_format(timezone.localtime(due_at), "j F Y, H:i") if due_at else "",
        number=_number(entry),
        is_access=entry.action in (VIEWED, FILE_DOWNLOADED, READ, LETTER_READ, SEARCHED_BY_EMAIL),
    )


def proposed_outcome(action: str, kind: str) -> str:
    """The state to which a proposal would lead, in words; empty when the action proposes nothing."""
    step = BY_ACTION.get(action)
    decision = BY_ACTION.get(step.proposes) if step else None
    return label_for(decision.target, kind) if decision and decision.target else ""


def _number(entry: LogEntry) -> str:
    """The protocol number of an entry that registered one, after the former if it replaced it."""
    if entry.action != protocol.REGISTERED:
        return ""
    numbers = [str(entry.details.get(name, "")) for name in (protocol.FORMER, protocol.PRESENT)]
    return " → ".join(number or _("nessuno") for number in numbers) if numbers[0] else numbers[1]


def _action(entry: LogEntry) -> str:
    if entry.action in _WORDS:
        return str(_WORDS[entry.action])
    outcome = proposed_outcome(entry.action, entry.kind)
    if outcome:
        return _("Proposta: %(outcome)s") % {"outcome": outcome}
    known = BY_ACTION.get(entry.action)
    return known.label_for(entry.kind) if known else _("Operazione «%(code)s»") % {"code": entry.action}
