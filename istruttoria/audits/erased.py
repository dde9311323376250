"""What the log still tells of submissions that were erased: codes, moments and colleagues, nobody's data.

Whose page it was, and in which zone, went with the submission. So no committee can be told by it, and this is
for whoever oversees all.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidature.actors import Actor
from candidature.log.models import ERASED, NUMBER
from candidature.models import LogEntry
from candidature.process import changes
from candidature.receipts.document import in_words
from candidature.statuses import Kind
from istruttoria import trail
from istruttoria.audits import document
from portal.models import User


def erasures(reference: str = "") -> QuerySet[LogEntry]:
    """The entries that tell of an erasure, the latest first.

    Args:
        reference: with what the codes begin; empty for all.
    """
    found = LogEntry.objects.filter(action=ERASED)
    if reference:
        found = found.filter(reference__istartswith=reference)
    return found.order_by("-at", "-pk")


def erasure_of(reference: str) -> LogEntry | None:
    """The entry that a submission left behind when it was erased; None for any other code."""
    if "\x00" in reference:
        # No code holds it, and PostgreSQL does not even ask.
        return None
    return LogEntry.objects.filter(action=ERASED, reference=reference).order_by("-pk").first()


def note_audit(erasure: LogEntry, user: User) -> None:
    """Writes into the log that somebody took it away as a document."""
    changes.record_of_erased(erasure, trail.AUDITED, Actor.staff(user))


def lists(erasure: LogEntry) -> list[dict[str, Any]]:
    """The part of the document with the lists in which it left; none where its row's number is not known."""
    number = erasure.details.get(NUMBER)
    return [document.lists(int(number))] if number else []


def contents(erasure: LogEntry) -> dict[str, Any]:
    """What the document shows."""
    # Reasons went with the submission, which is known for all entries at once.
    entries = LogEntry.objects.filter(reference=erasure.reference).select_related("reason")
    entries = entries.order_by("at", "pk")
    return {
        "subject": str(Kind(erasure.kind).label),
        "note": _(
            "I dati di chi l’aveva inviata sono stati cancellati. Del lavoro fatto restano il codice, le "
            "date e chi se n’è occupato; nomi, risposte, motivazioni e file non ci sono più."
        ),
        "facts": [
            (_("Codice"), erasure.reference),
            (_("Cancellata"), f"{in_words(erasure.at)}, {erasure.who}"),
        ],
        "parts": document.parts(trail.in_words(entries)),
    }
