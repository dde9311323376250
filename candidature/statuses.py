"""The states of a submission: stable codes, and the words people read for each."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the submission answers. It decides the words, never the rules."""

    CALL = "call", _("Candidatura")
    EVENT = "event", _("Iscrizione")


class Status(models.TextChoices):
    """Codes are stored and compared.

    Labels stand in migrations and nowhere else: `label_for` gives the word of a kind, `LABELS_OF_BOTH` those
    where calls and events stand together.
    """

    RECEIVED = "received", _("Ricevuta")
    IN_REVIEW = "in_review", _("In istruttoria")
    NEEDS_INFO = "needs_info", _("Integrazione richiesta")
    # L. 241/1990, art. 10-bis: the reasons against it are told, and its applicant may object.
    FOREWARNED = "forewarned", _("Preavviso di rigetto")
    ADMISSIBLE = "admissible", _("Ammissibile")
    ACCEPTED = "accepted", _("Accolta")
    RESERVE = "reserve", _("In riserva")
    REJECTED = "rejected", _("Non accolta")
    WITHDRAWN = "withdrawn", _("Ritirata")


OPEN_STATUSES = frozenset(
    {Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO, Status.FOREWARNED, Status.ADMISSIBLE}
)
# While nothing final was decided.
STILL_EXAMINED = OPEN_STATUSES | {Status.RESERVE}
# The next word is its applicant's, by a term (`Submission.info_due_at`).
AWAITED_STATUSES = frozenset({Status.NEEDS_INFO, Status.FOREWARNED})

_LABELS: dict[Kind, dict[Status, str | Promise]] = {
    Kind.CALL: {
        Status.ACCEPTED: _("Selezionata"),
        Status.RESERVE: _("Idonea in riserva"),
        Status.REJECTED: _("Non ammessa"),
    },
    Kind.EVENT: {
        Status.ACCEPTED: _("Confermata"),
        Status.RESERVE: _("In lista d’attesa"),
        Status.REJECTED: _("Non confermata"),
        Status.WITHDRAWN: _("Annullata"),
    },
}


LABELS_OF_BOTH: dict[Status, str | Promise] = {
    **{status: status.label for status in Status},
    Status.ACCEPTED: _("Selezionata o confermata"),
    Status.RESERVE: _("In riserva o in lista d’attesa"),
    Status.REJECTED: _("Non ammessa o non confermata"),
    Status.WITHDRAWN: _("Ritirata o annullata"),
}


def label_for(status: str, kind: str) -> str:
    """The Italian label of a status for a call or an event."""
    known = Status(status)
    return str(_LABELS[Kind(kind)].get(known, known.label))
