"""The table of an outcome, out of what was decided: codes and states, and never a person's name.

What is told beside those is ticked by whoever makes it. Nothing is public by it: it goes into a draft.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.models import CallPage, Submission
from candidature.statuses import Status, label_for
from candidature.submissions.applicants import ApplicantKind
from istruttoria.scores.reading import Sheet, call_of, in_words, scores_of
from portal.italian.days import with_article
from portal.italian.words import folded
from portal.models import User

# In the order in which an outcome names them.
DECIDED = (Status.ACCEPTED, Status.RESERVE, Status.REJECTED)
# More rows than an editor can hold, and anybody would read.
MOST_ROWS = 2000
_TABLES = uuid.UUID("6f0f3c52-7f5f-4e0c-9a3e-0b1c6a2f9d11")
# Shorter words of a name (of, and) are in too many others.
_SHORTEST_WORD = 3


@dataclass(frozen=True)
class Told:
    """What an outcome tells.

    Attributes:
        states: of which rows.
        points: their points too, and the highest of each state first; else by code.
        names: what organisations are called.
    """

    states: Collection[str]
    points: bool = False
    names: bool = False


@dataclass(frozen=True)
class Table:
    """The rows as a page shows them.

    Attributes:
        unnamed: how many organisations are told by code alone, because their name holds a person's.
    """

    caption: str
    headings: list[str]
    rows: list[list[str]]
    unnamed: int

    @property
    def digest(self) -> str:
        """What it says, so that another is noticed."""
        return hashlib.sha256(json.dumps([self.headings, self.rows]).encode()).hexdigest()


def table_of(page: CallPage, told: Told, today: date) -> Table:
    """The table, in the language of the site, whatever that of the account; two queries at most."""
    decided = Submission.objects.filter(page=page.pk, status__in=told.states).defer("answers")
    rows = list(decided.order_by("reference"))
    points = _points(page, rows) if told.points else {}
    place = {status: number for number, status in enumerate(DECIDED)}
    # Without points behind those with none: zero is an amount.
    rows.sort(key=lambda row: (place[Status(row.status)], -points.get(row.pk, Decimal(-1))))
    names = {row.pk: public_name(row) for row in rows} if told.names else {}
    with override(settings.LANGUAGE_CODE):
        headings = [_("Codice"), *([_("Ente")] if told.names else []), _("Esito")]
        headings += [_("Punti")] if told.points else []
        return Table(
            _("Esito %(day)s") % {"day": with_article(today, "al")},
            headings,
            [
                [
                    row.reference,
                    *([names[row.pk]] if told.names else []),
                    label_for(row.status, row.kind),
                    *([in_words(points.get(row.pk))] if told.points else []),
                ]
                for row in rows
            ],
            sum(not names[row.pk] for row in rows if is_body(row)) if told.names else 0,
        )


def is_body(row: Submission) -> bool:
    return row.applicant_kind == ApplicantKind.ORGANISATION


def public_name(row: Submission) -> str:
    """What an organisation is called; nothing of a person, nor where its name holds that of who wrote.

    Whoever works alone, or with friends, may have given their own as the name of the body.
    """
    if not is_body(row):
        return ""
    name, surname = _words(row.organisation_name), _words(row.last_name)
    persons = {word for word in _words(row.contact_name) if len(word) >= _SHORTEST_WORD}
    # A surname is one however short, if all of it stands there.
    is_a_persons = bool(persons & name) or (bool(surname) and surname <= name)
    return "" if is_a_persons else row.organisation_name


def _words(name: str) -> set[str]:
    """Without what stands between and around them: commas, brackets, quotes, points."""
    return set(re.findall(r"[^\W_]+", folded(name)))


def _points(page: CallPage, rows: Sequence[Submission]) -> dict[int, Decimal]:
    criteria, scores = call_of(page).criteria, scores_of([row.pk for row in rows])
    totals = {pk: Sheet(criteria, given).total for pk, given in scores.items()}
    return {pk: total for pk, total in totals.items() if total is not None}


@transaction.atomic
def put_into_draft(page: CallPage, table: Table, user: User) -> None:
    """Makes the table part of the outcome in a new draft of the page, in the place of the one before it.

    What else stands there, and whatever a colleague left unpublished, stays.
    """
    live = CallPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    draft = cast(CallPage, live.get_latest_revision_as_object())
    made = _block(page, table)
    blocks = list(draft.outcome.get_prep_value())
    former = [number for number, block in enumerate(blocks) if block["id"] == made["id"]]
    if former:
        blocks[former[0]] = made
    else:
        blocks.append(made)
    draft.outcome = json.dumps(blocks)
    draft.save_revision(user=user, log_action=True, clean=False)


def _block(page: CallPage, table: Table) -> dict[str, Any]:
    """As a StreamField stores it. Its id tells it among those that editors wrote."""
    columns = [{"type": "text", "heading": heading} for heading in table.headings]
    rows = [{"values": row} for row in table.rows]
    return {
        "type": "table",
        "id": str(uuid.uuid5(_TABLES, str(page.pk))),
        "value": {
            "table": {"columns": columns, "rows": rows, "caption": table.caption},
            "row_headers": True,
        },
    }
