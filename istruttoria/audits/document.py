"""What an audit shows, as plain data, and the document made of it.

Names are those that the log kept when it happened, so they stay once an account is gone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.receipts.document import in_words
from istruttoria.exports.held import lists_with
from istruttoria.exports.models import TakenList
from istruttoria.trail import Line
from portal.models import User
from portal.pdf import press

TEMPLATE = "istruttoria/pdf/audit.typ"
PDF = "application/pdf"


def made(contents: dict[str, Any], reference: str, title: str, asked_by: User) -> bytes:
    """The document, which says who asked for it and when.

    Args:
        contents: what it is about (`subject`), its `facts`, and its `parts`.

    Raises:
        NotMadeError: see `portal.pdf.press`.
    """
    now = timezone.now()
    heading = _("Registro di %(reference)s") % {"reference": reference}
    facts = [*contents["facts"], (_("Documento chiesto da"), f"{asked_by}, {in_words(now)}")]
    data = {"note": "", **contents, "facts": facts, "heading": heading, "words": {"none": _("Nulla.")}}
    return press.make(TEMPLATE, data, title=f"{heading} – {title}", running_head=heading, moment=now)


def parts(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """What was done, and apart from that who looked, in the order of the log."""
    return [
        {
            "title": _("Che cosa è stato fatto"),
            "rows": [_row(line) for line in lines if not line.is_access],
        },
        {"title": _("Chi l’ha consultata"), "rows": [_row(line) for line in lines if line.is_access]},
    ]


def lists(number: int) -> dict[str, Any]:
    """The part with the lists in which a submission left, by the number of its row; one query."""
    return {
        "title": _("Elenchi esportati che la contenevano"),
        "rows": [_list(one) for one in lists_with(number)],
    }


def _list(one: TakenList) -> dict[str, Any]:
    held = ngettext("Elenco di %(count)d candidatura", "Elenco di %(count)d candidature", one.how_many)
    personal = _("Con i dati personali") if one.personal else _("Senza i dati personali")
    return {
        "what": held % {"count": one.how_many},
        "who_and_when": f"{_to_the_second(one.at)} · {one.actor_label}",
        "more": [one.get_format_display(), personal],
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "what": f"{line.what} → {line.status}" if line.status not in ("", line.what) else line.what,
        "who_and_when": f"{_to_the_second(line.at)} · {line.who}",
        "more": [
            *([line.about] if line.about else []),
            *([line.number] if line.number else []),
            *([_("Termine: %(moment)s") % {"moment": line.until}] if line.until else []),
            *([_("Motivazione: %(reason)s") % {"reason": line.reason}] if line.reason else []),
        ],
    }


def _to_the_second(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i:s")
