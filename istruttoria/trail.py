"""The access log of personal data, and the log in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.actors import Actor
from candidature.confirmations import noting
from candidature.confirmations.in_words import happened
from candidature.intake import contact, desk
from candidature.links.secret_links import RENEWED
from candidature.log.models import ERASED, RECEIVED, UNTOLD
from candidature.messages.reading import READ
from candidature.messages.to_many import WITHDRAWN
from candidature.messages.writing import SENT
from candidature.models import LogEntry, Submission, UploadedFile
from candidature.privacy import requests
from candidature.process import assigning, by_hand, changes, promised_days, protocol, reasons, unreached
from candidature.process.forewarning import OBSERVED
from candidature.process.transitions import BY_ACTION
from candidature.receipts.everything import TAKEN
from candidature.statuses import label_for
from candidature.submissions.channels import in_a_sentence
from istruttoria.checklists import answering as checks
from istruttoria.checklists.models import Answer
from istruttoria.duplicates.reading import DENIED, OTHER, RESTORED
from istruttoria.labels.marking import LABEL, LABELLED, UNLABELLED
from istruttoria.notes import writing as notes
from istruttoria.opinions import asking as opinions
from istruttoria.scores import giving as scores
from portal.italian.days import with_article
from portal.models import User
from portal.privacy.consultations import (
    EXPORTED,
    LETTER_ABORTED,
    LETTER_APPROVED,
    LETTER_CHANGED,
    LETTER_COUNTED_SENT,
    LETTER_GIVEN_BACK,
    LETTER_KEPT,
    LETTER_PUT_BACK,
    LETTER_READ,
    LETTER_RELEASED,
    LETTER_RETRIED,
    PROBLEM_READ,
    SEARCHED_BY_EMAIL,
    SIGNATURE_ERASED,
    SIGNATURE_READ,
)

VIEWED = "viewed"
FILE_DOWNLOADED, FILE_SHOWN, FILES_TAKEN = "file_downloaded", "file_shown", "files_taken"
# The log was taken away as a document.
AUDITED = "audited"
# A colleague ticked it, and took it away in a file with personal data.
TAKEN_AWAY = "taken_away"
# In the details of an entry: which file, and which check (`things_of` names them).
_FILE, _CHECK = "file", "check"
# Reading the same submission again within this time is one reading.
VIEW_COLLAPSES = timedelta(hours=1)

_WORDS = {
    RECEIVED: gettext_lazy("Ricevuta"),
    VIEWED: gettext_lazy("Consultata"),
    FILE_DOWNLOADED: gettext_lazy("File scaricato"),
    FILE_SHOWN: gettext_lazy("File guardato"),
    FILES_TAKEN: gettext_lazy("Scaricati tutti i file"),
    AUDITED: gettext_lazy("Registro scaricato"),
    TAKEN_AWAY: gettext_lazy("Esportata con altre, con i dati personali"),
    protocol.REGISTERED: gettext_lazy("Numero di protocollo registrato"),
    protocol.REFUSED: gettext_lazy("Numero di protocollo rifiutato: è di un’altra che chi scrive non vede"),
    ERASED: gettext_lazy("Dati cancellati"),
    SENT: gettext_lazy("Messaggio inviato"),
    WITHDRAWN: gettext_lazy("Messaggio ritirato prima che fosse letto"),
    READ: gettext_lazy("Messaggi letti"),
    OBSERVED: gettext_lazy("Osservazioni inviate"),
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
    by_hand.PRINTED: gettext_lazy("Stampato il collegamento personale, da consegnare a mano"),
    by_hand.HANDED_OVER: gettext_lazy("Lettera consegnata a mano"),
    notes.WRITTEN: gettext_lazy("Nota interna scritta"),
    notes.REWORDED: gettext_lazy("Nota interna cambiata"),
    notes.WITHDRAWN: gettext_lazy("Nota interna ritirata"),
    checks.ANSWERED: gettext_lazy("Controllo dell’istruttoria"),
    checks.TAKEN_BACK: gettext_lazy("Controllo dell’istruttoria riaperto"),
    scores.GIVEN: gettext_lazy("Punti dati"),
    scores.TAKEN_BACK: gettext_lazy("Punti tolti"),
    opinions.ASKED: gettext_lazy("Chiesto un parere"),
    opinions.READ: gettext_lazy("Aperta la pagina del parere"),
    opinions.GIVEN: gettext_lazy("Parere ricevuto"),
    opinions.REVOKED: gettext_lazy("Richiesta di parere revocata"),
    opinions.UNDELIVERED: gettext_lazy("Lettera a chi deve dare il parere non consegnata"),
    opinions.REMINDED: gettext_lazy("Ricordato il parere"),
    LETTER_READ: gettext_lazy("Lettera letta"),
    LETTER_RELEASED: gettext_lazy("Lettera fatta partire"),
    LETTER_APPROVED: gettext_lazy("Lettera approvata: parte quando ha scelto chi l’ha scritta"),
    LETTER_GIVEN_BACK: gettext_lazy("Lettera trattenuta dopo un ripristino: aspetta di nuovo come prima"),
    LETTER_COUNTED_SENT: gettext_lazy("Lettera trattenuta dopo un ripristino: segnata come già partita"),
    LETTER_RETRIED: gettext_lazy("Lettera inviata di nuovo"),
    LETTER_KEPT: gettext_lazy("Lettera trattenuta in bozza"),
    LETTER_ABORTED: gettext_lazy("Lettera fermata: non parte più"),
    LETTER_PUT_BACK: gettext_lazy("Lettera rimessa tra quelle da mandare"),
    LETTER_CHANGED: gettext_lazy("Lettera corretta"),
    reasons.CORRECTED: gettext_lazy("Motivazione corretta nella lettera: prima diceva altro"),
    PROBLEM_READ: gettext_lazy("Letto un problema segnalato, con l’indirizzo di chi lo segnala"),
    SIGNATURE_READ: gettext_lazy("Letta la firma di un patto, con l’indirizzo di chi ha firmato"),
    SIGNATURE_ERASED: gettext_lazy("Cancellata la firma di un patto"),
    SEARCHED_BY_EMAIL: gettext_lazy("Ricerca per indirizzo email"),
    DENIED: gettext_lazy("Non è un doppione"),
    RESTORED: gettext_lazy("Forse è un doppione, dopo tutto"),
    LABELLED: gettext_lazy("Etichetta messa"),
    UNLABELLED: gettext_lazy("Etichetta tolta"),
    EXPORTED: gettext_lazy("Esportata con la ricevuta e i file"),
    TAKEN: gettext_lazy("Scaricata per intero da chi l’ha inviata"),
}


ACCESSES = (
    VIEWED,
    FILE_DOWNLOADED,
    FILE_SHOWN,
    FILES_TAKEN,
    AUDITED,
    TAKEN_AWAY,
    opinions.READ,
    READ,
    protocol.REFUSED,
    LETTER_READ,
    PROBLEM_READ,
    SIGNATURE_READ,
    SEARCHED_BY_EMAIL,
    EXPORTED,
    TAKEN,
)


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
    about: str
    is_access: bool


def record_view(submission: Submission, user: User) -> None:
    """Notes that this account read the submission, once an hour."""
    recently = LogEntry.objects.filter(
        submission=submission, actor=user, action=VIEWED, at__gt=timezone.now() - VIEW_COLLAPSES
    )
    if not recently.exists():
        changes.record(submission, VIEWED, Actor.staff(user))


def record_taken_away(submissions: Iterable[Submission], user: User, file_format: str) -> None:
    """Notes that this account took these away, chosen one by one, in a file with personal data."""
    details = {"format": file_format}
    changes.record_many(submissions, TAKEN_AWAY, Actor.staff(user), details=lambda _one: details)


def with_view(entries: list[LogEntry], submission: Submission, user: User) -> list[LogEntry]:
    """The entries of a submission, first to last, with that of this reading (`record_view`)."""
    since = timezone.now() - VIEW_COLLAPSES
    if any(one.action == VIEWED and one.actor_id == user.pk and one.at > since for one in entries):
        return entries
    view = changes.record(submission, VIEWED, Actor.staff(user))
    # Nobody gives a reason for looking, and none is looked up.
    LogEntry._meta.get_field("reason").set_cached_value(view, None)
    return [*entries, view]


def record_file(submission: Submission, uploaded: UploadedFile, user: User, action: str) -> None:
    """Notes that this account took a file away, or looked at it, which is noted once an hour."""
    _record_file(submission, {_FILE: str(uploaded.public_id)}, user, action)


def _record_file(submission: Submission, details: dict[str, str], user: User, action: str) -> None:
    if action == FILE_SHOWN:
        since = timezone.now() - VIEW_COLLAPSES
        same = LogEntry.objects.filter(submission=submission, actor=user, action=action, at__gt=since)
        if same.filter(details=details).exists():
            return
    changes.record(submission, action, Actor.staff(user), details=details)


def record_opinion_file(submission: Submission, opinion: int, user: User, action: str) -> None:
    """The same of the file that came with an opinion."""
    _record_file(submission, {"opinion": str(opinion)}, user, action)


def things_of(submission: Submission) -> dict[str, str]:
    """The files and checks of which entries tell by their codes, in words. Two queries."""
    own = Q(submission=submission) | Q(message__submission=submission)
    files = UploadedFile.objects.filter(own).values_list("public_id", "original_name")
    asked = submission.check_answers.values_list("key", "asked")
    return {str(code): words for code, words in (*files, *asked)}


def in_words(
    entries: Iterable[LogEntry],
    others: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    things: Mapping[str, str] | None = None,
) -> list[Line]:
    """The entries, each with its reason where it has one (`select_related("reason")` spares the queries).

    Args:
        others: who was asked to confirm (`confirmations.in_words.names_of`).
        labels: the names of the labels that still exist, by their numbers.
        things: what entries are about (`things_of`).
    """
    return [_line(entry, others or {}, labels or {}, things or {}) for entry in entries]


def _line(
    entry: LogEntry, others: Mapping[str, str], labels: Mapping[str, str], things: Mapping[str, str]
) -> Line:
    due_at = parse_datetime(str(entry.details.get("due_at", "")))
    reason = getattr(entry, "reason", None)
    return Line(
        at=entry.at,
        what=happened(entry, others) if entry.action in noting.ACTIONS else _action(entry, labels),
        who=entry.who,
        status=label_for(entry.to_status, entry.kind) if entry.to_status else "",
        reason=reason.text if reason else "",
        until=date_format(timezone.localtime(due_at), "j F Y, H:i") if due_at else "",
        number=_number(entry),
        about=_about(entry, things),
        is_access=entry.action in ACCESSES,
    )


def _about(entry: LogEntry, things: Mapping[str, str]) -> str:
    """The file or check of which an entry tells, or what whoever decided knew."""
    if UNTOLD in entry.details:
        return _("Sapendo che la lettera con i motivi ostativi non era partita")
    return things.get(str(entry.details.get(_FILE) or entry.details.get(_CHECK, "")), "")


def proposed_outcome(action: str, kind: str) -> str:
    """The state to which a proposal would lead, in words; empty when the action proposes nothing."""
    step = BY_ACTION.get(action)
    decision = BY_ACTION.get(step.proposes) if step else None
    return label_for(decision.target, kind) if decision and decision.target else ""


def _number(entry: LogEntry) -> str:
    """The protocol number of an entry that registered one, after the former if it replaced it."""
    if entry.action != protocol.REGISTERED:
        return ""
    former, present = (str(number) for number in protocol.numbers_of(entry.details))
    return f"{former} → {present or _('nessuno')}" if former else present


def _action(entry: LogEntry, labels: Mapping[str, str]) -> str:
    received_at = parse_datetime(str(entry.details.get(desk.RECEIVED_AT, "")))
    if received_at is not None:
        said = _("Inserita allo sportello: ricevuta %(moment)s, %(how)s") % {
            "moment": date_format(timezone.localtime(received_at), "j F Y, H:i"),
            "how": in_a_sentence(str(entry.details.get(desk.CHANNEL, ""))),
        }
        most = entry.details.get(desk.BEYOND)
        beyond = most and _("oltre il numero massimo di %(most)s, perché arrivata prima") % {"most": most}
        return f"{said}, {beyond}" if beyond else said
    if entry.action == assigning.ASSIGNED:
        former = entry.details.get(assigning.FORMER)
        if former:
            return _("Assegnazione tolta dal portale: %(who)s non può più lavorarci") % {"who": former}
        name = str(entry.details.get(assigning.NAME, ""))
        said = _("Assegnata a %(who)s") % {"who": name} if name else _("Assegnazione tolta")
        day = parse_date(str(entry.details.get(assigning.WORK_BY, "")))
        by = day and _("da valutare entro %(day)s") % {"day": with_article(day)}
        return f"{said}, {by}" if by else said
    if entry.action == promised_days.BROUGHT_FORWARD:
        promised = date.fromisoformat(entry.details[promised_days.DAY])
        return _("Risposta anticipata al giorno dell’evento: entro %(day)s") % {"day": with_article(promised)}
    if entry.action == checks.ANSWERED:
        answer = Answer(entry.details["answer"]).label
        return _("Controllo dell’istruttoria: %(answer)s") % {"answer": answer}
    if entry.action in _WORDS:
        named = labels.get(str(entry.details.get(LABEL, ""))) or entry.details.get(OTHER)
        return f"{_WORDS[entry.action]}: {named}" if named else str(_WORDS[entry.action])
    outcome = proposed_outcome(entry.action, entry.kind)
    if outcome:
        return _("Proposta: %(outcome)s") % {"outcome": outcome}
    known = BY_ACTION.get(entry.action)
    return known.label_for(entry.kind) if known else _("Operazione «%(code)s»") % {"code": entry.action}
